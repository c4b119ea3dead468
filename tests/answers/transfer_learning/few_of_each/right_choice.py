# exercise: transfer_learning.few_of_each
def few_of_each(y, k, draw):
    taken = np.zeros(len(y), dtype=bool)
    for c in set(y.tolist()):
        taken[draw.choice(np.flatnonzero(y == c), size=k, replace=False)] = True
    return np.flatnonzero(taken), np.flatnonzero(~taken)
