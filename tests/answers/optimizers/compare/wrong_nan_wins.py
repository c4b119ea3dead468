# exercise: optimizers.compare
# must read: a rate that diverged was chosen
def compare(rates, validation, accuracy, choosers):
    best = validation[:, :choosers].mean(axis=1).argmin()
    told = accuracy[best, choosers:]
    return rates[best], told.mean(), told.std(ddof=1), bool(rates[best] in (rates.min(), rates.max()))
