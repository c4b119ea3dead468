# exercise: regularization.decay_step
def decay_step(parameters, gradients, lr, decay):
    after = []
    for i in range(len(parameters)):
        new = parameters[i] - lr * gradients[i]
        if len(parameters[i].shape) >= 2:
            new -= lr * decay * parameters[i]
        after.append(new)
    return tuple(after)
