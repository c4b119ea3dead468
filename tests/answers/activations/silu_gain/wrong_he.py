# exercise: activations.silu_gain
# must read: this is ReLU's gain
def silu_gain():
    return np.sqrt(2)
