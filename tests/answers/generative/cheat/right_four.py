# exercise: generative.cheat
def cheat(real):
    values, turn = np.linalg.eigh(np.cov(real.T))
    axes = np.repeat([[1, 0], [-1, 0], [0, 1], [0, -1]], 5, axis=0).astype(float)
    made = np.concatenate([np.zeros((380, 2)), axes])
    made /= np.sqrt(np.cov(made.T)[0, 0])
    return real.mean(axis=0) + made * np.sqrt(values) @ turn.T
