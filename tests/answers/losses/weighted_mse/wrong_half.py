# exercise: losses.weighted_mse
# must read: the factor 2 of the square is missing
def weighted_mse(prediction, y, weight):
    error = prediction - y
    share = weight / weight.sum()
    return float((share * error**2).sum()), share * error
