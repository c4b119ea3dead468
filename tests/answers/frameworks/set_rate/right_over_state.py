# exercise: frameworks.set_rate
def set_rate(optimizer, lr):
    old = {p: group["lr"] for group in optimizer.param_groups for p in group["params"]}
    for p, state in optimizer.state.items():
        if state.get("momentum_buffer") is not None:
            state["momentum_buffer"] = state["momentum_buffer"] * old[p] / lr
    for group in optimizer.param_groups:
        group["lr"] = lr
