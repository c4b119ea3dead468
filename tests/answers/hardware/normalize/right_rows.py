# exercise: hardware.normalize
def normalize(x):
    flat = x.reshape(-1, x.shape[-1]).astype(np.float32)
    rows = [(row - row.mean()) / np.sqrt(row.var() + 1e-5) for row in flat]
    return np.array(rows, dtype=np.float16).reshape(x.shape)
