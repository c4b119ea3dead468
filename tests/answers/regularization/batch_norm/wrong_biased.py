# exercise: regularization.batch_norm
# must read: the running variance collects the one divided by n - 1
def batch_norm(X, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    if not training:
        return (X - running_mean) / np.sqrt(running_var + eps), running_mean, running_var
    mean, var, m = X.mean(axis=0), X.var(axis=0), momentum
    out = (X - mean) / np.sqrt(var + eps)
    return out, (1 - m) * running_mean + m * mean, (1 - m) * running_var + m * var
