# exercise: optimizers.compare
# must read: the seeds that chose are in the report
def compare(rates, validation, accuracy, choosers):
    means = validation[:, :choosers].mean(axis=1)
    best = np.where(np.isnan(means), np.inf, means).argmin()
    told = accuracy[best]
    return rates[best], told.mean(), told.std(ddof=1), bool(rates[best] in (rates.min(), rates.max()))
