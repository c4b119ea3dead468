# exercise: cnns.blind_spot
# must read: one picture is the other one moved
def blind_spot(depth, size):
    field = 2 * depth + 1
    A, B = np.zeros((2, size, size))
    A[0, 0] = A[0, field] = 1
    B[1, 0] = B[1, field] = 1
    return A, B
