# exercise: losses.honest_probabilities
# must read: subtract the logarithm of w
def honest_probabilities(logits, w):
    return 1 / (1 + np.exp(-(logits - w)))
