# exercise: neurons.mlp_forward
# must read: no logit can be negative
def mlp_forward(X, weights, biases):
    a = X
    for W, b in zip(weights, biases):
        z = a @ W + b.reshape(-1, 1)
        a = np.maximum(z, 0)
    return a
