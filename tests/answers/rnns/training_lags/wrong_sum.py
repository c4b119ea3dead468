# exercise: rnns.training_lags
# must read: the sums must be equal
def training_lags():
    return [3] * 10, [20] * 10
