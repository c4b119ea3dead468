# exercise: frameworks.set_rate
# must read: the buffers were changed, and the rate was not
def set_rate(optimizer: torch.optim.SGD, lr: float) -> None:
    for group in optimizer.param_groups:
        for p in group["params"]:
            buffer = optimizer.state[p].get("momentum_buffer") if p in optimizer.state else None
            if buffer is not None:
                buffer.mul_(group["lr"] / lr)
