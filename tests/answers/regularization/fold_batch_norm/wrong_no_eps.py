# exercise: regularization.fold_batch_norm
# must read: eps is missing
def fold_batch_norm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    scale = gamma / np.sqrt(running_var)
    return W * scale, (b - running_mean) * scale + beta
