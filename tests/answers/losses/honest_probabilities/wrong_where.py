# exercise: losses.honest_probabilities
# must read: not even inside np.where
def honest_probabilities(logits, w):
    z = logits - np.log(w)
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))
