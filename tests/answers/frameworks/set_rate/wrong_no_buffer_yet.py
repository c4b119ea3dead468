# exercise: frameworks.set_rate
# must read: there is no buffer
def set_rate(optimizer, lr):
    for group in optimizer.param_groups:
        for p in group["params"]:
            optimizer.state[p]["momentum_buffer"] *= group["lr"] / lr
        group["lr"] = lr
