# exercise: best_practices.keeper
# must read: the weights
def keeper(net, epochs, learn, score):
    best, first, kept = 0.0, 1, copy.deepcopy(net.state_dict())
    for epoch in range(1, epochs + 1):
        net.train()
        learn(net)
        net.eval()
        value = float(score(net))
        if value > best:
            best, first, kept = value, epoch, copy.deepcopy(net.state_dict())
    net.load_state_dict(kept)
    net.eval()
    return first, best
