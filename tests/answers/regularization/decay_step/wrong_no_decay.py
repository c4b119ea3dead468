# exercise: regularization.decay_step
# must read: nothing shrinks
def decay_step(parameters, gradients, lr, decay):
    return [p - lr * g for p, g in zip(parameters, gradients)]
