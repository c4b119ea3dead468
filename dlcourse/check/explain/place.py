"""Patterns of place: right here, wrong there."""

import numpy as np

from dlcourse.check.explain.differing import Differing, Pattern


def all_the_same(pair: Differing) -> str:
    if pair.got.size < 2 or np.ptp(pair.got) > 0 or pair.constant(pair.expected):
        return ""
    if not pair.got.any():
        return "Every entry of your result is 0: was the array made, but never filled?"
    return f"Every entry of your result is {pair.got.flat[0]:.6g}: one value stands for all of them."


def half_missing(pair: Differing) -> str:
    """Right on one side of zero, zero on the other."""
    e = pair.expected
    if (e < 0).sum() < 2 or (e > 0).sum() < 2:
        return ""
    for kept, lost, half in (("positive", "negative", np.maximum), ("negative", "positive", np.minimum)):
        if pair.close(pair.got, half(e, 0)):
            return f"Right where {kept} values are expected, 0 elsewhere: the {lost} part is missing."
    return ""


def diagonal(pair: Differing) -> str:
    got, expected, wrong = pair.got, pair.expected, pair.wrong
    if got.ndim != 2 or got.shape[0] != got.shape[1] or len(got) < 3:
        return ""
    on = np.eye(len(got), dtype=bool)
    off = ~on
    if not wrong[off].any() and wrong[on].sum() > 1:
        return "Only the diagonal is wrong."
    if not wrong[on].any() and expected[on].any() and not got[off].any():
        return "Only the diagonal is right, everything else is 0: the terms off the diagonal are missing."
    return ""


def at_an_end(pair: Differing) -> str:
    """Only the last (or first) slice is wrong, or only the first one is right."""
    found = []
    for axis, n in enumerate(pair.wrong.shape):
        wrong = np.moveaxis(pair.wrong, axis, 0).reshape(n, -1)
        bad = np.asarray(wrong.any(axis=1))
        rows = wrong.shape[1] > 1
        if n < (3 if rows else 5) or (rows and wrong.sum() < 2):  # at an end by chance
            continue
        for place, name, why in ((-1, "last", "stop one too early"), (0, "first", "start one too late")):
            if bad[place] and bad.sum() == 1:
                found.append(f"Only the {name} entry along axis {axis} is wrong: does a loop {why}?")
        if not bad[0] and bad[1:].all() and pair.expected.take(0, axis).any():
            found.append(f"Only the first entry along axis {axis} is right: is a `return` inside the loop?")
    return found[0] if len(found) == 1 else ""


PATTERNS: tuple[Pattern, ...] = (all_the_same, half_missing, diagonal, at_an_end)
