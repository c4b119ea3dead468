# exercise: neurons.mlp_forward
def mlp_forward(X, weights, biases):
    z = X.dot(weights[0]) + biases[0][None, :]
    if len(weights) == 1:
        return z
    return mlp_forward(np.where(z > 0, z, 0.0), weights[1:], biases[1:])
