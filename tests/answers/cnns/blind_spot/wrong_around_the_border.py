# exercise: cnns.blind_spot
# must read: is in one picture and not in the other
def blind_spot(depth, size):
    field = 2 * depth + 1
    A, B = np.zeros((2, size, size))
    A[0, 0] = A[0, size - 1] = 1
    B[0, 0] = B[field, 0] = 1
    return A, B
