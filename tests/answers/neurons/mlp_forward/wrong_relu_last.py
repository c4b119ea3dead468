# exercise: neurons.mlp_forward
# must read: no logit can be negative
def mlp_forward(X, weights, biases):
    a = X
    for W, b in zip(weights, biases):
        a = np.maximum(a @ W + b, 0)
    return a
