"""Patterns of order: the right entries in the wrong places."""

import numpy as np

from dlcourse.check.explain.differing import Differing, Pattern

_SWAPS: dict[int, tuple[tuple[int, ...], ...]] = {2: ((1, 0),), 3: ((0, 2, 1), (1, 0, 2), (2, 1, 0))}


def transposed(pair: Differing) -> str:
    e = pair.expected
    if e.ndim != 2 or e.shape[0] != e.shape[1] or pair.distinct() < 3 or not pair.close(pair.got, e.T):
        return ""
    return "Your result is the transpose of the expected one (.T)."


def reshaped(pair: Differing) -> str:
    """The entries run on as if `reshape` could swap axes."""
    e = pair.expected
    orders = _SWAPS.get(e.ndim, ())
    if pair.distinct() < 3 or not any(pair.close(pair.got.ravel(), e.transpose(o).ravel()) for o in orders):
        return ""
    return "The right entries in another order: reshape was used where a transpose was needed."


def reversed_order(pair: Differing) -> str:
    if pair.distinct() < 3 and not (pair.got.size == 2 and pair.evidence()):
        return ""
    for axis in range(pair.got.ndim):
        if pair.close(pair.got, np.flip(pair.expected, axis)):
            return f"The entries run in reverse order along axis {axis}."
    return ""


def shifted(pair: Differing) -> str:
    if pair.distinct() < 3:
        return ""
    for axis in range(pair.got.ndim):
        for step, way in ((1, "late"), (-1, "early")):
            if pair.close(pair.got, np.roll(pair.expected, step, axis)):
                return f"Every entry stands one place too {way} along axis {axis}: an index off by one?"
    return ""


def permuted(pair: Differing) -> str:
    """The right rows, or entries, in another order; claimed only where no two of them are equal."""
    for axis, n in enumerate(pair.expected.shape):
        rows, mine = (np.moveaxis(a, axis, 0).reshape(n, -1) for a in (pair.expected, pair.got))
        if n < 3 or len(np.unique(rows, axis=0)) < n:
            continue
        if pair.close(mine[np.lexsort(mine.T[::-1])], rows[np.lexsort(rows.T[::-1])]):
            return f"The right entries in another order along axis {axis}: sorted or shuffled on the way?"
    flat = np.sort(pair.expected, axis=None)
    if flat.size > 3 and len(np.unique(flat)) == flat.size and pair.close(np.sort(pair.got, axis=None), flat):
        return "The right entries, but in another order."
    return ""


PATTERNS: tuple[Pattern, ...] = (transposed, reshaped, reversed_order, shifted, permuted)
