# exercise: transformers.sliding_mask
# must read: the padding looks at real positions
def sliding_mask(lengths, T, window):
    i, j = np.arange(T)[:, None], np.arange(T)
    real = np.arange(T) < lengths[:, None]
    near = (j <= i) & (i - j < window)
    return near & real[:, None, :]
