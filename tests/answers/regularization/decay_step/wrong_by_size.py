# exercise: regularization.decay_step
# must read: count axes, not numbers
def decay_step(parameters, gradients, lr, decay):
    return [
        p * (1 - lr * decay if p.size > 1 and p.ndim > 1 else 1) - lr * g
        for p, g in zip(parameters, gradients)
    ]
