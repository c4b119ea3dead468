# exercise: transfer_learning.low_rank
# must read: your function returned nothing
import numpy as np


def low_rank(before, after, rank):
    change = (after - before).reshape(len(before), -1)
    U, s, Vt = np.linalg.svd(change, full_matrices=False)
    B, A = U[:, :rank] * s[:rank], Vt[:rank]


def apply(before, B, A):
    return before + (B @ A).reshape(before.shape)
