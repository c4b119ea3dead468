# exercise: optimizers.compare
# must read: the grid may be in any order
def compare(rates, validation, accuracy, choosers):
    means = validation[:, :choosers].mean(axis=1)
    best = int(np.where(np.isnan(means), np.inf, means).argmin())
    told = accuracy[best, choosers:]
    return rates[best], told.mean(), told.std(ddof=1), best in (0, len(rates) - 1)
