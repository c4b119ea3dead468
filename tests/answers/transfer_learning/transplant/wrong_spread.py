# exercise: transfer_learning.transplant
# must read: shapes have to be equal
import torch


def transplant(net, store, prefix=""):
    own, used = net.state_dict(), {}
    for stored, tensor in store.items():
        name = stored.removeprefix(prefix)
        if name not in own:
            continue
        try:
            with torch.no_grad():
                own[name].copy_(tensor)
            used[name] = stored
        except RuntimeError:
            pass
    if not used:
        raise ValueError("nothing fits")
    return sorted(set(own) - set(used)), sorted(set(store) - set(used.values()))
