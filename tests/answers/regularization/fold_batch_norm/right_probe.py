# exercise: regularization.fold_batch_norm
def fold_batch_norm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    def both(X):
        return gamma * (X @ W + b - running_mean) / np.sqrt(running_var + eps) + beta

    zero = both(np.zeros((1, len(W))))[0]
    return both(np.eye(len(W))) - zero, zero
