# exercise: transformers.sliding_mask
# must read: rows are queries and columns are keys
def sliding_mask(lengths, T, window):
    i, j = np.arange(T)[:, None], np.arange(T)
    real = np.arange(T) < lengths[:, None]
    near = (j <= i) & (i - j < window)
    return np.where(real[:, :, None], near & real[:, None, :], i == j).swapaxes(1, 2)
