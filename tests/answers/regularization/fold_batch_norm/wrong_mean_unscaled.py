# exercise: regularization.fold_batch_norm
# must read: the running mean is scaled, too
def fold_batch_norm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    scale = gamma / np.sqrt(running_var + eps)
    return W * scale, b * scale - running_mean + beta
