# exercise: best_practices.keeper
def keeper(net, epochs, learn, score):
    seen, kept = [], []
    for _ in range(epochs):
        net.train()
        learn(net)
        net.eval()
        seen.append(score(net))
        kept.append({name: tensor.clone() for name, tensor in net.state_dict().items()})
    comparable = [-math.inf if math.isnan(s) else s for s in seen]
    at = comparable.index(max(comparable))
    net.load_state_dict(kept[at])
    return at + 1, seen[at]
