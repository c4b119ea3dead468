# exercise: backprop.batch_norm_backward
# must read: `eps` is not used
def batch_norm_backward(X, gamma, G, eps=1e-5):
    root = np.sqrt(X.var(axis=0) + 1e-5)
    hat = (X - X.mean(axis=0)) / root
    d_gamma, d_beta = (G * hat).sum(axis=0), G.sum(axis=0)
    return gamma / root * (G - G.mean(axis=0) - hat * (G * hat).mean(axis=0)), d_gamma, d_beta
