# exercise: regularization.more_hurts
def more_hurts():
    inputs, few = 100, 25

    def mean(n, lam):
        return np.mean([excess(inputs, n, lam, seed) for seed in range(10)])

    many = max((60, 80, 100, 120, 150), key=lambda n: mean(n, 0.0))
    return [inputs, few, many, min((1.0, 10.0, 30.0, 100.0), key=lambda lam: mean(many, lam))]
