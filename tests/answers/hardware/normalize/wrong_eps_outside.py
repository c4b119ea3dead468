# exercise: hardware.normalize
# must read: not under the root
def normalize(x):
    w = x.astype(np.float32)
    apart = w - w.mean(-1, keepdims=True)
    return (apart / (np.sqrt((apart**2).mean(-1, keepdims=True)) + 1e-5)).astype(np.float16)
