"""Shapes: which fit each other, what broadcasting repeats, and the sum that takes it back."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating[Any]]
Axis = int | tuple[int, ...] | None


def unbroadcast(g: Array, shape: tuple[int, ...]) -> Array:
    """Sum `g` over the axes along which an array of `shape` was repeated to get g's shape.

    Examples
    --------
    >>> unbroadcast(np.ones((4, 3)), (3,))
    array([4., 4., 4.])
    >>> unbroadcast(np.ones((4, 3)), (4, 1)).ravel()
    array([3., 3., 3., 3.])
    """
    if g.shape == shape:
        return g
    if np.broadcast_shapes(shape, g.shape) != g.shape:
        raise ValueError(f"a gradient of shape {g.shape} came back to an operand of shape {shape}")
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))  # the axes that `shape` lacks, all on the left
    return g.sum(axis=tuple(axis for axis, size in enumerate(shape) if size == 1), keepdims=True)


def widen(g: Array, shape: tuple[int, ...], axis: Axis, keepdims: bool) -> Array:
    """Repeat `g`, one number per result of a reduction of `shape` over `axis`, along the reduced axes.

    Examples
    --------
    >>> widen(np.array([1.0, 2.0]), (2, 3), axis=1, keepdims=False)
    array([[1., 1., 1.],
           [2., 2., 2.]])
    """
    if not keepdims:
        g = np.expand_dims(g, tuple(range(len(shape))) if axis is None else axis)
    return np.broadcast_to(g, shape)


def check_broadcast(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    """Raise a ValueError that says why, if arrays of shapes `a` and `b` do not broadcast."""
    try:
        np.broadcast_shapes(a, b)
    except ValueError:
        raise ValueError(
            f"shapes {a} and {b} do not broadcast: written one under the other, right-aligned, "
            "the two sizes of each axis must be equal or one of them 1"
        ) from None


def check_matmul(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    """Raise a ValueError that says why, if arrays of shapes `a` and `b` have no matrix product."""
    if not a or not b or a[-1] != b[-2:][0]:
        raise ValueError(
            f"cannot multiply {a} @ {b}: the last axis on the left must be as long as the last but one "
            "on the right (a vector's only one); is a .T missing, or the order wrong?"
        )
    check_broadcast(a[:-2], b[:-2])
