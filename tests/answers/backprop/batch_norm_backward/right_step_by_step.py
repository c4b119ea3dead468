# exercise: backprop.batch_norm_backward
def batch_norm_backward(X, gamma, G, eps=1e-5):
    n = len(X)
    centered = X - X.mean(axis=0)
    v = (centered**2).mean(axis=0)
    inverse = (v + eps) ** -0.5
    d_hat = G * gamma
    d_inverse = (d_hat * centered).sum(axis=0)
    d_v = d_inverse * -0.5 * (v + eps) ** -1.5
    d_centered = d_hat * inverse + d_v * 2 * centered / n
    d_X = d_centered - d_centered.sum(axis=0) / n
    return [d_X, (G * centered * inverse).sum(axis=0), G.sum(axis=0)]
