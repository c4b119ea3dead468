# exercise: best_practices.pairing
# must read: which was not found
def pairing(loss, out, y):
    mixed = out.ndim == y.ndim and out.shape != y.shape
    return mixed, mixed
