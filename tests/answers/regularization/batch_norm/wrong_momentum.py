# exercise: regularization.batch_norm
# must read: momentum is the weight of the new batch
def batch_norm(X, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    if not training:
        return (X - running_mean) / np.sqrt(running_var + eps), running_mean, running_var
    mean, var, m = X.mean(axis=0), X.var(axis=0), momentum
    out = (X - mean) / np.sqrt(var + eps)
    return out, m * running_mean + (1 - m) * mean, m * running_var + (1 - m) * X.var(axis=0, ddof=1)
