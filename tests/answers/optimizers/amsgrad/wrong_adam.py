# exercise: optimizers.amsgrad
# must read: that is Adam
def amsgrad(w, gradients, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    m, s, path = 0, 0, []
    for t, g in enumerate(gradients, 1):
        m = betas[0] * m + (1 - betas[0]) * g
        s = betas[1] * s + (1 - betas[1]) * g**2
        w = w - lr * m / (1 - betas[0] ** t) / (np.sqrt(s / (1 - betas[1] ** t)) + eps)
        path.append(w)
    return np.array(path)
