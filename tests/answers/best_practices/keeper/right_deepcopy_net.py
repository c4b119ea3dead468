# exercise: best_practices.keeper
def keeper(net, epochs, learn, score):
    best, at, copied = float("nan"), 0, None
    for epoch in range(epochs):
        learn(net.train())
        value = score(net.eval())
        if copied is None or value > best or (best != best and value == value):
            best, at, copied = value, epoch + 1, copy.deepcopy(net)
    net.load_state_dict(copied.state_dict())
    return at, best
