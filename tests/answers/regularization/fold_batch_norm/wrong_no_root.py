# exercise: regularization.fold_batch_norm
# must read: divide by the standard deviation
def fold_batch_norm(W, b, gamma, beta, running_mean, running_var, eps=1e-5):
    scale = gamma / (running_var + eps)
    return W * scale, (b - running_mean) * scale + beta
