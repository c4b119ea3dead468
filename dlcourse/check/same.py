"""`same`: compare a result with what it should be, and say what the difference looks like."""

from collections.abc import Mapping

import numpy as np

from dlcourse.check.arrays import Unreadable, coarser, read
from dlcourse.check.explain import explain_shape
from dlcourse.check.report import Different, contents, describe, keys

# What rounding may cost in a computation of a chapter's size: (rtol, atol).
_TOLERANCES = {
    "exact": (0.0, 0.0),
    "float64": (1e-7, 1e-10),
    "float32": (1e-5, 1e-6),
    "float16": (1e-2, 1e-3),
    "bfloat16": (5e-2, 1e-2),
}


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
        the coarser precision of the two (float64: 1e-7 and 1e-10, float32: 1e-5 and 1e-6), and `atol`
        grows with the largest expected entry, because a sum is rounded as coarsely as its largest term.
        Integers and booleans must agree exactly. nan agrees with nan, inf with inf.
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
    try:
        largest = _compare(got, expected, what, rtol, atol)
    except Different as found:
        raise AssertionError(f"{found}\nHint: {hint}" if hint else str(found)) from None
    line = Line(f"same: {what}  " + ("equal" if largest is None else f"max|Δ| = {largest:.1e}"))
    print(line)
    return line


def _compare(
    got: object, expected: object, what: str, rtol: float | None, atol: float | None
) -> float | None:
    """The largest difference, or None where there is nothing to subtract."""
    if got is None and expected is not None:
        raise Different(f"{what}: your function returned None: did you forget `return`?")
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
        cause = explain_shape(a.array, b.array)
        raise Different(f"{what}: shape {a.array.shape}, expected {b.array.shape}" + (cause and f"\n{cause}"))
    default = _TOLERANCES[coarser(a.precision, b.precision)]
    return _compare_arrays(
        a.array,
        b.array,
        what,
        default[0] if rtol is None else rtol,
        default[1] * max(1.0, _largest(b.array)) if atol is None else atol,
        # A pattern passes through one more function, and a wide tolerance must not widen what is claimed.
        fit=max(1e-9, 10 * default[0], min(rtol or 0.0, 1e-3)),
    )


def _compare_arrays(
    got: np.ndarray, expected: np.ndarray, what: str, rtol: float, atol: float, fit: float
) -> float:
    """The largest difference of two arrays of one shape."""
    a, b = (x.astype(np.result_type(x.dtype, np.float64)) for x in (got, expected))
    with np.errstate(all="ignore"):  # a grader counts a warning on stderr as a failure
        delta = np.where((a == b) | (np.isnan(a) & np.isnan(b)), 0.0, np.abs(a - b))
        wrong = ~(delta <= np.where(np.isfinite(b), atol + rtol * np.abs(b), 0.0))
        if rtol == atol == 0 and got.dtype.kind in "biu" and expected.dtype.kind in "biu":
            wrong = got != expected  # float64 cannot tell apart integers beyond 2**53
        if wrong.any():
            raise Different(f"{what}: " + "\n".join(describe(got, expected, wrong, delta, fit)))
    return float(delta.max(initial=0.0))


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
        is_sequence = (
            hasattr(got, "__len__") and hasattr(got, "__getitem__") and getattr(got, "shape", 1) != ()
        )
        if not is_sequence or isinstance(got, str | Mapping) or len(got) != len(expected):  # type: ignore
            raise Different(f"{what}: expected {contents(expected)}, got {contents(got)}")
        names = range(len(expected))  # type: ignore[arg-type]
    found = [_compare(got[k], expected[k], f"{what}[{k!r}]", rtol, atol) for k in names]  # type: ignore[index]
    return max((f for f in found if f is not None), default=None)


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
    hits = []
    for i, entry in enumerate(got):
        try:
            _compare(entry, expected, "", None, None)
        except Different:
            continue
        hits.append(i)
    only = f"\nEntry {hits[0]} of it is the expected result: return that one alone." if len(hits) == 1 else ""
    return contents(got) + only


def _equal(got: object, expected: object) -> bool:
    if isinstance(expected, np.ndarray):
        return isinstance(got, np.ndarray) and np.array_equal(got, expected)
    return isinstance(got, type(expected)) and bool(got == expected)


def _largest(array: np.ndarray) -> float:
    """The largest size among the finite entries, 0 if there are none."""
    finite = array[np.isfinite(array)]
    return max((abs(complex(x)) for x in (finite.min(), finite.max())), default=0.0) if finite.size else 0.0
