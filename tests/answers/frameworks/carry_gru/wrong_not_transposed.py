# exercise: frameworks.carry_gru
# must read: load_state_dict refuses
def carry_gru(kernel: np.ndarray, recurrent: np.ndarray, bias: np.ndarray) -> dict[str, torch.Tensor]:
    if np.ndim(bias) == 1:
        raise ValueError("a bias with one axis: reset_after=False, which torch.nn.GRU cannot compute")

    def in_order(a):
        z, r, h = np.split(a, 3, axis=-1)
        return torch.tensor(np.concatenate([r, z, h], axis=-1).copy())

    return {
        "weight_ih_l0": in_order(kernel),
        "weight_hh_l0": in_order(recurrent),
        "bias_ih_l0": in_order(bias[0]),
        "bias_hh_l0": in_order(bias[1]),
    }
