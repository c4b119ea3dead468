# exercise: frameworks.set_rate
# must read: rates of two groups
def set_rate(optimizer, lr):
    group = optimizer.param_groups[0]
    for p in group["params"]:
        buffer = optimizer.state[p].get("momentum_buffer")
        if buffer is not None:
            buffer.mul_(group["lr"] / lr)
    group["lr"] = lr
