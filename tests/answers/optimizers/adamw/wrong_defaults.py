# exercise: optimizers.adamw
# must read: betas, eps and decay by default
def adamw(params, gradients, lr, betas=(0.9, 0.999), eps=1e-6, decay=0.1):
    params = list(params)
    m, s = [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params]
    for t, grads in enumerate(gradients, 1):
        for i, g in enumerate(grads):
            m[i] = betas[0] * m[i] + (1 - betas[0]) * g
            s[i] = betas[1] * s[i] + (1 - betas[1]) * g**2
            m_hat, s_hat = m[i] / (1 - betas[0] ** t), s[i] / (1 - betas[1] ** t)
            params[i] = params[i] - lr * (
                m_hat / (np.sqrt(s_hat) + eps) + (params[i].ndim > 1) * decay * params[i]
            )
    return params
