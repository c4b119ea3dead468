# exercise: rnns.gru_step
def gru_step(x, h, W_x, W_h, b_x, b_h):
    def weighted(X, W, b):
        return np.split(X @ W + b, 3, axis=1)

    (r, z, n), (r_h, z_h, n_h) = weighted(x, W_x, b_x), weighted(h, W_h, b_h)
    r, z = 0.5 * (1 + np.tanh((r + r_h) / 2)), 0.5 * (1 + np.tanh((z + z_h) / 2))
    candidate = np.tanh(n + r * n_h)
    return candidate + z * (h - candidate)
