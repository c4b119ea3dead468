# exercise: optimizers.momentum_step
# must read: changed its argument
def momentum_step(w, v, g, lr, beta, decay=0.0, nesterov=False):
    g += decay * w
    v *= beta
    v += g
    w -= lr * (g + beta * v if nesterov else v)
    return w, v
