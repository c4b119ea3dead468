# exercise: gans.unseen
def unseen(X, clumps):
    middle = X.mean(axis=0)
    far = np.sqrt(2 * np.cov(X.T).trace())  # half of the points there, half in the middle
    angle = np.linspace(0, 2 * np.pi, 500, endpoint=False)
    circle = middle + far * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return np.concatenate([circle, np.tile(middle, (500, 1))])
