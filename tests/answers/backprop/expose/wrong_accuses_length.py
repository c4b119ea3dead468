# exercise: backprop.expose
# must read: or there is none
def expose():
    return {"length": np.array([[3.0, 4.0]])}
