"""Patterns of precision: the right computation, but rounded or approximate."""

import numpy as np

from dlcourse.check.explain.differing import Differing, Pattern


def rounded(pair: Differing) -> str:
    """The expected entries, rounded to a number of decimals."""
    for decimals in range(7):
        if not np.array_equal(pair.got, np.round(pair.expected, decimals)):
            continue
        # Half of all digits fit one decimal by chance when there are few of them.
        if len(np.unique(pair.got)) + decimals < 4:
            return ""
        to = f"{decimals} decimals" if decimals else "whole numbers"
        return f"Your result is the expected one rounded to {to}: return it unrounded."
    return ""


def single_precision(pair: Differing) -> str:
    single = pair.expected.astype(np.float32).astype(np.float64)
    if not np.allclose(pair.got, single, rtol=5e-7, atol=1e-7 * np.abs(single).max()):
        return ""
    return "Right up to the rounding of float32: compute in float64 throughout."


def nearly(pair: Differing) -> str:
    """Right to three digits everywhere, as with a small constant somewhere or a coarse approximation."""
    size = np.abs(pair.expected)
    if not (np.abs(pair.got - pair.expected) <= 1e-3 * size).all():
        return ""
    worst = float((np.abs(pair.got - pair.expected)[size > 0] / size[size > 0]).max())
    return f"Close: off by at most {worst:.0e} of each entry. An extra eps, or an approximation too coarse?"


PATTERNS: tuple[Pattern, ...] = (rounded, single_precision, nearly)
