# exercise: losses.weighted_mse
# must read: divide by the sum of the weights
def weighted_mse(prediction, y, weight):
    error = prediction - y
    return float((weight * error**2).mean()), 2 * weight * error / len(y)
