"""What a wrong kind of number looks like: one small function a cause, tried in the order of `CAUSES`.

Each gets two arrays of one shape that differ, and returns a sentence if the data prove it, else "".
"""

from collections.abc import Callable

import numpy as np


def truth_values(got: np.ndarray, expected: np.ndarray) -> str:
    if got.dtype.kind == "b" and expected.dtype.kind != "b":
        return "Your result holds True and False where numbers were expected: was a comparison returned?"
    return ""


def truncated(got: np.ndarray, expected: np.ndarray) -> str:
    if got.dtype.kind not in "iu" or expected.dtype.kind != "f" or not np.isfinite(expected).all():
        return ""
    if (np.trunc(expected) == got).all():
        how = "cut off after the decimal point (an integer array was filled, or // used?)"
    elif (np.rint(expected) == got).all():
        how = "rounded to whole numbers"
    elif (expected != np.rint(expected)).any():
        how = "and integers cannot hold what was expected"
    else:
        return ""
    return f"Your result is made of integers ({got.dtype}), {how}: compute in floats."


def not_thresholded(got: np.ndarray, expected: np.ndarray) -> str:
    """Scores where the decision, yes or no, was asked."""
    if got.dtype.kind != "f" or expected.dtype.kind not in "biu" or np.isin(got, (-1, 0, 1)).all():
        return ""
    if not np.isin(expected, (0, 1)).all() or expected.min() == expected.max():
        return ""
    for cut in (0, 0.5):
        if ((got > cut) == expected).all():
            return f"Your result holds scores where 0 or 1 was asked: compare them (scores > {cut})."
    return ""


def not_rounded(got: np.ndarray, expected: np.ndarray) -> str:
    if got.dtype.kind == "f" and expected.dtype.kind in "iu" and (np.rint(got) == expected).all():
        return "Your result holds floats that round to the expected integers: round them."
    return ""


CAUSES: tuple[Callable[[np.ndarray, np.ndarray], str], ...] = (
    truth_values,
    truncated,
    not_thresholded,
    not_rounded,
)


def explain_dtype(got: np.ndarray, expected: np.ndarray) -> str:
    """The first cause that the data prove, or ""."""
    return next((text for cause in CAUSES if (text := cause(got, expected))), "")
