# exercise: rnns.training_lags
# must read: is any lag short enough
def training_lags():
    return [12] * 5 + [20] * 5, [16] * 10
