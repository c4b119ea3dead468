"""The table of patterns in the values, and how the message is chosen among those that fit."""

import numpy as np

from dlcourse.check.explain import arithmetic, order, place, precision, slices
from dlcourse.check.explain.differing import Differing, Pattern

# One name per family: at most one sentence comes from each. Where two families fit, the data cannot
# decide between them, and the message says "or".
FAMILIES: tuple[tuple[Pattern, ...], ...] = (arithmetic.PATTERNS, order.PATTERNS, place.PATTERNS)


def explain_values(got: np.ndarray, expected: np.ndarray, wrong: np.ndarray, rtol: float) -> str:
    """What the difference looks like, or "" if no pattern fits all entries.

    Parameters
    ----------
    got, expected : array of any real dtype, the same shape
    wrong : bool array
        Where they differ.
    rtol : float
        How closely a pattern must fit, relative to the entries.
    """
    if not expected.size or np.iscomplexobj(got) or np.iscomplexobj(expected):
        return ""
    pair = Differing(got.astype(np.float64), expected.astype(np.float64), wrong, rtol)
    if not (np.isfinite(pair.got).all() and np.isfinite(pair.expected).all()):
        return ""
    with np.errstate(all="ignore"):  # a pattern may divide by zero on its way to "does not fit"
        if text := _first(precision.PATTERNS, pair):
            return text
        if found := [text for family in FAMILIES if (text := _first(family, pair))]:
            return "\nOr: ".join(found[:2])
        return _first(slices.PATTERNS, pair)


def _first(patterns: tuple[Pattern, ...], pair: Differing) -> str:
    return next((text for pattern in patterns if (text := pattern(pair))), "")
