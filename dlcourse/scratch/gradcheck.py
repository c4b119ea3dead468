"""Gradient checking: compare `backward()` with the slope that small steps measure."""

from collections.abc import Callable

import numpy as np

from dlcourse.scratch.shapes import Array
from dlcourse.scratch.tensor import Tensor


def numeric_gradient(f: Callable[[Array], float], x: Array, *, step: float = 1e-5) -> Array:
    """The gradient of `f` at `x`, measured: (f(x + step) - f(x - step)) / (2 * step) for each element.

    It costs two calls of `f` an element. Its error has a part that grows as step**2 and one, from rounding,
    that grows as 1 / step.

    Parameters
    ----------
    f : function from an array to a number
    x : float64 array, any shape; not changed
    step : float

    Raises
    ------
    ValueError
        If `x` is not float64: in float32, rounding would be larger than the difference.

    Examples
    --------
    >>> numeric_gradient(lambda x: float((x**2).sum()), np.array([1.0, 3.0])).round(6)
    array([2., 6.])
    """
    if x.dtype != np.float64:
        raise ValueError(f"x must be float64, got {x.dtype}: convert it with x.astype(np.float64)")
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += step
        down[i] -= step
        gradient[i] = (f(up) - f(down)) / (2 * step)
    return gradient


def gradcheck(f: Callable[..., Tensor], *inputs: Array, step: float = 1e-5, tolerance: float = 1e-6) -> float:
    """The largest difference between `backward()` and `numeric_gradient`, in units of `max(1, |gradient|)`.

    Parameters
    ----------
    f : function from tensors to a tensor with one element
    *inputs : float64 arrays
        Where to check; stay away from corners such as relu's at 0, where no slope exists.
    tolerance : float

    Raises
    ------
    AssertionError
        If the difference exceeds `tolerance`, with the input, the element and both values.

    Examples
    --------
    >>> gradcheck(lambda a, b: (a * b).sum(), np.ones((2, 3)), np.ones(3)) < 1e-9
    True
    """
    tensors = [Tensor(x, requires_grad=True) for x in inputs]
    f(*tensors).backward()
    worst = 0.0
    for k, tensor in enumerate(tensors):

        def of_one(x: Array, k: int = k) -> float:
            return f(*tensors[:k], Tensor(x), *tensors[k + 1 :]).item()

        got = np.zeros_like(tensor.data) if tensor.grad is None else tensor.grad
        expected = numeric_gradient(of_one, tensor.data, step=step)
        error = np.abs(got - expected) / np.maximum(1, np.abs(expected))
        if not np.all(error <= tolerance):
            i = np.unravel_index(np.argmax(error), error.shape)
            place = f"input {k}, element {tuple(map(int, i))}"
            raise AssertionError(
                f"{place}: backward() gives {got[i]:.6g}, small steps measure {expected[i]:.6g}"
            )
        worst = max(worst, float(error.max(initial=0)))
    return worst
