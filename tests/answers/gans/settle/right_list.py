# exercise: gans.settle
def settle():
    return [np.float64(1.0), 1, np.array(0.3)]
