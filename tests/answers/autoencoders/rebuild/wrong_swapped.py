# exercise: autoencoders.rebuild
# must read: first the code, one number
def rebuild(X_train, X, share):
    center = X_train.mean(axis=0)
    _, S, axes = np.linalg.svd(X_train - center, full_matrices=False)
    kept = np.cumsum(S**2) / (S**2).sum()
    code = int(np.argmax(kept >= share)) + 1
    return (X - center) @ axes[:code].T @ axes[:code] + center, code
