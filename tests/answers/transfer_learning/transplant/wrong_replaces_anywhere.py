# exercise: transfer_learning.transplant
# must read: at the front of a name only
def transplant(net, store, prefix=""):
    own = net.state_dict()
    bare = {n.replace(prefix, ""): n for n in store}
    fits = {n: store[s] for n, s in bare.items() if n in own and own[n].shape == store[s].shape}
    if not fits:
        raise ValueError(f"nothing fits: {sorted(bare)}")
    net.load_state_dict(fits, strict=False)
    return sorted(set(own) - set(fits)), sorted(s for n, s in bare.items() if n not in fits)
