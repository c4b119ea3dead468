# exercise: regularization.fold_batch_norm
# must read: the old bias is lost
def fold_batch_norm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    scale = gamma / np.sqrt(running_var + eps)
    return W * scale, beta - running_mean * scale
