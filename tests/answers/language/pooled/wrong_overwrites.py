# exercise: language.pooled
# must read: a token that occurs several times gets its gradient each time
def pooled(E, ids, upstream):
    real = ids != 0
    count = np.maximum(real.sum(axis=1), 1)[:, None]
    means = (E[ids] * real[..., None]).sum(axis=1) / count
    gradient = np.zeros_like(E)
    share = np.broadcast_to((upstream / count)[:, None], (*ids.shape, E.shape[1]))
    gradient[ids[real]] += share[real]
    return means, gradient
