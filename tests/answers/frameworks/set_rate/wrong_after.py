# exercise: frameworks.set_rate
# must read: PyTorch braked at once
def set_rate(optimizer, lr):
    for group in optimizer.param_groups:
        group["lr"] = lr
        for p in group["params"]:
            buffer = optimizer.state[p].get("momentum_buffer")
            if buffer is not None:
                buffer *= group["lr"] / lr
