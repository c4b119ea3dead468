# exercise: regularization.decay_step
# must read: the bias was decayed
def decay_step(parameters, gradients, lr, decay):
    return [p * (1 - lr * decay) - lr * g for p, g in zip(parameters, gradients)]
