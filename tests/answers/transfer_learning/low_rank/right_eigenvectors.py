# exercise: transfer_learning.low_rank
import numpy as np


def low_rank(before, after, rank):
    M = (after - before).reshape(len(before), -1)
    values, vectors = np.linalg.eigh(M @ M.T)
    B = vectors[:, np.argsort(values)[::-1][:rank]]
    return B, B.T @ M


def apply(before, B, A):
    new = before.copy()
    for b, a in zip(B.T, A, strict=True):
        new += np.outer(b, a).reshape(before.shape)
    return new
