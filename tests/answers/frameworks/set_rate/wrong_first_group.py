# exercise: frameworks.set_rate
# must read: two groups that have had different rates
def set_rate(optimizer, lr):
    factor = optimizer.param_groups[0]["lr"] / lr
    for group in optimizer.param_groups:
        for p in group["params"]:
            buffer = optimizer.state[p].get("momentum_buffer")
            if buffer is not None:
                buffer.mul_(factor)
        group["lr"] = lr
