# exercise: regularization.fold_batch_norm
# must read: you scaled the rows of W
def fold_batch_norm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    scale = gamma / np.sqrt(running_var + eps)
    return W * scale[:, None], (b - running_mean) * scale + beta
