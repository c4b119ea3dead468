# exercise: transfer_learning.low_rank
# must read: the smallest singular value was kept
import numpy as np


def low_rank(before, after, rank):
    change = (after - before).reshape(len(before), -1)
    U, s, Vt = np.linalg.svd(change, full_matrices=False)
    return U[:, -rank:] * s[-rank:], Vt[-rank:]


def apply(before, B, A):
    return before + (B @ A).reshape(before.shape)
