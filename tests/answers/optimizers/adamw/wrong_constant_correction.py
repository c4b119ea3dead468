# exercise: optimizers.adamw
# must read: the correction is the same in every step
def adamw(w, gradients, lr, betas=(0.9, 0.999), eps=1e-8, decay=0.01):
    m, s = np.zeros_like(w), np.zeros_like(w)
    for g in gradients:
        m += (1 - betas[0]) * (g - m)
        s += (1 - betas[1]) * (g**2 - s)
        m_hat, s_hat = m / (1 - betas[0]), s / (1 - betas[1])
        w = w - lr * (m_hat / (np.sqrt(s_hat) + eps) + decay * w)
    return w
