# exercise: backprop.expose
def expose():
    return {
        "log_sum_exp": [[-800.0, -801.0]],
        "product": [[3.0], [0.0]],
        "clip": [[-100.0]],
        "row_means": [[1.0], [2.0]],
    }
