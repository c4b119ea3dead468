# exercise: regularization.layer_norm
def layer_norm(X, gamma, beta, upstream, eps=1e-5):
    n = X.shape[1]
    out, d_X, d_gamma, d_beta = np.zeros(X.shape), np.zeros(X.shape), np.zeros(n), np.zeros(n)
    for i, (row, up) in enumerate(zip(X, upstream)):
        root = np.sqrt(((row - row.mean()) ** 2).sum() / n + eps)
        normal = (row - row.mean()) / root
        out[i] = normal * gamma + beta
        jacobian = (np.eye(n) - 1 / n - np.outer(normal, normal) / n) / root
        d_X[i] = jacobian @ (up * gamma)
        d_gamma += up * normal
        d_beta += up
    return [out, d_X, d_gamma, d_beta]
