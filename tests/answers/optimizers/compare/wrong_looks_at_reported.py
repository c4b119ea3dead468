# exercise: optimizers.compare
# must read: a nan of a reported seed is unknown
def compare(rates, validation, accuracy, choosers):
    means = np.where(np.isnan(validation).any(axis=1), np.inf, validation[:, :choosers].mean(axis=1))
    best = means.argmin()
    told = accuracy[best, choosers:]
    return rates[best], told.mean(), told.std(ddof=1), bool(rates[best] in (rates.min(), rates.max()))
