# exercise: gans.slopes
def slopes(fake, kind):
    half = np.tanh(fake / 2) / 2
    each = {"minimax": -0.5 - half, "non-saturating": half - 0.5, "wasserstein": -1 + 0 * fake}[kind]
    return each / fake.size
