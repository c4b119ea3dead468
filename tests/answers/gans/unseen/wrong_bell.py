# exercise: gans.unseen
# must read: points lie near a clump, at most 1 may
def unseen(X, clumps):
    return np.random.default_rng(0).multivariate_normal(X.mean(axis=0), np.cov(X.T), 1000)
