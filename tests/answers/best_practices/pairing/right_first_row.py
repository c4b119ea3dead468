# exercise: best_practices.pairing
def pairing(loss, out, y):
    def gradient(out, y):
        leaf = out.clone().requires_grad_()
        return torch.autograd.grad(loss(leaf, y), leaf)[0]

    before = gradient(out, y)[0]
    targets = outputs = False
    for j in range(1, len(out)):
        new_y, new_out = y.clone(), out.clone()
        new_y[1:], new_out[1:] = y[j], out[j]
        targets |= not torch.allclose(gradient(out, new_y)[0], before)
        outputs |= not torch.allclose(gradient(new_out, y)[0], before)
    return targets, outputs
