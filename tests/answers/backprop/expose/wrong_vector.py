# exercise: backprop.expose
# must read: two axes
def expose():
    return {"product": np.array([0.0, 2.0])}
