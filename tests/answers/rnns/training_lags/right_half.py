# exercise: rnns.training_lags
def training_lags():
    return [2, 3, 4, 4, 3] + [28] * 5, [15] * 6 + [16] * 3 + [18]
