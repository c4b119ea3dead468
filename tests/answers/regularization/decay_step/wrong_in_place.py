# exercise: regularization.decay_step
# must read: changed its argument
def decay_step(parameters, gradients, lr, decay):
    for p, g in zip(parameters, gradients):
        if p.ndim > 1:
            p *= 1 - lr * decay
        p -= lr * g
    return parameters
