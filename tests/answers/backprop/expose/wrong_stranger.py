# exercise: backprop.expose
# must read: there is no operation 'prod'
def expose():
    return {"prod": np.array([[0.0, 2.0]])}
