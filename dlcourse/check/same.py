"""`same`: compare a result with what it should be, and say what the difference looks like."""

import itertools
import math
from collections.abc import Mapping, Sequence

import numpy as np

from dlcourse.check.arrays import Read, Unreadable, floats, read
from dlcourse.check.difference import Different, differences
from dlcourse.check.explain import explain_shape
from dlcourse.check.returned import RETURNED_NOTHING, contents, is_sequence, keys
from dlcourse.terminal import say

# What rounding may cost in a computation of a chapter's size: (rtol, atol).
_TOLERANCES = {
    "float64": (1e-7, 1e-10),
    "float32": (1e-5, 1e-6),
    "float16": (1e-2, 1e-3),
    "bfloat16": (5e-2, 1e-2),
}
_FEW = 5  # results whose orders are tried
_WHOLE = 0.25  # from a whole number one may be off by so much, and not by one
_EXACT = 2.0**53  # float64 holds every whole number up to here


class Line(str):
    """The line that `same` printed; as the last value of a cell it is not shown a second time."""

    __slots__ = ()

    def _ipython_display_(self) -> None:
        """Show nothing: it was printed."""


def same(
    got: object,
    expected: object,
    what: str = "result",
    *,
    rtol: float | None = None,
    atol: float | None = None,
    hint: str = "",
) -> Line:
    """Print and return one line if `got` is what was expected; else raise and explain the difference.

    Parameters
    ----------
    got, expected : number, array, PyTorch tensor, `dlcourse.scratch.Tensor`, text; list, tuple, dict of these
        Shapes must be equal. Values count, not dtypes: 1.0 is the same as 1. A tuple, list or dict of
        arrays is compared entry by entry.
    what : str
        What is compared, as in "softmax backward"; the message begins with it.
    rtol, atol : float, optional
        Two entries agree if `|got - expected| <= atol + rtol * |expected|`. By default both follow from
        the precision of `expected` (float64 and numbers of Python: 1e-7 and 1e-10, float32: 1e-5 and 1e-6),
        and `atol` grows with the largest expected entry, because a sum is rounded as coarsely as its
        largest term. The precision of `got` has no say: where float32 went in, hand over an `expected` in
        float32. Integers and booleans must agree exactly, and whole numbers where one side is of integers.
        nan agrees with nan, inf with inf.
    hint : str
        Ends the message when the two differ.

    Raises
    ------
    AssertionError
        If they differ. The message names the first thing that is wrong: nothing was returned, no
        numbers, another shape, another kind of number, other values; and its cause where the data show it.
    ValueError
        If `rtol` or `atol` is negative or nan.

    Examples
    --------
    >>> line = same([0.1 + 0.2, 1.0], [0.3, 1.0], "sums")
    same: sums  max|Δ| = 5.6e-17
    >>> same([2.0, 4.0, 6.0], [1.0, 2.0, 3.0], "gradient", hint="look at your derivative")
    Traceback (most recent call last):
    AssertionError: gradient: all 3 entries differ, max|Δ| = 3.0e+00
    first at [0]: got 2, expected 1
    Every entry is 2 × the expected one: something is counted twice, or the 2 of a square's derivative?
    Hint: look at your derivative
    """
    __tracebackhide__ = True  # pytest then points at the line of the caller
    for name, value in (("rtol", rtol), ("atol", atol)):
        if value is not None and not value >= 0:
            raise ValueError(f"{name} must be a number of at least 0, got {value}")
    if got is None and expected is not None:
        raise AssertionError(f"{what}: {RETURNED_NOTHING}" + (f"\nHint: {hint}" if hint else ""))
    try:
        largest = _compare(got, expected, what, rtol, atol)
    except Different as found:
        raise AssertionError(f"{found}\nHint: {hint}" if hint else str(found)) from None
    line = Line(f"same: {what}  " + ("equal" if largest is None else f"max|Δ| = {largest:.1e}"))
    say(line)
    return line


def _compare(
    got: object, expected: object, what: str, rtol: float | None, atol: float | None
) -> float | None:
    """The largest difference, or None where there is nothing to subtract."""
    if isinstance(expected, Mapping) or _is_collection(expected):
        return _compare_entries(got, expected, what, rtol, atol)
    try:
        b = read(expected)
    except Unreadable:
        if _equal(got, expected):
            return None
        raise Different(f"{what}: got {got!r:.200}, expected {expected!r:.200}") from None
    wanted = f"an array of shape {b.array.shape}" if b.array.ndim else "a number"
    try:
        a = read(got)
    except Unreadable as instead:
        raise Different(f"{what}: expected {wanted}, got {_several(got, expected) or instead}") from None
    if a.array.shape != b.array.shape:
        if several := _several(got, expected):
            raise Different(f"{what}: expected {wanted}, got {several}")
        cause = explain_shape(floats(a.array), floats(b.array))
        raise Different(f"{what}: shape {a.array.shape}, expected {b.array.shape}" + (cause and f"\n{cause}"))
    return _compare_arrays(a, b, what, rtol, atol)


def _compare_arrays(a: Read, b: Read, what: str, rtol: float | None, atol: float | None) -> float:
    """The largest difference of two arrays of one shape."""
    with np.errstate(all="ignore"):  # a grader counts a warning on stderr as a failure
        delta = _difference(a.array, b.array)
        wrong = ~(delta <= _tolerance(a, b, rtol, atol))
        if wrong.any():
            # A pattern passes through one more function, and a wide tolerance must not widen what is claimed.
            fit = max(1e-9, 10 * _default(b)[0], min(rtol or 0.0, 1e-3))
            raise Different(f"{what}: " + "\n".join(differences(a.array, b.array, wrong, delta, fit)))
    return float(delta.max(initial=0.0))


def _difference(got: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """`|got - expected|`; 0 for nan and nan, inf and inf; exact where integers are."""
    a, b = floats(got), floats(expected)
    delta = np.asarray(np.where((a == b) | (np.isnan(a) & np.isnan(b)), 0.0, np.abs(a - b)))
    if _of_integers(got) or _of_integers(expected):
        for i in map(tuple, np.argwhere((np.abs(a) >= _EXACT) | (np.abs(b) >= _EXACT))):
            delta[i] = _apart(np.asarray(got[i]).item(), np.asarray(expected[i]).item())
    return delta


def _apart(x: complex, y: complex) -> float:
    """`|x - y|` of two numbers of Python, without a rounding of the integers on the way."""
    if x == y:
        return 0.0
    try:
        return float(abs(int(x) - int(y)))  # type: ignore[call-overload]
    except OverflowError:  # an infinity, or beyond all floats
        return math.inf
    except (TypeError, ValueError):  # complex, nan
        return abs(complex(x) - complex(y))


def _tolerance(a: Read, b: Read, rtol: float | None, atol: float | None) -> np.ndarray:
    """By how much each entry of `a` may be off."""
    relative, absolute = (0.0, 0.0) if a.precision == b.precision == "exact" else _default(b)
    size = np.abs(floats(b.array))
    finite = np.isfinite(size)
    largest = float(np.where(finite, size, 0.0).max(initial=1.0))
    relative = relative if rtol is None else rtol
    tolerance = (absolute * largest if atol is None else atol) + relative * np.where(finite, size, 0.0)
    if rtol is atol is None and (_of_integers(a.array) or _of_integers(b.array)):
        tolerance = np.minimum(tolerance, _WHOLE)
    return np.where(finite, tolerance, 0.0)


def _default(expected: Read) -> tuple[float, float]:
    return _TOLERANCES["float64" if expected.precision == "exact" else expected.precision]


def _of_integers(array: np.ndarray) -> bool:
    return array.dtype.kind in "iuO"


def _compare_entries(
    got: object, expected: object, what: str, rtol: float | None, atol: float | None
) -> float | None:
    """The largest difference over all entries; the message says which entry differs first."""
    names: list | range
    if isinstance(expected, Mapping):
        if not isinstance(got, Mapping):
            raise Different(f"{what}: expected {contents(expected)}, got {contents(got)}")
        if set(got) != set(expected):
            raise Different(f"{what}: the dict has the keys {keys(got)}, expected {keys(expected)}")
        names = list(expected)
    else:
        if not is_sequence(got) or len(got) != len(expected):  # type: ignore[arg-type]
            raise Different(f"{what}: expected {contents(expected)}, got {contents(got)}")
        names = range(len(expected))  # type: ignore[arg-type]
    try:
        found = [_compare(got[k], expected[k], f"{what}[{k!r}]", rtol, atol) for k in names]  # type: ignore
    except Different:
        if isinstance(names, range) and (order := _other_order(got, expected, rtol, atol)):  # type: ignore
            raise Different(f"{what}: {order}") from None
        raise
    return max((f for f in found if f is not None), default=None)


def _other_order(got: Sequence, expected: Sequence, rtol: float | None, atol: float | None) -> str:
    """A sentence if a few results are the expected ones, but not in their places."""
    if len(expected) > _FEW:
        return ""
    agree = [[_agree(g, e, rtol, atol) for e in expected] for g in got]
    places = range(len(expected))
    for order in itertools.permutations(places):
        if all(agree[g][e] for g, e in zip(order, places, strict=True)):
            right = ", ".join(map(str, order))
            return f"the right results in the wrong order: return your results {right} in this order"
    return ""


def _agree(got: object, expected: object, rtol: float | None, atol: float | None) -> bool:
    try:
        _compare(got, expected, "", rtol, atol)
    except Different:
        return False
    return True


def _is_collection(value: object) -> bool:
    """Whether a list or tuple holds several results, rather than the numbers of one."""
    if not isinstance(value, list | tuple):
        return False
    try:
        read(value)
    except Unreadable:
        return True
    return _holds_arrays(value)


def _holds_arrays(value: list | tuple) -> bool:
    return any(getattr(entry, "shape", ()) != () for entry in value)


def _several(got: object, expected: object) -> str:
    """If several results came for one: what they are, and which is the expected one if exactly one is."""
    if not isinstance(got, list | tuple) or not _holds_arrays(got):
        return ""
    hits = [i for i, entry in enumerate(got) if _agree(entry, expected, None, None)]
    only = f"\nEntry {hits[0]} of it is the expected result: return that one alone." if len(hits) == 1 else ""
    return contents(got) + only


def _equal(got: object, expected: object) -> bool:
    if isinstance(expected, np.ndarray):
        return isinstance(got, np.ndarray) and np.array_equal(got, expected)
    return isinstance(got, type(expected)) and bool(got == expected)
