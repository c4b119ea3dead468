# exercise: rnns.coupled_lstm
def coupled_lstm(X, lengths, W_x, W_h, b):
    def read(row):
        h, c = np.zeros(len(W_h)), np.zeros(len(W_h))
        for x in row:
            f, g, o = (x @ W_x + h @ W_h + b).reshape(3, -1)
            f = 1 / (1 + np.exp(-f))
            c = f * c + (1 - f) * np.tanh(g)
            h = np.tanh(c) / (1 + np.exp(-o))
        return h, c

    ends = [read(row[:n]) for row, n in zip(X, lengths)]
    return np.array([h for h, _ in ends]), np.array([c for _, c in ends])
