# exercise: hardware.normalize
# must read: each row is normalized by itself
def normalize(x):
    w = x.astype(np.float32)
    apart = w - w.mean()
    return (apart / np.sqrt((apart**2).mean() + 1e-5)).astype(np.float16)
