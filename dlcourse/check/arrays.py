"""`read`: any result of a learner's function as a NumPy array, with the precision it was computed in."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

# From exact to coarse.
PRECISIONS = ("exact", "float64", "float32", "float16", "bfloat16")


@dataclass(frozen=True)
class Read:
    """An array and the name of the precision its numbers carry, one of `PRECISIONS`."""

    array: np.ndarray
    precision: str


class Unreadable(Exception):
    """The value holds no numbers; the message says what it is instead and what to do."""


def read(value: object) -> Read:
    """`value` as an array of bool, integers (Python's own beyond 64 bits), floats or complex numbers.

    Parameters
    ----------
    value : number, NumPy array, PyTorch tensor (any device, with or without gradient), any object
        whose `.data` is an array (such as `dlcourse.scratch.Tensor`), or lists and tuples of these

    Raises
    ------
    Unreadable
        If it holds anything but numbers, or rows of different lengths.

    Examples
    --------
    >>> read([[1, 2], [3, 4]]).array.shape
    (2, 2)
    """
    if isinstance(value, list | tuple | range):
        return _rows(value)
    if isinstance(value, bool | int | float | complex | np.ndarray | np.generic):
        return _plain(np.asarray(value), value)
    if isinstance(getattr(value, "data", None), np.ndarray):
        return _plain(np.asarray(value.data), value)  # type: ignore[attr-defined]
    if hasattr(value, "detach"):  # a PyTorch tensor, known by its method: importing torch takes a second
        return _tensor(value)
    if hasattr(value, "__array__"):
        return _plain(np.asarray(value), value)
    raise Unreadable(instead(value))


def _rows(rows: list | tuple | range) -> Read:
    if all(type(row) in (bool, int) for row in rows) and any(abs(row) >= 2**63 for row in rows):
        return Read(np.array(rows, dtype=object), "exact")  # NumPy would make floats of 2**63 and -1
    if all(type(row) in (bool, int, float) for row in rows):
        return _plain(np.asarray(rows), rows)
    parts = [read(row) for row in rows]
    shapes = {part.array.shape for part in parts}
    if len(shapes) > 1:
        lengths = ", ".join(str(part.array.shape) for part in parts[:4])
        raise Unreadable(f"a {type(rows).__name__} whose entries have different shapes: {lengths}")
    precision = coarser(*(part.precision for part in parts))
    stacked = np.stack([part.array for part in parts])
    if precision == "exact" and stacked.dtype.kind == "f":  # signed and unsigned 64 bits met
        stacked = np.stack([part.array.astype(object) for part in parts])
    return Read(stacked, precision)


def _tensor(value: object) -> Read:
    tensor = value.detach().cpu()  # type: ignore[attr-defined]
    try:
        return _plain(tensor.numpy(force=True), value)
    except TypeError:  # bfloat16 and smaller: NumPy has no such type
        return Read(tensor.float().numpy(), "bfloat16")


def _plain(array: np.ndarray, value: object) -> Read:
    if array.dtype.kind in "biu":
        return Read(array, "exact")
    if array.dtype.kind in "fc":
        name = np.zeros(0, array.dtype).real.dtype.name
        return Read(array, name if name in PRECISIONS else "float64")
    if array.dtype.kind == "O" and array.size and all(isinstance(v, int | np.integer) for v in array.flat):
        return Read(array, "exact")  # integers beyond 64 bits
    raise Unreadable(f"a {type(value).__name__} of {array.dtype} entries, not numbers")


def floats(array: np.ndarray) -> np.ndarray:
    """Float64 (or wider, or complex) of an array that `read` gave; inf for integers beyond its range."""
    if array.dtype != object:
        return array.astype(np.result_type(array.dtype, np.float64))
    return np.array([_float(v) for v in array.flat], dtype=np.float64).reshape(array.shape)


def _float(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def coarser(*precisions: str) -> str:
    """The coarsest of some precisions; "exact" for none.

    Examples
    --------
    >>> coarser("float64", "float32")
    'float32'
    """
    return max(precisions, key=PRECISIONS.index, default="exact")


def instead(value: object) -> str:
    """What a value without numbers is, and the usual way out."""
    name = getattr(value, "__name__", type(value).__name__)
    if value is None:
        return "None"
    if value is ...:
        return "`...`: put your own code in its place"
    if isinstance(value, str):
        return f"the text {value[:40]!r}: a number is written without quotes"
    if isinstance(value, Iterator):
        return f"a {type(value).__name__}, which makes its values one at a time: wrap it in list(...)"
    if isinstance(value, Callable):  # type: ignore[arg-type]
        return f"`{name}` itself, which was not called: write {name}(...) with its arguments"
    if isinstance(value, dict):
        return f"a dict with the keys {', '.join(map(repr, list(value)[:6]))}"
    return f"an object of type {type(value).__name__}"
