# exercise: rnns.training_lags
# must read: which lag taught it
def training_lags():
    return [4] + [18] * 9, [3] + [19] + [18] * 8
