"""Patterns of arithmetic: the same formula turns every expected entry into the one that came out."""

from collections.abc import Callable

import numpy as np

from dlcourse.check.explain.differing import Differing, Pattern
from dlcourse.check.explain.factors import explain_factor, is_axis, is_whole

_FORMULAS: tuple[tuple[Callable[[np.ndarray], np.ndarray], str], ...] = (
    (np.log, "Your result is the logarithm of the expected one: exp is missing, or log one too many."),
    (np.exp, "The logarithm of your result is the expected one: log is missing, or exp one too many."),
    (np.square, "Your result is the square of the expected one: a root is missing, or ** 2 one too many."),
    (np.sqrt, "Your result is the square root of the expected one: ** 2 is missing, or a root one too many."),
    (np.reciprocal, "Your result is 1 over the expected one: numerator and denominator are swapped."),
)


def opposite_sign(pair: Differing) -> str:
    if not pair.close(pair.got, -pair.expected):
        return ""
    return "The sign is wrong: every entry is -1 × the expected one."


def plus_minus_labels(pair: Differing) -> str:
    """Labels -1 and 1 for 0 and 1, or the other way round."""
    for a, b, held, asked in (
        (pair.got, pair.expected, "-1 and 1", "0 and 1"),
        (pair.expected, pair.got, "0 and 1", "-1 and 1"),
    ):
        if np.array_equal(np.unique(b), (0, 1)) and np.array_equal(a, 2 * b - 1):
            return f"Your result holds the labels {held} where {asked} were asked."
    return ""


def complement(pair: Differing) -> str:
    if not pair.close(pair.got, 1 - pair.expected):
        return ""
    if np.array_equal(np.unique(pair.expected), (0, 1)):
        return "0 and 1 are swapped."
    inside = pair.expected.min() >= 0 and pair.expected.max() <= 1
    if not inside or not pair.evidence():
        return ""
    return "Your result is 1 minus the expected one: the probability of the other class?"


def constant_factor(pair: Differing) -> str:
    e, g = pair.expected, pair.got
    if not e.any() or not g.any():
        return ""
    scale = np.abs(e).max()  # keeps the squares below from overflowing
    factor = float((g / scale * (e / scale)).sum() / ((e / scale) ** 2).sum())
    if abs(abs(factor) - 1) < 1e-3 or not pair.close(g, factor * e):
        return ""
    if pair.distinct_sizes() < 2 and not (is_axis(factor, e.shape) or (is_whole(factor) and pair.evidence())):
        return ""
    return explain_factor(factor, e.shape)


def constant_offset(pair: Differing) -> str:
    delta = pair.got - pair.expected
    if pair.distinct() < 2 or not pair.evidence() or not pair.close(pair.got, pair.expected + delta.mean()):
        return ""
    size = "large" if delta.mean() > 0 else "small"
    return f"Every entry is too {size} by {abs(delta.mean()):.6g}: a constant is added, or one is missing."


def formula(pair: Differing) -> str:
    """Logarithm, exponential, square, root or reciprocal of what was expected."""
    if not pair.evidence():
        return ""
    return next((text for f, text in _FORMULAS if pair.close(pair.got, f(pair.expected))), "")


def signs_lost(pair: Differing) -> str:
    if pair.wrong.sum() < 2 or not pair.close(pair.got, np.abs(pair.expected)):
        return ""
    return "The sizes are right, but every sign is +: abs or a square on the way?"


PATTERNS: tuple[Pattern, ...] = (
    opposite_sign,
    plus_minus_labels,
    complement,
    constant_factor,
    constant_offset,
    formula,
    signs_lost,
)
