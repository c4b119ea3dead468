# exercise: regularization.fold_batch_norm
def fold_batch_norm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    W, b = W.copy(), b.copy()
    for j in range(len(b)):
        scale = gamma[j] / (running_var[j] + eps) ** 0.5
        W[:, j] *= scale
        b[j] = scale * (b[j] - running_mean[j]) + beta[j]
    return [W, b]
