# exercise: losses.adjust_priors
def adjust_priors(logits, before, after):
    out = []
    for row in logits:
        there = after > 0
        weight = np.zeros(len(row))
        weight[there] = np.exp(row[there] - row[there].max()) * after[there] / before[there]
        out.append(weight / weight.sum())
    return out
