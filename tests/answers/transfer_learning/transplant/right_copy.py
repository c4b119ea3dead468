# exercise: transfer_learning.transplant
def transplant(net, store, prefix=""):
    own, used = net.state_dict(), {}
    for stored in store:
        name = stored[len(prefix) :] if stored.startswith(prefix) else stored
        if name in own and tuple(own[name].shape) == tuple(store[stored].shape):
            used[name] = stored
    if len(used) == 0:
        raise ValueError("no tensor fits")
    with torch.no_grad():
        for name, stored in used.items():
            own[name].copy_(store[stored])
    return sorted(n for n in own if n not in used), sorted(s for s in store if s not in used.values())
