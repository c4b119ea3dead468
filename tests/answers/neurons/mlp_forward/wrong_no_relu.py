# exercise: neurons.mlp_forward
# must read: no ReLU after the hidden layer
def mlp_forward(X, weights, biases):
    a = X
    for W, b in zip(weights, biases):
        a = a @ W + b
    return a
