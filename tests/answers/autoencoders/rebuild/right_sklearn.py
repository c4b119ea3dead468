# exercise: autoencoders.rebuild
def rebuild(X_train, X, share):
    from sklearn.decomposition import PCA

    whole = PCA().fit(X_train)
    code = int(np.searchsorted(np.cumsum(whole.explained_variance_ratio_), share)) + 1
    fitted = PCA(code).fit(X_train)
    return code, fitted.inverse_transform(fitted.transform(X))
