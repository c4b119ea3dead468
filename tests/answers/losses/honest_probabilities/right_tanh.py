# exercise: losses.honest_probabilities
def honest_probabilities(logits, w):
    return (1 + np.tanh((logits - np.log(w)) / 2)) / 2
