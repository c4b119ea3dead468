# exercise: frameworks.set_rate
def set_rate(optimizer, lr):
    for group in optimizer.param_groups:
        if group["momentum"]:
            for p in group["params"]:
                if (
                    "momentum_buffer" in optimizer.state[p]
                    and optimizer.state[p]["momentum_buffer"] is not None
                ):
                    optimizer.state[p]["momentum_buffer"].data *= group["lr"] / lr
        group["lr"] = lr
