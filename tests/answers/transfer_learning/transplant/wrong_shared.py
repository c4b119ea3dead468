# exercise: transfer_learning.transplant
# must read: the store changed with the net
def transplant(net, store, prefix=""):
    own = net.state_dict()
    bare = {n.removeprefix(prefix): n for n in store}
    fits = {n: store[s] for n, s in bare.items() if n in own and own[n].shape == store[s].shape}
    if not fits:
        raise ValueError("nothing fits")
    net.load_state_dict(fits, strict=False, assign=True)
    return sorted(set(own) - set(fits)), sorted(s for n, s in bare.items() if n not in fits)
