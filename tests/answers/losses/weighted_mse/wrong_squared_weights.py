# exercise: losses.weighted_mse
# must read: you squared the weights
def weighted_mse(prediction, y, weight):
    error = weight * (prediction - y)
    return float((error**2).sum() / weight.sum()), 2 * weight * error / weight.sum()
