# exercise: activations.sigmoid
# must read: your function changed its argument `z`
def sigmoid(z):
    positive = z >= 0
    z[positive] *= -1
    e = np.exp(z)
    return np.where(positive, 1, e) / (1 + e)
