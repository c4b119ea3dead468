# exercise: best_practices.pairing
# must read: which was not found
def pairing(loss, out, y):
    def gradient(out, y):
        leaf = out.clone().requires_grad_()
        return torch.autograd.grad(loss(leaf, y), leaf)[0]

    rest = [0, *range(len(out) - 1, 0, -1)]
    before = gradient(out, y)[0]
    targets = not torch.allclose(gradient(out, y[rest])[0], before)
    return targets, not torch.allclose(gradient(out[rest], y)[0], before)
