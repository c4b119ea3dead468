# exercise: best_practices.keeper
# must read: a comparison with NaN is always false
def keeper(net, epochs, learn, score):
    best, first, kept = math.nan, 0, None
    for epoch in range(1, epochs + 1):
        net.train()
        learn(net)
        net.eval()
        value = float(score(net))
        if kept is None or value > best:
            best, first, kept = value, epoch, copy.deepcopy(net.state_dict())
    net.load_state_dict(kept)
    net.eval()
    return first, best
