# exercise: gans.settle
def settle():
    def worst(*setting):
        with np.errstate(all="ignore"):
            ends = [np.abs(smallest_game(s, *setting, 100)[75:]).max() for s in np.linspace(-8, 8, 24)]
        return max(ends) if np.isfinite(ends).all() else np.inf

    settings = [(d, g, w) for d in (0.3, 0.6) for g in (0.5, 1.0) for w in (0.2, 0.5, 1.0)]
    return min(settings, key=lambda s: worst(*s))
