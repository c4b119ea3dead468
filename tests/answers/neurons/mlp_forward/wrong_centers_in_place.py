# exercise: neurons.mlp_forward
# must read: your function changed its argument `X`
def mlp_forward(X, weights, biases):
    X -= X.mean(axis=0)
    a = X
    for W, b in zip(weights[:-1], biases[:-1]):
        a = np.maximum(a @ W + b, 0)
    return a @ weights[-1] + biases[-1]
