# exercise: hardware.normalize
def normalize(x):
    x = x.astype(np.float64)
    apart = x - x.mean(-1, keepdims=True)
    return (apart / np.sqrt((apart * apart).mean(-1, keepdims=True) + 1e-5)).astype(np.float16)
