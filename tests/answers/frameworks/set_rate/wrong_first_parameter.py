# exercise: frameworks.set_rate
# must read: a group has several parameters
def set_rate(optimizer, lr):
    for group in optimizer.param_groups:
        buffer = optimizer.state[group["params"][0]].get("momentum_buffer")
        if buffer is not None:
            buffer.mul_(group["lr"] / lr)
        group["lr"] = lr
