# exercise: hardware.normalize
# must read: the mean subtracted *before* squaring
def normalize(x):
    w = x.astype(np.float32)
    mean = w.mean(-1, keepdims=True)
    variance = np.maximum((w**2).mean(-1, keepdims=True) - mean**2, 0)
    return ((w - mean) / np.sqrt(variance + 1e-5)).astype(np.float16)
