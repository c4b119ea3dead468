# exercise: cnns.blind_spot
# must read: depth 2, size 10: the net of seed 0 tells them apart
def blind_spot(depth, size):
    field = 3
    A, B = np.zeros((2, size, size))
    A[0, 0] = A[0, field] = 1
    B[0, 0] = B[field, 0] = 1
    return A, B
