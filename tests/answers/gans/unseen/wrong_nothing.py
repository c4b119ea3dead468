# exercise: gans.unseen
# must read: your function returned nothing
def unseen(X, clumps):
    X = X.mean(axis=0) - (X - X.mean(axis=0))
