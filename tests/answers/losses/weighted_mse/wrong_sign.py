# exercise: losses.weighted_mse
# must read: the gradient points the wrong way
def weighted_mse(prediction, y, weight):
    error = y - prediction
    share = weight / weight.sum()
    return float((share * error**2).sum()), 2 * share * error
