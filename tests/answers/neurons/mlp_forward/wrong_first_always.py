# exercise: neurons.mlp_forward
# must read: the only layer is the last one: no ReLU
def mlp_forward(X, weights, biases):
    a = np.maximum(X @ weights[0] + biases[0], 0)
    for W, b in zip(weights[1:-1], biases[1:-1]):
        a = np.maximum(a @ W + b, 0)
    return a @ weights[-1] + biases[-1] if len(weights) > 1 else a
