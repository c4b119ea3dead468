# exercise: regularization.best_epoch
# must read: look at the loss before the patience
def best_epoch(losses, patience):
    best = 0
    for epoch in range(1, len(losses)):
        if epoch - best >= patience:
            return best, epoch
        if losses[epoch] < losses[best]:
            best = epoch
    return best, len(losses) - 1
