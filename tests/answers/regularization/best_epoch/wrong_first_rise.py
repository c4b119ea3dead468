# exercise: regularization.best_epoch
# must read: you stopped at the first rise
def best_epoch(losses, patience):
    for epoch in range(1, len(losses)):
        if not losses[epoch] < losses[epoch - 1]:
            return epoch - 1, epoch
    return len(losses) - 1, len(losses) - 1
