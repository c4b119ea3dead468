# exercise: transformers.sliding_mask
# must read: the window is missing
def sliding_mask(lengths, T, window):
    i, j = np.arange(T)[:, None], np.arange(T)
    real = np.arange(T) < lengths[:, None]
    near = j <= i
    return np.where(real[:, :, None], near & real[:, None, :], i == j)
