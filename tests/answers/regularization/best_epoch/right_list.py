# exercise: regularization.best_epoch
def best_epoch(losses, patience):
    losses = np.where(np.isnan(losses), np.inf, losses)
    for stop in range(len(losses)):
        best = int(np.argmin(losses[: stop + 1]))
        if stop - best == patience:
            break
    return [best, np.int64(stop)]
