# exercise: transfer_learning.transplant
# must read: as they stand in the store
def transplant(net, store, prefix=""):
    own = net.state_dict()
    bare = {n.removeprefix(prefix): v for n, v in store.items()}
    fits = {n: v for n, v in bare.items() if n in own and own[n].shape == v.shape}
    if not fits:
        raise ValueError("nothing fits")
    net.load_state_dict(fits, strict=False)
    return sorted(set(own) - set(fits)), sorted(set(bare) - set(fits))
