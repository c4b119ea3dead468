# exercise: transfer_learning.transplant
# must read: take the prefix off
def transplant(net, store, prefix=""):
    own = net.state_dict()
    fits = {n: v for n, v in store.items() if n in own and own[n].shape == v.shape}
    net.load_state_dict(fits, strict=False)
    return sorted(set(own) - set(fits)), sorted(set(store) - set(fits))
