# exercise: best_practices.pairing
def pairing(loss, out, y):
    n, found = len(out), [False, False]
    leaf = out.clone().requires_grad_()
    first = torch.autograd.grad(loss(leaf, y), leaf)[0].reshape(n, -1)
    for i in range(n):
        for j in set(range(n)) - {i}:
            for k in set(range(n)) - {i}:
                new_y, new_out = y.clone(), out.clone()
                new_y[k], new_out[k] = y[j], out[j] * 1.5 + 0.1
                for which, (o, t) in enumerate([(out, new_y), (new_out, y)]):
                    leaf = o.clone().requires_grad_()
                    again = torch.autograd.grad(loss(leaf, t), leaf)[0].reshape(n, -1)
                    found[which] = found[which] or (again[i] - first[i]).abs().max().item() > 1e-10
    return found[0], found[1]
