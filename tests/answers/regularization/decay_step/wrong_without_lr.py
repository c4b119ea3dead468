# exercise: regularization.decay_step
# must read: the decay is not times lr
def decay_step(parameters, gradients, lr, decay):
    return [p * (1 - decay * (p.ndim > 1)) - lr * g for p, g in zip(parameters, gradients)]
