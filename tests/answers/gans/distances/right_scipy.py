# exercise: gans.distances
def distances(p, q):
    from scipy.special import rel_entr
    from scipy.stats import wasserstein_distance

    middle = (p + q) / 2
    apart = rel_entr(p, middle).sum() + rel_entr(q, middle).sum()
    places = np.arange(len(p))
    return 2 * np.log(2) - apart, wasserstein_distance(places, places, p, q)
