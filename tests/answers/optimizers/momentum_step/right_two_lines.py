# exercise: optimizers.momentum_step
def momentum_step(w, v, g, lr, beta, decay=0.0, nesterov=False):
    new = beta * v + g + decay * w
    if nesterov:
        return w - lr * ((1 + beta) * new - beta * v), new
    return w - lr * new, new
