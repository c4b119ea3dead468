# exercise: activations.relu
# must read: this is ReLU again
def relu(z):
    a = np.maximum(z, 0)
    return a, a
