# exercise: optimizers.compare
# must read: divide by n - 1
def compare(rates, validation, accuracy, choosers):
    means = validation[:, :choosers].mean(axis=1)
    best = np.where(np.isnan(means), np.inf, means).argmin()
    told = accuracy[best, choosers:]
    return rates[best], told.mean(), told.std(), bool(rates[best] in (rates.min(), rates.max()))
