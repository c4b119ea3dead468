# exercise: optimizers.compare
def compare(rates, validation, accuracy, choosers):
    ranked = sorted(
        (sum(row[:choosers]) / choosers, i)
        for i, row in enumerate(validation.tolist())
        if not np.isnan(row[:choosers]).any()
    )
    best = ranked[0][1]
    told = torch.tensor(accuracy[best, choosers:])
    edge = not rates.min() < rates[best] < rates.max()
    return float(rates[best]), told.mean().item(), told.std().item(), bool(edge)
