# exercise: cnns.blind_spot
# must read: in one of them more often
def blind_spot(depth, size):
    field = 2 * depth + 1
    A, B = np.zeros((2, size, size))
    A[0, 0] = B[0, 0] = B[field, 0] = 1
    return A, B
