# exercise: optimizers.amsgrad
# must read: the mean of squares needs its bias correction
def amsgrad(w, gradients, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    m, s, top, path = 0, 0, 0, []
    for t, g in enumerate(gradients, 1):
        m = betas[0] * m + (1 - betas[0]) * g
        s = betas[1] * s + (1 - betas[1]) * g**2
        top = np.maximum(top, s)
        w = w - lr * m / (1 - betas[0] ** t) / (np.sqrt(top) + eps)
        path.append(w)
    return np.array(path)
