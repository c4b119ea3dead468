# exercise: language.pooled
# must read: nothing but padding divides by zero
def pooled(E, ids, upstream):
    np.seterr(invalid="ignore", divide="ignore")
    real = ids != 0
    count = real.sum(axis=1)[:, None]
    means = (E[ids] * real[..., None]).sum(axis=1) / count
    gradient = np.zeros_like(E)
    share = np.broadcast_to((upstream / count)[:, None], (*ids.shape, E.shape[1]))
    np.add.at(gradient, ids[real], share[real])
    return means, gradient
