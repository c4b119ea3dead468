"""`claim`: a sentence of the prose, the condition that backs it and the values that were measured."""

import os

import numpy as np


def claim(sentence: str, holds: object, **measured: object) -> None:
    """Print one line: the sentence, ticked if it holds, and the measured values.

    A claim that does not hold prints a cross and the values. Where the book is built and tested
    (`DLCOURSE_STRICT=1`) it raises, so that prose which stopped being true cannot be published;
    in your own notebook it only tells you, because your machine and versions may differ.

    Parameters
    ----------
    sentence : str
        What the prose says.
    holds : bool, or array of bool
        The condition; an array must hold everywhere.
    **measured : number, array or str
        Values to show behind the sentence, by name.

    Raises
    ------
    AssertionError
        If the claim does not hold and `DLCOURSE_STRICT` is "1".

    Examples
    --------
    >>> claim("two and two make four", 2 + 2 == 4, sum=2 + 2)
    ✓ two and two make four  (sum = 4)
    """
    values = ", ".join(f"{name.replace('_', ' ')} = {_short(value)}" for name, value in measured.items())
    line = sentence + (f"  ({values})" if values else "")
    if bool(np.all(holds)):
        print(f"✓ {line}")
        return
    if os.environ.get("DLCOURSE_STRICT") == "1":
        raise AssertionError(f"this claim does not hold: {line}")
    print(f"✗ not so on this machine: {line}")


def _short(value: object) -> str:
    """Three significant digits for numbers, each element for short sequences."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, range)) or getattr(value, "ndim", 0):
        return "[" + ", ".join(_short(v) for v in value) + "]"  # type: ignore[attr-defined]
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return str(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e6 else f"{number:.3g}"
