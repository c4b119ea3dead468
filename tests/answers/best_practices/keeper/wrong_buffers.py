# exercise: best_practices.keeper
# must read: buffers belong to a state_dict
def keeper(net, epochs, learn, score):
    best, first, kept = math.nan, 0, None
    for epoch in range(1, epochs + 1):
        net.train()
        learn(net)
        net.eval()
        value = float(score(net))
        if kept is None or value > best or (math.isnan(best) and not math.isnan(value)):
            best, first, kept = value, epoch, {k: v.detach().clone() for k, v in net.named_parameters()}
    net.load_state_dict(kept, strict=False)
    net.eval()
    return first, best
