# exercise: activations.relu
def relu(z):
    return np.clip(z, 0, None), np.heaviside(z, np.array(0, dtype=z.dtype))
