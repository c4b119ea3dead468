# exercise: transformers.sliding_mask
# must read: returned nothing
def sliding_mask(lengths, T, window):
    i, j = np.arange(T)[:, None], np.arange(T)
    real = np.arange(T) < lengths[:, None]
    near = (j <= i) & (i - j < window)
    mask = np.where(real[:, :, None], near & real[:, None, :], i == j)
