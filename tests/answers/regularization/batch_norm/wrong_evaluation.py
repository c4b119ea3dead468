# exercise: regularization.batch_norm
# must read: in evaluation use the running statistics
def batch_norm(X, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    mean, var, m = X.mean(axis=0), X.var(axis=0), momentum
    if training:
        running_mean = (1 - m) * running_mean + m * mean
        running_var = (1 - m) * running_var + m * X.var(axis=0, ddof=1)
    return (X - mean) / np.sqrt(var + eps), running_mean, running_var
