# exercise: regularization.decay_step
# must read: the step itself does not shrink
def decay_step(parameters, gradients, lr, decay):
    return [(p - lr * g) * (1 - lr * decay * (p.ndim > 1)) for p, g in zip(parameters, gradients)]
