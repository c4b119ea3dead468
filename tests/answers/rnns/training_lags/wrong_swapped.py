# exercise: rnns.training_lags
# must read: exchange them
def training_lags():
    return [16] * 4 + [17] * 6, [4] + [18] * 9
