# exercise: optimizers.momentum_step
# must read: you returned them swapped
def momentum_step(w, v, g, lr, beta, decay=0.0, nesterov=False):
    push = g + decay * w
    new = beta * v + push
    return new, w - lr * (push + beta * new if nesterov else new)
