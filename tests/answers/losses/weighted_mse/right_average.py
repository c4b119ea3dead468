# exercise: losses.weighted_mse
def weighted_mse(prediction, y, weight):
    loss = np.average((prediction - y) ** 2, weights=weight)
    gradient = [2 * w * (p - t) / np.sum(weight) for p, t, w in zip(prediction, y, weight)]
    return loss, np.array(gradient)
