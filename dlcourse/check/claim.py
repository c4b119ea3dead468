"""`claim`: a sentence of the prose, the condition that backs it and the values that were measured."""

import numpy as np

from dlcourse.check.arrays import Unreadable, read
from dlcourse.environment import is_on
from dlcourse.terminal import say

_MOST_SHOWN = 8


def claim(sentence: str, holds: object, **measured: object) -> None:
    """Print one line: the sentence, ticked if it holds, and the measured values.

    A claim that does not hold prints a cross and the values. Where the book is built and tested
    (`DLCOURSE_STRICT=1`) it raises, so that prose which stopped being true cannot be published;
    in your own notebook it only tells you, because your machine and versions may differ.

    Parameters
    ----------
    sentence : str
        What the prose says.
    holds : bool, or array, tensor or list of bool
        The condition; several must all hold.
    **measured : number, array or str
        Values to show behind the sentence, by name.

    Raises
    ------
    TypeError
        If `holds` is anything but True or False: a number is not yet a condition.
    ValueError
        If `holds` is empty, and so says nothing.
    AssertionError
        If the claim does not hold and `DLCOURSE_STRICT` is on.

    Examples
    --------
    >>> claim("two and two make four", 2 + 2 == 4, sum=2 + 2)
    ✓ two and two make four  (sum = 4)
    >>> claim("accuracy is high", 0.93)
    Traceback (most recent call last):
    TypeError: claim needs True or False, got 0.93: compare it with something, as in `value > 0.9`
    """
    values = ", ".join(f"{name.replace('_', ' ')} = {_short(value)}" for name, value in measured.items())
    line = sentence + (f"  ({values})" if values else "")
    if _all_hold(holds):
        say(f"✓ {line}")
        return
    if is_on("DLCOURSE_STRICT"):
        raise AssertionError(f"this claim does not hold: {line}")
    say(f"✗ not so on this machine: {line}")


def _all_hold(holds: object) -> bool:
    try:
        conditions = read(holds).array
    except Unreadable:
        conditions = np.array([0])  # not a bool either
    if not conditions.size:
        raise ValueError("claim was given no condition at all: an empty array holds for nothing")
    if conditions.dtype.kind != "b":
        raise TypeError(
            f"claim needs True or False, got {holds!r:.80}: compare it with something, as in `value > 0.9`"
        )
    return bool(conditions.all())


def _short(value: object) -> str:
    """Three significant digits, whole numbers up to a million in full, sequences entry by entry."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_short(v)}" for key, v in value.items()) + "}"
    if isinstance(value, str | bool | np.bool_):
        return str(value)
    if isinstance(value, list | tuple | range) or getattr(value, "ndim", None):
        shown = [_short(v) for v in value]  # type: ignore[attr-defined]
        if len(shown) > _MOST_SHOWN:
            shown = [*shown[: _MOST_SHOWN - 1], "...", shown[-1]]
        return "[" + ", ".join(shown) + "]"
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return str(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e6 else f"{number:.3g}"
