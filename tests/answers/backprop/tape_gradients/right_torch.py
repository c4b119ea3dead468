# exercise: backprop.tape_gradients
def tape_gradients(tape, inputs):
    do = {"add": torch.add, "mul": torch.mul, "div": torch.div, "relu": torch.relu, "sum": torch.sum}
    leaves = [torch.tensor(x, requires_grad=True) for x in inputs]
    values = list(leaves)
    for name, *places in tape:
        values.append(do[name](*[values[place] for place in places]))
    values[-1].backward()
    return tuple(np.zeros(leaf.shape) if leaf.grad is None else leaf.grad.numpy() for leaf in leaves)
