# exercise: activations.as_tanh
# must read: nothing has changed
def as_tanh(layers):
    return layers
