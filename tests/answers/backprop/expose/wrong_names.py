# exercise: backprop.expose
# must read: return a dict
def expose():
    return ["product", "clip", "row_means", "log_sum_exp"]
