# exercise: optimizers.momentum_step
# must read: that is plain momentum
def momentum_step(w, v, g, lr, beta, decay=0.0, nesterov=False):
    v = beta * v + g + decay * w
    return w - lr * v, v
