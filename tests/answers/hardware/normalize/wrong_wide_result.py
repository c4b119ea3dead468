# exercise: hardware.normalize
# must read: the result is float16 again
def normalize(x):
    w = x.astype(np.float32)
    apart = w - w.mean(-1, keepdims=True)
    return apart / np.sqrt((apart**2).mean(-1, keepdims=True) + 1e-5)
