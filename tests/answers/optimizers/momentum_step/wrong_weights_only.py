# exercise: optimizers.momentum_step
# must read: return two arrays
def momentum_step(w, v, g, lr, beta, decay=0.0, nesterov=False):
    push = g + decay * w
    v = beta * v + push
    return w - lr * (push + beta * v if nesterov else v)
