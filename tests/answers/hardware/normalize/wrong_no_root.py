# exercise: hardware.normalize
# must read: the square root of the variance
def normalize(x):
    w = x.astype(np.float32)
    apart = w - w.mean(-1, keepdims=True)
    with np.errstate(over="ignore"):
        return (apart / ((apart**2).mean(-1, keepdims=True) + 1e-5)).astype(np.float16)
