# exercise: backprop.expose
# must read: or there is none
def expose():
    return {"sort_rows": np.array([[1.0, 1.0, 2.0]])}
