# exercise: best_practices.pairing
# must read: Did you look at the gradient of an example that you changed itself
def pairing(loss, out, y):
    def gradient(out, y):
        leaf = out.clone().requires_grad_()
        return torch.autograd.grad(loss(leaf, y), leaf)[0]

    before = gradient(out, y)
    return not torch.allclose(gradient(out, y.roll(1, 0)), before), not torch.allclose(
        gradient(out.roll(1, 0), y), before
    )
