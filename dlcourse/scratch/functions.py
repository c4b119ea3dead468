"""Activations, and what turns logits into probabilities: each right for logits of ±1000 too."""

import math
from typing import Literal

import numpy as np
import numpy.typing as npt

from dlcourse.scratch.shapes import Array
from dlcourse.scratch.tensor import Operand, Tensor, as_tensor, record


def relu(x: Operand) -> Tensor:
    """max(0, x) for each element; its derivative at 0 is taken as 0.

    Examples
    --------
    >>> relu([-1.0, 0.0, 2.0])
    Tensor([0., 0., 2.])
    """
    x = as_tensor(x)
    y = np.maximum(x.data, 0)
    return record(y, (x, lambda g: g * (y > 0)))


def where(condition: npt.ArrayLike, a: Operand, b: Operand) -> Tensor:
    """a where `condition` holds, else b; the one that is not taken gets no gradient, be it nan or infinite.

    Examples
    --------
    >>> where([True, False], [1.0, 2.0], np.nan)
    Tensor([ 1., nan])
    """
    a, holds = as_tensor(a), np.array(condition, dtype=bool)
    b = a._operand(b)
    taken = np.where(holds, a.data, b.data)
    return record(taken, (a, lambda g: np.where(holds, g, 0)), (b, lambda g: np.where(holds, 0, g)))


def leaky_relu(x: Operand, negative_slope: float = 0.01) -> Tensor:
    """x where x > 0, else `negative_slope` * x; at 0 its derivative is `negative_slope`."""
    x = as_tensor(x)
    slope = np.where(x.data > 0, 1.0, negative_slope)
    return record(x.data * slope, (x, lambda g: g * slope))


def sigmoid(x: Operand) -> Tensor:
    """1 / (1 + exp(-x)) for each element, computed so that exp never overflows.

    Examples
    --------
    >>> sigmoid([-1000.0, 0.0, 1000.0])
    Tensor([0. , 0.5, 1. ])
    """
    x = as_tensor(x)
    e = np.exp(-np.abs(x.data))  # in (0, 1]
    y = np.where(x.data >= 0, 1, e) / (1 + e)
    return record(y, (x, lambda g: g * y * (1 - y)))


def softplus(x: Operand) -> Tensor:
    """log(1 + exp(x)) for each element: -log sigmoid(-x), and its derivative is sigmoid(x)."""
    x = as_tensor(x)
    y = np.logaddexp(0, x.data)
    return record(y, (x, lambda g: g * -np.expm1(-y)))  # sigmoid(x) = 1 - exp(-y)


def tanh(x: Operand) -> Tensor:
    """Hyperbolic tangent of each element."""
    return as_tensor(x).tanh()


def gelu(x: Operand, approximate: Literal["none", "tanh"] = "none") -> Tensor:
    """x * P(Z < x) for a standard normal Z: a gate that opens smoothly.

    Parameters
    ----------
    x : tensor or array, any shape
    approximate : {"none", "tanh"}
        "none" is exact; "tanh" the formula of many published models, at most 5e-4 away.

    Notes
    -----
    D. Hendrycks and K. Gimpel, "Gaussian Error Linear Units" (2016), arXiv:1606.08415.
    """
    x = as_tensor(x)
    if approximate == "tanh":
        return 0.5 * x * (1 + (math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)).tanh())
    if approximate != "none":
        raise ValueError(f'approximate must be "none" or "tanh", got {approximate!r}')
    below = 0.5 * _erfc(-x.data / math.sqrt(2))  # P(Z < x)
    density = np.exp(-x.data * x.data / 2) / math.sqrt(2 * math.pi)
    slope = below + x.data * density
    return record(x.data * below, (x, lambda g: g * slope))


_erfc = np.vectorize(math.erfc, otypes=[np.float64])  # NumPy has none; a loop in Python, slow but exact


def logsumexp(x: Operand, axis: int = -1, *, keepdims: bool = False) -> Tensor:
    """log of the sum of exp(x) along `axis`, which is removed unless `keepdims`.

    Examples
    --------
    >>> logsumexp([1000.0, 1000.0])  # 1000 + log 2
    Tensor(1000.69314718)
    """
    x = as_tensor(x)
    shift = _shift(x, axis)
    total = (x - shift).exp().sum(axis, keepdims=True).log() + shift
    return total if keepdims else total.sum(axis)  # one number is left along the axis


def log_softmax(x: Operand, axis: int = -1) -> Tensor:
    """log of `softmax`, right also where the probability itself would round to 0; same shape as `x`."""
    return as_tensor(x) - logsumexp(x, axis, keepdims=True)


def softmax(x: Operand, axis: int = -1) -> Tensor:
    """Probabilities proportional to exp(x) along `axis`; same shape as `x`.

    Examples
    --------
    >>> softmax([1000.0, 1000.0, -1000.0])
    Tensor([0.5, 0.5, 0. ])
    """
    x = as_tensor(x)
    e = (x - _shift(x, axis)).exp()
    return e / e.sum(axis, keepdims=True)


def _shift(x: Tensor, axis: int) -> Array:
    """The maximum along `axis`: subtracted, it leaves exp nothing above 0, and it cancels in the result.

    A constant, not a tensor: what cancels has no gradient. 0 for an infinite maximum: inf - inf would be nan.
    """
    largest = x.data.max(axis=axis, keepdims=True, initial=-np.inf)
    return np.where(np.isfinite(largest), largest, 0)
