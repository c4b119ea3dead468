# exercise: neurons.mlp_forward
# must read: b belongs to the units, not the rows
def mlp_forward(X, weights, biases):
    a = X
    for i, (W, b) in enumerate(zip(weights, biases)):
        z = a @ W + b.reshape(-1, 1)
        a = np.maximum(z, 0) if i < len(weights) - 1 else z
    return a
