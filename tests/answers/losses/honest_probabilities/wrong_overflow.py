# exercise: losses.honest_probabilities
# must read: no exponent may be positive
def honest_probabilities(logits, w):
    return 1 / (1 + np.exp(-(logits - np.log(w))))
