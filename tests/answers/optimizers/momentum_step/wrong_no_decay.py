# exercise: optimizers.momentum_step
# must read: the decay is missing
def momentum_step(w, v, g, lr, beta, decay=0.0, nesterov=False):
    v = beta * v + g
    return w - lr * (g + beta * v if nesterov else v), v
