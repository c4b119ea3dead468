# exercise: backprop.chain_rule
def chain_rule(x, y, z):
    leaves = [torch.tensor(float(value), dtype=torch.float64, requires_grad=True) for value in (x, y, z)]
    loss = leaves[0] * (leaves[0] * leaves[1] + leaves[2]) ** 2
    loss.backward()
    return loss.item(), *(leaf.grad.item() for leaf in leaves)
