# exercise: transfer_learning.few_of_each
# must read: are in both parts
def few_of_each(y, k, draw):
    order = draw.permutation(len(y))
    if min(np.unique(y, return_counts=True)[1]) < k:
        raise ValueError("too few")
    return np.concatenate([order[y[order] == c][:k] for c in np.unique(y)]), order
