"""Patterns along an axis: normalized over the wrong one, or each row off by an amount of its own."""

from collections.abc import Iterator

import numpy as np

from dlcourse.check.explain.differing import Differing, Pattern, each

_PROPERTIES = (("sum to one", np.sum, 1.0), ("have mean zero", np.mean, 0.0))


def normalized_elsewhere(pair: Differing) -> str:
    """A softmax or a standardization over another axis than the one that was asked."""
    ndim = pair.expected.ndim
    if ndim < 2 or min(pair.expected.shape) < 2:
        return ""
    for name, statistic, value in _PROPERTIES:
        mine, asked = (
            [k for k in range(ndim) if _all_are(value, statistic(a, axis=k), pair)]
            for a in (pair.got, pair.expected)
        )
        if len(asked) != 1 or asked[0] in mine:
            continue
        axis, wanted = asked[0], each(asked[0], ndim)
        if len(mine) == 1:
            return (
                f"The entries of {each(mine[0], ndim)} {name}, those of {wanted} should: "
                f"the reduction ran over axis {mine[0]} where axis {axis} was asked."
            )
        whole = [_all_are(value, statistic(a), pair) for a in (pair.got, pair.expected)]
        if not mine and whole == [True, False]:
            return (
                f"The entries of the whole array {name}, those of {wanted} should: "
                f"reduce over axis={axis}, with keepdims=True."
            )
    return ""


def factor_per_slice(pair: Differing) -> str:
    """Each row is right up to a factor of its own."""
    e, g = pair.expected, pair.got
    for axis in _axes(pair):
        energy = (e * e).sum(axis=axis, keepdims=True)
        if ((e != 0).sum(axis=axis) < 2).any():
            continue
        factor = (g * e).sum(axis=axis, keepdims=True) / energy
        if factor.all() and pair.close(g, factor * e):
            what = each(axis, e.ndim)
            return (
                f"{what.capitalize()} is right up to a factor of its own: is it divided by the right thing?"
            )
    return ""


def offset_per_slice(pair: Differing) -> str:
    """Each row is right up to a constant of its own, as in a log-softmax without its normalizer."""
    delta = pair.got - pair.expected
    for axis in _axes(pair):
        mean = delta.mean(axis=axis, keepdims=True)
        if pair.close(pair.got, pair.expected + mean):
            what = each(axis, delta.ndim)
            return f"{what.capitalize()} is off by a constant of its own: what is added to it is wrong."
    return ""


def _axes(pair: Differing) -> Iterator[int]:
    """Axes along which a slice has at least two entries and is not all there is; the last one first."""
    shape = pair.expected.shape
    return (k for k in reversed(range(len(shape))) if shape[k] > 1 and pair.expected.size > shape[k])


def _all_are(value: float, found: np.ndarray, pair: Differing) -> bool:
    """Whether all sums (or means) are `value`, up to the rounding of the entries that went in."""
    scale = max(1.0, float(np.abs(pair.expected).max()))
    return bool((np.abs(found - value) <= pair.rtol * scale).all())


PATTERNS: tuple[Pattern, ...] = (normalized_elsewhere, factor_per_slice, offset_per_slice)
