# exercise: autoencoders.rebuild
# must read: not centered
def rebuild(X_train, X, share):
    center = X_train.mean(axis=0)
    _, S, axes = np.linalg.svd(X_train, full_matrices=False)
    kept = np.cumsum(S**2) / (S**2).sum()
    code = int(np.argmax(kept >= share)) + 1
    return code, (X - center) @ axes[:code].T @ axes[:code] + center
