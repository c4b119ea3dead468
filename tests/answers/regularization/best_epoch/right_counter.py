# exercise: regularization.best_epoch
def best_epoch(losses, patience):
    lowest, best, waited = np.inf, 0, 0
    for epoch in range(len(losses)):
        waited += 1
        if losses[epoch] < lowest:
            lowest, best, waited = losses[epoch], epoch, 0
        elif waited >= patience:
            break
    return best, epoch
