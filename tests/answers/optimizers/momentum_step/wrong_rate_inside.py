# exercise: optimizers.momentum_step
# must read: the rate went into the velocity
def momentum_step(w, v, g, lr, beta, decay=0.0, nesterov=False):
    push = g + decay * w
    v = beta * v + lr * push
    return w - (lr * push + beta * v if nesterov else v), v
