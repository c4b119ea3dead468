# exercise: optimizers.momentum_step
# must read: the velocity gets the whole gradient
def momentum_step(w, v, g, lr, beta, decay=0.0, nesterov=False):
    push = g + decay * w
    v = beta * v + (1 - beta) * push
    return w - lr * (push + beta * v if nesterov else v), v
