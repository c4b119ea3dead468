# exercise: transfer_learning.pull
import numpy as np


def pull():
    return np.float64(1.0 / 0.3**2)  # the variance of the noise over that of the weights's change
