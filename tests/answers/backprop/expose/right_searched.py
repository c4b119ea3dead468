# exercise: backprop.expose
def expose():
    found, draw = {}, np.random.default_rng(0)
    for name in SUSPECTS:
        for shape in [(4, 4), (2, 3)]:
            for scale in (1.0, 10.0, 1000.0):
                X = scale * draw.normal(size=shape)
                for zero in (False, True):
                    X[0, 0] = 0.0 if zero else X[0, 0]
                    gap, corner = disagreement(name, X)
                    if gap > 0.01 and not corner:
                        found.setdefault(name, X.copy())
    return found
