# exercise: transfer_learning.low_rank
# must read: near to the new weights, not the change
import numpy as np


def low_rank(before, after, rank):
    change = after.reshape(len(before), -1)
    U, s, Vt = np.linalg.svd(change, full_matrices=False)
    return U[:, :rank] * s[:rank], Vt[:rank]


def apply(before, B, A):
    return before + (B @ A).reshape(before.shape)
