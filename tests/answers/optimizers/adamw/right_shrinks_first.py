# exercise: optimizers.adamw
def adamw(params, gradients, lr, betas=(0.9, 0.999), eps=1e-8, decay=0.01):
    ends = []
    for place, start in enumerate(params):
        w, m, s, weight_m, weight_s = start.copy(), 0.0, 0.0, 0.0, 0.0
        for grads in gradients:
            g = grads[place]
            m, weight_m = betas[0] * m + (1 - betas[0]) * g, betas[0] * weight_m + 1 - betas[0]
            s, weight_s = betas[1] * s + (1 - betas[1]) * g * g, betas[1] * weight_s + 1 - betas[1]
            if w.ndim == 2:
                w *= 1 - lr * decay
            w -= lr * (m / weight_m) / ((s / weight_s) ** 0.5 + eps)
        ends.append(w)
    return tuple(ends)
