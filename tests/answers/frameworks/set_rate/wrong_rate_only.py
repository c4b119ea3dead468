# exercise: frameworks.set_rate
# must read: PyTorch braked at once
def set_rate(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] = lr
