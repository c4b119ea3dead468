# exercise: cnns.blind_spot
# must read: should have shape (6, 6)
def blind_spot(depth, size):
    A, B = np.zeros((2, 12, 12))
    A[0, 0] = A[0, 5] = 1
    B[0, 0] = B[5, 0] = 1
    return A, B
