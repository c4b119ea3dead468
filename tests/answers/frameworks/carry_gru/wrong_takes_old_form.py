# exercise: frameworks.carry_gru
# must read: a bias with one axis is the old form
def carry_gru(kernel, recurrent, bias):
    bias = np.broadcast_to(bias, (2, len(recurrent) * 3))
    units = len(recurrent)
    order = np.r_[units : 2 * units, :units, 2 * units : 3 * units]
    parts = (kernel[:, order].T, recurrent[:, order].T, bias[0, order], bias[1, order])
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    return {name: torch.tensor(part.copy()) for name, part in zip(names, parts)}
