# exercise: transformers.sliding_mask
# must read: a position may look into the future
def sliding_mask(lengths, T, window):
    i, j = np.arange(T)[:, None], np.arange(T)
    real = np.arange(T) < lengths[:, None]
    near = i - j < window
    return np.where(real[:, :, None], near & real[:, None, :], i == j)
