# exercise: transfer_learning.few_of_each
# must read: one place was drawn twice
def few_of_each(y, k, draw):
    chosen = []
    for c in np.unique(y):
        places = np.flatnonzero(y == c)
        if len(places) < k:
            raise ValueError(f"class {c} has only {len(places)}")
        chosen.append(np.repeat(draw.choice(places), k))
    chosen = np.concatenate(chosen)
    return chosen, np.setdiff1d(np.arange(len(y)), chosen)
