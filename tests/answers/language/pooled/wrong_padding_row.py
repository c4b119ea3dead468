# exercise: language.pooled
# must read: the row of the padding gets no gradient
def pooled(E, ids, upstream):
    real = ids != 0
    count = np.maximum(real.sum(axis=1), 1)[:, None]
    means = (E[ids] * real[..., None]).sum(axis=1) / count
    gradient = np.zeros_like(E)
    share = np.broadcast_to((upstream / count)[:, None], (*ids.shape, E.shape[1]))
    np.add.at(gradient, ids, share)
    return means, gradient
