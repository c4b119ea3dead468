# exercise: transfer_learning.few_of_each
# must read: raise a ValueError
def few_of_each(y, k, draw):
    order = draw.permutation(len(y))
    chosen = np.concatenate([order[y[order] == c][:k] for c in np.unique(y)])
    return chosen, np.setdiff1d(order, chosen)
