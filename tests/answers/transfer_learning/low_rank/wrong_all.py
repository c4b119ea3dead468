# exercise: transfer_learning.low_rank
# must read: shape of B, 2x3 weights and rank 1
import numpy as np


def low_rank(before, after, rank):
    change = (after - before).reshape(len(before), -1)
    U, s, Vt = np.linalg.svd(change, full_matrices=False)
    return U * s, Vt


def apply(before, B, A):
    return before + (B @ A).reshape(before.shape)
