# exercise: rnns.gru_step
# must read: z keeps the old state
def gru_step(x, h, W_x, W_h, b_x, b_h):
    hidden = h.shape[1]
    a, u = x @ W_x + b_x, h @ W_h + b_h
    r = 1 / (1 + np.exp(-(a[:, :hidden] + u[:, :hidden])))
    z = 1 / (1 + np.exp(-(a[:, hidden : 2 * hidden] + u[:, hidden : 2 * hidden])))
    n = np.tanh(a[:, 2 * hidden :] + r * u[:, 2 * hidden :])
    return (1 - z) * h + z * n
