# exercise: frameworks.carry_gru
def carry_gru(kernel, recurrent, bias):
    if len(bias) != 2:
        raise ValueError("a bias with one axis")
    state = {}
    for name, a in (("weight_ih_l0", kernel), ("weight_hh_l0", recurrent)):
        z, r, h = torch.tensor(a).T.chunk(3)
        state[name] = torch.cat([r, z, h])
    for name, a in (("bias_ih_l0", bias[0]), ("bias_hh_l0", bias[1])):
        z, r, h = torch.tensor(a).chunk(3)
        state[name] = torch.cat([r, z, h])
    return state
