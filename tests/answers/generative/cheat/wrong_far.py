# exercise: generative.cheat
# must read: the mean of your points
def cheat(real):
    C = np.linalg.cholesky(np.cov(real.T))
    angle = 2 * np.pi * np.arange(100) / 100
    made = np.concatenate([np.zeros((100, 2)), 2 * np.column_stack([np.cos(angle), np.sin(angle)])])
    return made @ C.T + 50
