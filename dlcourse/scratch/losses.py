"""Losses: each is the mean over the batch of how bad every prediction was, one number."""

import numpy as np
import numpy.typing as npt

from dlcourse.scratch.functions import log_softmax, softplus
from dlcourse.scratch.tensor import Operand, Tensor, as_tensor


def mse(prediction: Operand, target: Operand) -> Tensor:
    """Mean squared error.

    Parameters
    ----------
    prediction, target : tensor or array, the same shape

    Raises
    ------
    ValueError
        If the shapes differ: (n, 1) against (n,) would broadcast to all n * n pairs.

    Examples
    --------
    >>> mse([1.0, 2.0], [1.0, 4.0]).item()
    2.0
    """
    prediction, target = _same_shape(prediction, target)
    return ((prediction - target) ** 2).mean()


def binary_cross_entropy_with_logits(logits: Operand, target: Operand) -> Tensor:
    """Mean of -log P(target), where the probability of class 1 is sigmoid(logits).

    Parameters
    ----------
    logits : tensor or array, any shape
    target : tensor or array, the same shape, in [0, 1]

    Raises
    ------
    ValueError
        If the shapes differ or a target lies outside [0, 1].

    Examples
    --------
    >>> binary_cross_entropy_with_logits([-1000.0, 1000.0], [1, 1]).item()
    500.0
    """
    logits, target = _same_shape(logits, target)
    if not np.all((target.data >= 0) & (target.data <= 1)):
        raise ValueError(f"targets must lie in [0, 1], got {target.data.min():g} to {target.data.max():g}")
    return ((1 - target) * logits + softplus(-logits)).mean()  # -log(1 - p) is -log p plus the logit


def cross_entropy(logits: Operand, labels: npt.ArrayLike) -> Tensor:
    """Mean of -log P(label), where the probabilities of the classes are softmax(logits).

    Parameters
    ----------
    logits : tensor or array, shape (batch, classes)
    labels : integer array, shape (batch,), each from 0 to classes - 1

    Raises
    ------
    TypeError
        If labels are not integers.
    ValueError
        If shapes do not fit or a label names no class.

    Examples
    --------
    >>> round(cross_entropy([[0.0] * 10], [3]).item(), 4)  # ten classes, none preferred: log 10
    2.3026
    """
    logits, labels = as_tensor(logits), np.asarray(labels)
    if logits.ndim != 2 or labels.shape != logits.shape[:1]:
        raise ValueError(
            "expected logits of shape (batch, classes) and labels of shape (batch,), "
            f"got {logits.shape} and {labels.shape}"
        )
    if labels.dtype.kind not in "iu" and labels.size:
        raise TypeError(f"labels must be integers, the index of the class, got dtype {labels.dtype}")
    batch, classes = logits.shape
    if np.any((labels < 0) | (labels >= classes)):
        raise ValueError(f"labels must lie in 0..{classes - 1}, got {labels.min()}..{labels.max()}")
    return -log_softmax(logits)[np.arange(batch), labels.astype(np.intp)].mean()


def _same_shape(prediction: Operand, target: Operand) -> tuple[Tensor, Tensor]:
    prediction, target = as_tensor(prediction), as_tensor(target)
    if prediction.shape != target.shape:
        raise ValueError(
            f"prediction and target must have the same shape, got {prediction.shape} and {target.shape}; "
            "reshape one of them"
        )
    return prediction, target
