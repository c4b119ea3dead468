# exercise: cnns.blind_spot
def blind_spot(depth, size):
    far = size // 2
    A = [[int((i, j) in {(1, 1), (1 + far, 1)}) for j in range(size)] for i in range(size)]
    return A, [list(row) for row in zip(*A, strict=True)]
