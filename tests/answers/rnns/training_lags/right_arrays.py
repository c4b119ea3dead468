# exercise: rnns.training_lags
def training_lags():
    return np.array([3, 4] + [20] * 8), np.array([16] * 3 + [17] * 7)
