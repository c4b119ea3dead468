# exercise: best_practices.pairing
# must read: Did you look at the gradient of an example
def pairing(loss, out, y):
    before, new_y, new_out = loss(out, y), y.clone(), out.clone()
    new_y[1:], new_out[1:] = y[1], out[1]
    return bool(loss(out, new_y) != before), bool(loss(new_out, y) != before)
