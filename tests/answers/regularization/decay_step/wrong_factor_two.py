# exercise: regularization.decay_step
# must read: the factor 2 belongs to an L2 penalty
def decay_step(parameters, gradients, lr, decay):
    return [p - lr * (g + 2 * decay * p * (p.ndim > 1)) for p, g in zip(parameters, gradients)]
