# exercise: generative.cheat
def cheat(real):
    draw = np.random.default_rng(0)
    L = np.linalg.cholesky(np.cov(real.T))
    for share in (0.5, 0.6, 0.7, 0.8, 0.9):
        inner = 0.05 * draw.normal(size=(int(400 * share), 2))
        outer = draw.normal(size=(400 - len(inner), 2))
        made = np.concatenate([inner, outer / np.linalg.norm(outer, axis=1, keepdims=True)])
        made = made - made.mean(axis=0)
        made = made @ np.linalg.inv(np.linalg.cholesky(np.cov(made.T))).T @ L.T + real.mean(axis=0)
        if judge(real, made)[1] == 0:
            return made
    return made
