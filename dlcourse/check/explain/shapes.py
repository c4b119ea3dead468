"""What a wrong shape looks like: one small function a cause, tried in the order of `CAUSES`.

Each gets the two arrays and returns a sentence, or "" if it does not apply. A cause that only the
shapes suggest ends in a question mark; one that the entries prove is stated.
"""

import itertools
from collections.abc import Callable

import numpy as np


def empty(got: np.ndarray, expected: np.ndarray) -> str:
    if got.size or not expected.size:
        return ""
    return "Your result is empty: was nothing appended, or nothing selected?"


def swapped_axes(got: np.ndarray, expected: np.ndarray) -> str:
    if got.ndim != expected.ndim or not 2 <= got.ndim <= 4 or sorted(got.shape) != sorted(expected.shape):
        return ""
    if 1 in got.shape and got.ndim == 2:
        return ""  # a row for a column: `reduced_other_axis` knows better
    for order in itertools.permutations(range(got.ndim)):
        if got.transpose(order).shape == expected.shape and _close(got.transpose(order), expected):
            how = "transpose it (.T)" if got.ndim == 2 else f"transpose{order} puts them right"
            return f"The entries are right, but the axes are swapped: {how}."
    return "Axes are swapped: is a transpose (.T) missing, or one too many?"


def flattened(got: np.ndarray, expected: np.ndarray) -> str:
    if got.ndim == 1 and got.size == expected.size and _squeezed(expected).ndim > 1:
        right = "the entries are right" if _close(got, expected.ravel()) else "the number of entries is right"
        return f"Your result is flattened ({right}): keep the axes, or reshape{expected.shape}."
    return ""


def not_flattened(got: np.ndarray, expected: np.ndarray) -> str:
    if expected.ndim == 1 and got.size == expected.size and _squeezed(got).ndim > 1:
        return "The number of entries is right: was one long row asked, as in .ravel()?"
    return ""


def missing_axis(got: np.ndarray, expected: np.ndarray) -> str:
    """(n,) for (n, 1), or (d,) for (1, d)."""
    asked = expected.shape
    axes = [k for k, n in enumerate(asked) if n == 1 and asked[:k] + asked[k + 1 :] == got.shape]
    if not axes:
        return ""
    if axes == [0] and len(asked) > 1:
        return "Axis 0, of size 1, is missing: the batch axis (x[None]), or keepdims=True in a reduction?"
    return f"Axis {axes[-1]}, of size 1, is missing: keepdims=True in the reduction, or [:, None]?"


def extra_axis(got: np.ndarray, expected: np.ndarray) -> str:
    """(n, 1) for (n,), or (1,) for a number."""
    if got.ndim <= expected.ndim or _squeezed(got).shape != _squeezed(expected).shape:
        return ""
    if expected.ndim == 0:
        return "One number was asked, not an array that holds one: index it, or use .item()."
    axis = next(k for k, n in enumerate(got.shape) if n == 1)
    trap = ""
    if got.ndim == 2 and axis == 1:
        n = got.shape[0]
        trap = f" Left there, ({n}, 1) minus ({n},) broadcasts to ({n}, {n})."
    return f"Axis {axis}, of size 1, is one too many: drop it with .squeeze({axis})." + trap


def broadcast(got: np.ndarray, expected: np.ndarray) -> str:
    """(n, n) for (n,) or (n, 1): a column met a row."""
    n = expected.size
    if n > 1 and got.shape == (n, n) and _squeezed(expected).ndim == 1:
        return (
            f"Did an array of shape ({n}, 1) meet one of shape ({n},)? Together they broadcast to ({n}, {n})."
        )
    return ""


REDUCTIONS: dict[str, Callable[..., np.ndarray]] = {
    "sum": np.sum, "mean": np.mean, "maximum": np.max, "argmax": np.argmax,
}  # fmt: skip


def not_reduced(got: np.ndarray, expected: np.ndarray) -> str:
    """One axis more than asked, and summing (averaging, ...) it away gives what was expected."""
    if got.size < 2 or not (expected.ndim == got.ndim - 1 or expected.ndim == 0):
        return ""
    for axis in range(got.ndim) if expected.ndim else (None,):
        for name, reduction in REDUCTIONS.items():
            reduced = reduction(got, axis=axis)
            if reduced.shape == expected.shape and _close(reduced, expected):
                over = "all entries" if axis is None else f"axis {axis}"
                return f"The {name} over {over} is missing: it turns your result into the expected one."
    return ""


def reduced_too_far(got: np.ndarray, expected: np.ndarray) -> str:
    """One number for all, or an axis summed away that was asked for."""
    if got.ndim >= expected.ndim or expected.size < 2:
        return ""
    for axis in (None, *range(expected.ndim)):
        for name in ("sum", "mean"):
            reduced = REDUCTIONS[name](expected, axis=axis)
            if reduced.shape == got.shape and _close(reduced, got):
                over = "all axes" if axis is None else f"axis {axis}"
                return f"Your result is the {name} of the expected one over {over}: one reduction too many."
    if got.ndim == 0:
        return "One number came back for everything: is an axis=... missing in a reduction?"
    return ""


def reduced_other_axis(got: np.ndarray, expected: np.ndarray) -> str:
    """A (1, d) row where an (n, 1) column was asked: reduced over the other axis."""
    if got.ndim != expected.ndim:
        return ""
    ones = [{k for k, n in enumerate(a.shape) if n == 1} for a in (got, expected)]
    mine, asked = ones[0] - ones[1], ones[1] - ones[0]
    if len(mine) != 1 or len(asked) != 1:
        return ""
    if got.size == expected.size and _close(got.ravel(), expected.ravel()):
        return "The entries are right, but in a row for a column (or the other way round): transpose it (.T)."
    return f"Reduced over axis {mine.pop()} where axis {asked.pop()} was asked?"


def one_off(got: np.ndarray, expected: np.ndarray) -> str:
    """One entry too few or too many along a single axis."""
    if got.ndim != expected.ndim or got.ndim == 0:
        return ""
    axes = [k for k in range(got.ndim) if got.shape[k] != expected.shape[k]]
    if len(axes) != 1 or abs(got.shape[axes[0]] - expected.shape[axes[0]]) != 1:
        return ""
    k = axes[0]
    few = got.shape[k] < expected.shape[k]
    short, long = (got, expected) if few else (expected, got)
    n = short.shape[k]
    for which, start in (("last", 0), ("first", 1)):
        if n and _close(short, long.take(range(start, start + n), axis=k)):
            if few:
                return (
                    f"The {which} entry along axis {k} is missing, the others are right: a range too short?"
                )
            return f"The {which} entry along axis {k} is one too many, the others are right."
    return f"One entry too {'few' if few else 'many'} along axis {k}: a range off by one?"


CAUSES: tuple[Callable[[np.ndarray, np.ndarray], str], ...] = (
    empty,
    swapped_axes,
    missing_axis,
    extra_axis,
    broadcast,
    flattened,
    not_flattened,
    not_reduced,
    reduced_too_far,
    reduced_other_axis,
    one_off,
)


def explain_shape(got: np.ndarray, expected: np.ndarray) -> str:
    """The first cause that applies, or ""."""
    with np.errstate(all="ignore"):
        return next((text for cause in CAUSES if (text := cause(got, expected))), "")


def _close(a: np.ndarray, b: np.ndarray) -> bool:
    scale = np.abs(b[np.isfinite(b)]).max(initial=0.0) if b.size else 0.0
    return bool(np.allclose(a, b, rtol=1e-4, atol=1e-6 * float(scale), equal_nan=True))


def _squeezed(a: np.ndarray) -> np.ndarray:
    return a.reshape([n for n in a.shape if n != 1])
