# exercise: optimizers.compare
# must read: had a part in the choice
def compare(rates, validation, accuracy, choosers):
    diverged = np.isnan(validation).any(axis=1)
    best = np.where(diverged, 0, accuracy[:, choosers:].mean(axis=1)).argmax()
    told = accuracy[best, choosers:]
    return rates[best], told.mean(), told.std(ddof=1), bool(rates[best] in (rates.min(), rates.max()))
