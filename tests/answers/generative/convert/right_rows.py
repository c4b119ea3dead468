# exercise: generative.convert
def convert(z, t, says, kind):
    rows = []
    for a, s, b in zip(z, t, says, strict=True):
        matrix = {"image": [1.0, 0.0], "noise": [0.0, 1.0], "velocity": [-1.0, 1.0]}[kind]
        x, e = np.linalg.solve(np.array([[1 - s, s], matrix]), np.stack([a, b]))
        rows.append((x, e, e - x))
    return [np.array(part) for part in zip(*rows, strict=True)]
