# exercise: activations.relu
# must read: the slope is True and False
def relu(z):
    return np.maximum(0, z), z > 0
