# exercise: optimizers.compare
# must read: the rate was chosen over all seeds
def compare(rates, validation, accuracy, choosers):
    means = validation.mean(axis=1)
    best = np.where(np.isnan(means), np.inf, means).argmin()
    told = accuracy[best, choosers:]
    return rates[best], told.mean(), told.std(ddof=1), bool(rates[best] in (rates.min(), rates.max()))
