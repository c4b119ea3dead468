"""`Tensor`: an array that remembers how it was computed, so that `backward()` can differentiate it."""

import copy
from collections.abc import Iterator
from numbers import Real
from typing import Any, Union, cast

import numpy as np
import numpy.typing as npt

from dlcourse.scratch.graph import Edge, backpropagate, is_recording
from dlcourse.scratch.shapes import Array, Axis, check_broadcast, check_matmul, widen

Operand = Union["Tensor", npt.ArrayLike]


class Tensor:
    """An array that records, for every operation, its operands and how a gradient gets back to each.

    These edges are the graph. It lives as long as its result does, as with `retain_graph=True` in PyTorch.

    Parameters
    ----------
    data : number, nested list or array
        Copied. float32 stays float32; every other real type becomes float64.
    requires_grad : bool
        Whether `backward()` shall leave a gradient here.

    Attributes
    ----------
    data : float64 or float32 array
        The values. `w.data -= lr * w.grad` is safe: a graph keeps the values that it was computed from. What
        an operation made is read-only while a graph may need it.
    grad : array of the same shape and dtype, or None
        The sum of what every `backward()` has brought since the last `zero_grad()`.

    Raises
    ------
    TypeError
        If `data` is not made of real numbers.

    Examples
    --------
    >>> w = Tensor([1.0, 2.0], requires_grad=True)
    >>> loss = (w * w).sum()
    >>> loss.backward()
    >>> loss.item(), w.grad
    (5.0, array([2., 4.]))
    """

    __slots__ = ("data", "edges", "grad", "requires_grad")
    __array_ufunc__ = None  # `array * tensor` must reach Tensor.__rmul__, not loop over the array's elements
    __hash__ = object.__hash__  # a tensor in a set or dict stands for itself, not for its values

    data: Array
    grad: Array | None
    edges: tuple[Edge, ...]

    def __init__(self, data: npt.ArrayLike, *, requires_grad: bool = False) -> None:
        array = np.array(data)
        if array.dtype.kind not in "fiub":
            raise TypeError(f"a Tensor holds real numbers, got {type(data).__name__} of dtype {array.dtype}")
        self.data = array if array.dtype == np.float32 else array.astype(np.float64, copy=False)
        self.grad, self.edges, self.requires_grad = None, (), requires_grad

    @property
    def shape(self) -> tuple[int, ...]:
        return self.data.shape

    @property
    def ndim(self) -> int:
        return self.data.ndim

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.data.dtype

    @property
    def is_leaf(self) -> bool:
        """True if no recorded operation made this tensor."""
        return not self.edges

    def __repr__(self) -> str:
        values = np.array2string(self.data, separator=", ", prefix="Tensor(")
        dtype = "" if self.dtype == np.float64 else f", dtype={self.dtype}"
        return f"Tensor({values}{dtype}{', requires_grad=True' * self.requires_grad})"

    def __array__(self, *_: object, **__: object) -> Array:
        raise TypeError("NumPy cannot record a graph: pass x.data to use this tensor's values outside it")

    def __deepcopy__(self, memo: dict[int, object]) -> "Tensor":
        if not self.is_leaf:
            raise TypeError(
                "only a tensor that you made can be copied, not a result with its graph: detach() it"
            )
        copied = Tensor(self.data, requires_grad=self.requires_grad)
        copied.grad = copy.deepcopy(self.grad, memo)
        return copied

    # What Python asks of a value: as in PyTorch, element by element, or an error.

    def __eq__(self, other: Any) -> Any:
        """Whether each element is equal, an array of bool; whether two are one tensor says `is`."""
        if not isinstance(other, _COMPARED):
            return NotImplemented
        return self.data == as_tensor(cast(Operand, other)).data

    def __ne__(self, other: Any) -> Any:
        if not isinstance(other, _COMPARED):
            return NotImplemented
        return self.data != as_tensor(cast(Operand, other)).data

    def __contains__(self, number: object) -> bool:
        return bool(np.any(self == number))

    def __bool__(self) -> bool:
        if self.data.size != 1:
            raise ValueError(f"only one number is true or false, got shape {self.shape}: reduce it first")
        return bool(self.data.item())

    def __len__(self) -> int:
        if not self.ndim:
            raise TypeError("a tensor without axes has no length")
        return len(self.data)

    def __iter__(self) -> Iterator["Tensor"]:
        if not self.ndim:
            raise TypeError("a tensor without axes cannot be iterated over: .item() gives its number")
        return (self[i] for i in range(len(self)))

    def item(self) -> float:
        """The value of a tensor with one element, as a Python number."""
        return self.data.item()

    def detach(self) -> "Tensor":
        """The same values, sharing memory, cut from the graph: a constant for whatever uses it."""
        return record(self.data)

    def backward(self, gradient: npt.ArrayLike | None = None) -> None:
        """Add the derivative of this tensor to the `grad` of every leaf it was computed from.

        Leaves are the tensors you made with `requires_grad=True`. Called again, over this graph or another,
        it adds again, as PyTorch does.

        Parameters
        ----------
        gradient : array of this tensor's shape, optional
            Derivative of the final result with respect to this tensor; 1 if left out, which only a tensor
            with one element allows.

        Raises
        ------
        ValueError
            If nothing below requires a gradient, or `gradient` is missing or of another shape.
        """
        backpropagate(self, gradient)

    def zero_grad(self) -> None:
        """Forget the gradient: `grad` is None until the next `backward()`."""
        self.grad = None

    # Arithmetic. An operand may be repeated by broadcasting: the backward pass sums over its copies.

    def __add__(self, other: Operand) -> "Tensor":
        other = self._operand(other)
        return record(self.data + other.data, (self, lambda g: g), (other, lambda g: g))

    def __sub__(self, other: Operand) -> "Tensor":
        other = self._operand(other)
        return record(self.data - other.data, (self, lambda g: g), (other, lambda g: -g))

    def __mul__(self, other: Operand) -> "Tensor":
        other = self._operand(other)
        a, b = values(self), values(other)
        return record(a * b, (self, lambda g: g * b), (other, lambda g: g * a))

    def __truediv__(self, other: Operand) -> "Tensor":
        other = self._operand(other)
        a, b = values(self), values(other)
        return record(a / b, (self, lambda g: g / b), (other, lambda g: -g * (a / b) / b))

    def __pow__(self, n: float) -> "Tensor":
        if not isinstance(n, Real):
            raise TypeError(
                f"the exponent must be a number, got {type(n).__name__}: write (y * x.log()).exp()"
            )
        x = values(self)
        return record(x**n, (self, lambda g: g * n * x ** (n - 1) if n else 0 * g))  # 0 * 0**-1 would be nan

    def __neg__(self) -> "Tensor":
        return record(-self.data, (self, lambda g: -g))

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other: Operand) -> "Tensor":
        return self._operand(other) - self

    def __rtruediv__(self, other: Operand) -> "Tensor":
        return self._operand(other) / self

    def _operand(self, other: Operand) -> "Tensor":
        """`other` as a tensor that broadcasts with this one; a plain number takes on this tensor's dtype."""
        if isinstance(other, Real):
            return Tensor(np.asarray(other, self.dtype))
        other = as_tensor(other)
        if other.shape != self.shape:
            check_broadcast(self.shape, other.shape)
        return other

    def __matmul__(self, other: Operand) -> "Tensor":
        other = as_tensor(other)
        check_matmul(self.shape, other.shape)
        if other.ndim == 1:
            return (self @ other.reshape(-1, 1))[..., 0]  # a vector on the right is a column
        if self.ndim == 1:
            return (self.reshape(1, -1) @ other)[..., 0, :]  # a vector on the left is a row
        a, b = values(self), values(other)
        a_T, b_T = a.swapaxes(-1, -2), b.swapaxes(-1, -2)
        return record(a @ b, (self, lambda g: g @ b_T), (other, lambda g: a_T @ g))

    def __rmatmul__(self, other: Operand) -> "Tensor":
        return as_tensor(other) @ self

    def exp(self) -> "Tensor":
        y = np.exp(self.data)
        return record(y, (self, lambda g: g * y))

    def log(self) -> "Tensor":
        x = values(self)
        return record(np.log(x), (self, lambda g: g / x))

    def sqrt(self) -> "Tensor":
        y = np.sqrt(self.data)
        return record(y, (self, lambda g: g / (2 * y)))

    def tanh(self) -> "Tensor":
        y = np.tanh(self.data)
        return record(y, (self, lambda g: g * (1 - y * y)))

    def sum(self, axis: Axis = None, *, keepdims: bool = False) -> "Tensor":
        """Sum over `axis`: one, several or, with None, all; an empty sum is 0."""
        total = self.data.sum(axis=axis, keepdims=keepdims)
        return record(total, (self, lambda g: widen(g, self.shape, axis, keepdims)))

    def mean(self, axis: Axis = None, *, keepdims: bool = False) -> "Tensor":
        """Mean over `axis`; the mean of nothing is nan, as in PyTorch."""
        total = self.sum(axis, keepdims=keepdims)
        return total / (self.data.size / max(total.data.size, 1))  # max: an empty result divides nothing

    def max(self, axis: Axis = None, *, keepdims: bool = False) -> "Tensor":
        """Largest along `axis`; elements that tie share the gradient in equal parts, as in `torch.amax`."""
        x = values(self)
        largest = x.max(axis=axis, keepdims=True)

        def pull_back(g: Array) -> Array:
            tied = x == largest
            return tied / tied.sum(axis=axis, keepdims=True) * widen(g, x.shape, axis, keepdims)

        return record(largest if keepdims else largest.squeeze(axis), (self, pull_back))

    def reshape(self, *shape: Any) -> "Tensor":
        """The elements in another shape: `x.reshape(2, 3)` or `x.reshape((2, 3))`; one size may be -1."""
        return record(self.data.reshape(*shape), (self, lambda g: g.reshape(self.shape)))

    def transpose(self, *axes: int) -> "Tensor":
        """The axes in the order given (`torch.permute`); in reverse order if none is."""
        order = axes or tuple(reversed(range(self.ndim)))
        back = tuple(np.argsort([axis % self.ndim for axis in order]))
        return record(self.data.transpose(order), (self, lambda g: g.transpose(back)))

    @property
    def T(self) -> "Tensor":
        return self.transpose()

    def __getitem__(self, index: Any) -> "Tensor":
        index = copy.deepcopy(index)  # a list or array that is filled anew before the gradient comes back

        def pull_back(g: Array) -> Array:
            whole = np.zeros_like(self.data)
            np.add.at(whole, index, g)  # `whole[index] += g` would count an element picked twice only once
            return whole

        return record(self.data[index], (self, pull_back))


def record(data: npt.ArrayLike, *edges: Edge) -> Tensor:
    """The result of an operation, with an edge to each operand that needs a gradient: how to add your own.

    An edge is a pair: the operand, and the function from the gradient at the result to the gradient at the
    operand. That function may ignore broadcasting, for the backward pass sums its value to the operand's
    shape, and it may ignore dtypes: the result takes its dtype from all operands, a gradient from its own.

    Examples
    --------
    >>> x = Tensor([1.0, -2.0], requires_grad=True)
    >>> now = x.data.copy()  # an update may change x before the gradient comes back
    >>> cube = record(now**3, (x, lambda g: g * 3 * now**2))
    >>> cube.sum().backward()
    >>> x.grad
    array([ 3., 12.])
    """
    result = Tensor.__new__(Tensor)
    dtype = np.result_type(*(operand.dtype for operand, _ in edges)) if edges else None
    result.data, result.grad = np.asarray(data, dtype), None
    result.edges = tuple(edge for edge in edges if edge[0].requires_grad) if is_recording() else ()
    result.requires_grad = bool(result.edges)
    if result.edges:
        result.data = _read_only(result.data, edges)
    return result


def values(x: Tensor) -> Array:
    """What `x` holds now, for the backward pass: an update in place, `x.data -= ...`, does not reach it."""
    return x.data.copy() if x.is_leaf and is_recording() else x.data


def _read_only(data: Array, edges: tuple[Edge, ...]) -> Array:
    """A result that no one changes, neither itself nor, where it is a view, through the leaf it shows."""
    shows_leaf = any(x.is_leaf and np.may_share_memory(data, x.data) for x, _ in edges)
    data = data.copy() if shows_leaf else data.view()
    data.flags.writeable = False
    return data


def as_tensor(x: Operand) -> Tensor:
    """`x` itself if it is a tensor, else a constant tensor with its values."""
    return x if isinstance(x, Tensor) else Tensor(x)


_COMPARED: tuple[type, ...] = (Tensor, Real, np.ndarray, np.generic, list, tuple)
