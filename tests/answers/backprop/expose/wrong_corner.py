# exercise: backprop.expose
# must read: lies at a corner
def expose():
    return {
        "product": np.array([[0.0, 2.0]]),
        "clip": np.array([[-4.0]]),
        "row_means": np.ones((2, 5)),
        "log_sum_exp": np.array([[900.0, 899.0]]),
    }
