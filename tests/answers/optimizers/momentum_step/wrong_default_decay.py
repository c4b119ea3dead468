# exercise: optimizers.momentum_step
# must read: no decay unless it is asked for
def momentum_step(w, v, g, lr, beta, decay=0.01, nesterov=False):
    push = g + decay * w
    new = beta * v + push
    return w - lr * (push + beta * new if nesterov else new), new
