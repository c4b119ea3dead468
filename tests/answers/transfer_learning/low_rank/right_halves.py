# exercise: transfer_learning.low_rank
import numpy as np


def low_rank(before, after, rank):
    M = np.subtract(after, before).reshape(before.shape[0], -1)
    U, s, Vt = np.linalg.svd(M)
    root = np.diag(np.sqrt(s[:rank]))
    return [U[:, :rank] @ root, root @ Vt[:rank, :]]


def apply(before, B, A):
    return before + np.matmul(B, A).reshape(before.shape)
