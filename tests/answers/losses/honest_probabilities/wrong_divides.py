# exercise: losses.honest_probabilities
# must read: odds are divided by w
def honest_probabilities(logits, w):
    return 1 / (1 + np.exp(-logits)) / w
