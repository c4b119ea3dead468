# exercise: transformers.sliding_mask
# must read: the lengths are not used
def sliding_mask(lengths, T, window):
    i, j = np.arange(T)[:, None], np.arange(T)
    real = np.arange(T) < lengths[:, None]
    near = (j <= i) & (i - j < window)
    return np.repeat(near[None], len(lengths), axis=0)
