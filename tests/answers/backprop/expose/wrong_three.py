# exercise: backprop.expose
# must read: 3 of the 4 wrong backward passes are exposed
def expose():
    return {"product": np.array([[0.0, 2.0]]), "clip": np.array([[-7.0]]), "row_means": np.ones((2, 5))}
