# exercise: autoencoders.rebuild
def rebuild(X_train, X, share):
    center = X_train.mean(axis=0)
    variances, axes = np.linalg.eigh(np.cov(X_train.T, bias=True))
    total, kept, code = variances.sum(), 0.0, 0
    while kept < share * total:
        code += 1
        kept += variances[-code]
    V = axes[:, -code:]
    return code, center + (X - center) @ V @ V.T
