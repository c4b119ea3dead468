# exercise: regularization.best_epoch
# must read: you looked ahead
def best_epoch(losses, patience):
    return int(np.nanargmin(losses)), len(losses) - 1
