# exercise: frameworks.adam_step
def adam_step(params, grads, state=None, lr=0.001, betas=(0.9, 0.999), eps=1e-8):
    def walk(p, g, s):
        if isinstance(p, dict):
            out = {k: walk(p[k], g[k], s[k] if s else None) for k in sorted(p)}
            return {k: o[0] for k, o in out.items()}, {k: o[1] for k, o in out.items()}
        if isinstance(p, (list, tuple)):
            out = [walk(a, b, s[i] if s else None) for i, (a, b) in enumerate(zip(p, g))]
            return type(p)(o[0] for o in out), [o[1] for o in out]
        t, m, v = s or (0, 0.0, 0.0)
        t, m, v = t + 1, betas[0] * m + (1 - betas[0]) * g, betas[1] * v + (1 - betas[1]) * np.square(g)
        step = m / (1 - betas[0] ** t) / (np.sqrt(v / (1 - betas[1] ** t)) + eps)
        return np.asarray(p - lr * step, dtype=p.dtype), (t, m, v)

    return walk(params, grads, state)
