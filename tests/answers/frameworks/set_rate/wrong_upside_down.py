# exercise: frameworks.set_rate
# must read: you made the buffer smaller
def set_rate(optimizer: torch.optim.SGD, lr: float) -> None:
    for group in optimizer.param_groups:
        for p in group["params"]:
            buffer = optimizer.state[p].get("momentum_buffer") if p in optimizer.state else None
            if buffer is not None:
                buffer.mul_(lr / group["lr"])
        group["lr"] = lr
