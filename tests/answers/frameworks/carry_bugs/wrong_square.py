# exercise: frameworks.carry_bugs
# must read: it is square, so no error says so
def carry_net(arrays: list[np.ndarray]) -> nn.Module:
    K, b, gamma, beta, mean, var, W, c, V, d = map(torch.tensor, arrays)
    _, inputs, channels = K.shape
    places, units = W.shape
    net = nn.Sequential(
        nn.ConstantPad1d((0, 1), 0.0),
        nn.Conv1d(inputs, channels, 3, stride=2),
        nn.BatchNorm1d(channels, eps=1e-3, momentum=0.01),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(places, units),
        nn.ReLU(),
        nn.Linear(units, units),
    )
    W = W.reshape(places // channels, channels, units).transpose(0, 1).flatten(0, 1)
    state = {"1.weight": K.permute(2, 1, 0), "1.bias": b, "2.weight": gamma, "2.bias": beta}
    state |= {"2.running_mean": mean, "2.running_var": var, "2.num_batches_tracked": torch.tensor(0)}
    state |= {"5.weight": W.T, "5.bias": c, "7.weight": V, "7.bias": d}
    net.load_state_dict(state)
    return net.eval()
