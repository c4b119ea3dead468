# exercise: language.pooled
# must read: divide by how many tokens the text has, not by the length with padding
def pooled(E, ids, upstream):
    real = ids != 0
    count = ids.shape[1]
    means = (E[ids] * real[..., None]).sum(axis=1) / count
    gradient = np.zeros_like(E)
    share = np.broadcast_to((upstream / count)[:, None], (*ids.shape, E.shape[1]))
    np.add.at(gradient, ids[real], share[real])
    return means, gradient
