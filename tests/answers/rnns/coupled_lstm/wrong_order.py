# exercise: rnns.coupled_lstm
# must read: the blocks are swapped
def coupled_lstm(X, lengths, W_x, W_h, b):
    h = c = np.zeros((len(X), len(W_h)))
    for t in range(X.shape[1]):
        f, o, g = np.split(X[:, t] @ W_x + h @ W_h + b, 3, axis=1)
        f, o = 1 / (1 + np.exp(-f)), 1 / (1 + np.exp(-o))
        live = t < lengths[:, None]
        c = np.where(live, f * c + (1 - f) * np.tanh(g), c)
        h = np.where(live, o * np.tanh(c), h)
    return h, c
