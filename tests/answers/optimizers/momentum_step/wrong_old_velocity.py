# exercise: optimizers.momentum_step
# must read: you stepped along the old velocity
def momentum_step(w, v, g, lr, beta, decay=0.0, nesterov=False):
    push = g + decay * w
    direction = push + beta * v if nesterov else v
    return w - lr * direction, beta * v + push
