# exercise: losses.honest_probabilities
# must read: subtract log w, don't add it
def honest_probabilities(logits, w):
    z = logits + np.log(w)
    return np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))
