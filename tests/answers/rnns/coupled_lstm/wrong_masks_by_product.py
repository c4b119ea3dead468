# exercise: rnns.coupled_lstm
# must read: NaN in the padding came through
def coupled_lstm(X, lengths, W_x, W_h, b):
    h = c = np.zeros((len(X), len(W_h)))
    for t in range(X.shape[1]):
        f, g, o = np.split(X[:, t] @ W_x + h @ W_h + b, 3, axis=1)
        f, o = 1 / (1 + np.exp(-f)), 1 / (1 + np.exp(-o))
        new_c = f * c + (1 - f) * np.tanh(g)
        live = (t < lengths[:, None]).astype(float)
        h = live * o * np.tanh(new_c) + (1 - live) * h
        c = live * new_c + (1 - live) * c
    return h, c
