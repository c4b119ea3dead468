# exercise: optimizers.adamw
# must read: m and s are one array
def adamw(w, gradients, lr, betas=(0.9, 0.999), eps=1e-8, decay=0.01):
    m = s = np.zeros_like(w)
    for t, g in enumerate(gradients, 1):
        m += (1 - betas[0]) * (g - m)
        s += (1 - betas[1]) * (g**2 - s)
        m_hat, s_hat = m / (1 - betas[0] ** t), s / (1 - betas[1] ** t)
        w = w - lr * (m_hat / (np.sqrt(s_hat) + eps) + decay * w)
    return w
