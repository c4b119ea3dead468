"""The words of a failed comparison: what came, what was asked, where they differ first."""

import numpy as np

from dlcourse.check.arrays import floats
from dlcourse.check.explain import explain_dtype, explain_values


class Different(Exception):
    """Two results differ; the message says how."""


def differences(
    got: np.ndarray, expected: np.ndarray, wrong: np.ndarray, delta: np.ndarray, rtol: float
) -> list[str]:
    """The lines that say how two arrays of one shape differ.

    Parameters
    ----------
    got, expected : array, the same shape
    wrong : bool array
        Where they differ.
    delta : float64 array
        By how much.
    rtol : float
        How closely a pattern must fit to be named.
    """
    a, b = floats(got), floats(expected)
    bad = ~np.isfinite(a) & np.isfinite(b)
    if bad.any():
        return _not_finite(got, expected, bad)
    place = _first(wrong)
    one, other = _pair(got[place], expected[place])
    if not place:
        lines = [f"got {one}, expected {other}"]
    else:
        n, size = int(wrong.sum()), wrong.size
        count = f"{n} of {size} entries differ" if n < size else f"all {size} entries differ"
        lines = [f"{count}, max|Δ| = {np.where(wrong, delta, 0).max():.1e}"]
        lines.append(f"first at {list(place)}: got {one}, expected {other}")
    cause = explain_dtype(got, expected) or explain_values(a, b, wrong, rtol)
    return [*lines, cause] if cause else lines


def _not_finite(got: np.ndarray, expected: np.ndarray, bad: np.ndarray) -> list[str]:
    place = _first(bad)
    value, other = _pair(got[place], expected[place])
    at = f" at {list(place)}" if place else ""
    count = f" ({bad.sum()} of {bad.size} entries are not finite)" if bad.size > 1 else ""
    causes = "overflow (exp of a large number), 0/0, inf - inf, or log of a negative number?"
    if not np.isnan(got[place]):
        causes = "overflow (exp of a large number), a division by 0, or log(0)?"
    return [f"{value}{at}, where {other} was expected{count}", causes.capitalize()]


def _first(where: np.ndarray) -> tuple[int, ...]:
    return tuple(int(i) for i in np.argwhere(where)[0])


def _pair(a: np.generic | int, b: np.generic | int) -> tuple[str, str]:
    """Both numbers with six digits, or with all of them where six do not tell them apart."""
    if any(np.asarray(x).dtype.kind not in "iuf" for x in (a, b)):
        return str(a), str(b)
    short = f"{a:.6g}", f"{b:.6g}"
    return short if short[0] != short[1] else (str(a), str(b))
