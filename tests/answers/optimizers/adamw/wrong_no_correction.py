# exercise: optimizers.adamw
# must read: the bias correction is gone
def adamw(w, gradients, lr, betas=(0.9, 0.999), eps=1e-8, decay=0.01):
    m, s = np.zeros_like(w), np.zeros_like(w)
    for g in gradients:
        m += (1 - betas[0]) * (g - m)
        s += (1 - betas[1]) * (g**2 - s)
        w = w - lr * (m / (np.sqrt(s) + eps) + decay * w)
    return w
