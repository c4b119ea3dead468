# exercise: losses.weighted_mse
# must read: changed its argument
def weighted_mse(prediction, y, weight):
    prediction -= y
    weight /= weight.sum()
    return float((weight * prediction**2).sum()), 2 * weight * prediction
