# exercise: regularization.decay_step
# must read: an array with three axes has weights, too
def decay_step(parameters, gradients, lr, decay):
    return [p * (1 - lr * decay if p.ndim == 2 else 1) - lr * g for p, g in zip(parameters, gradients)]
