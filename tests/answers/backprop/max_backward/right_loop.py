# exercise: backprop.max_backward
def max_backward(X, G, axis):
    rows, G = np.moveaxis(X, axis, -1), np.asarray(G)
    d_rows = np.zeros(rows.shape)
    for place in np.ndindex(rows.shape[:-1]):
        best = [k for k, value in enumerate(rows[place]) if value == max(rows[place])]
        for k in best:
            d_rows[place][k] = G[place] / len(best)
    return np.moveaxis(d_rows, -1, axis)
