"""What a constant factor between two arrays means."""

import math

_LOGS = {
    1 / math.log(2): "log2 was used where the natural logarithm was asked.",
    math.log(2): "the natural logarithm was used where log2 was asked.",
    1 / math.log(10): "log10 was used where the natural logarithm was asked.",
    math.log(10): "the natural logarithm was used where log10 was asked.",
}
_LONGEST_SUM = 10_000


def explain_factor(factor: float, shape: tuple[int, ...]) -> str:
    """One sentence: the factor, and its likely cause.

    Examples
    --------
    >>> explain_factor(5.0, (5, 3))
    'Every entry is 5 × the expected one, and axis 0 has 5 entries: a sum where the mean was asked?'
    """
    size = abs(factor)
    sign = "" if factor > 0 else " The sign is wrong too."
    if _near(n := round(size), size) and 2 <= n <= _LONGEST_SUM:
        return _times(n, factor, shape) + sign
    if _near(n := round(1 / size), 1 / size) and 2 <= n <= _LONGEST_SUM:
        return _part(n, factor, shape) + sign
    head = f"Every entry is {factor:.6g} × the expected one"
    for constant, text in _LOGS.items():
        if _near(constant, size):
            return f"{head}: {text}{sign}"
    for ratio, by, asked in ((size, "n - 1", "n"), (1 / size, "n", "n - 1")):  # n / (n - 1)
        if 1.02 < ratio < 2 and _near(n := round(ratio / (ratio - 1)), ratio / (ratio - 1)):
            return f"{head}: divided by {by} where {asked} was asked, with n = {n}?{sign}"
    for square, text in ((size**2, "times"), (1 / size**2, "divided by")):
        if _near(n := round(square), square) and 2 <= n <= 1024:
            return f"{head}: {text} √{n} too much.{sign}"
    return f"{head}: a constant factor is missing, or one too many.{sign}"


def is_whole(factor: float) -> bool:
    """Whether the factor, or its inverse, is a whole number."""
    size = max(abs(factor), 1 / abs(factor))
    return size < _LONGEST_SUM and _near(round(size), size)


def is_axis(factor: float, shape: tuple[int, ...]) -> bool:
    """Whether the factor, or its inverse, is the size of an axis."""
    return any(n > 1 and (_near(n, abs(factor)) or _near(n, 1 / abs(factor))) for n in shape)


def _times(n: int, factor: float, shape: tuple[int, ...]) -> str:
    head = f"Every entry is {math.copysign(n, factor):.0f} × the expected one"
    if n in shape:
        head += f", and axis {shape.index(n)} has {n} entries: a sum where the mean was asked?"
    elif n == 2:
        head += ": something is counted twice, or the 2 of a square's derivative?"
    else:
        head += f": a sum where the mean was asked, over {n}?"
    return head


def _part(n: int, factor: float, shape: tuple[int, ...]) -> str:
    head = f"Every entry is {'-' if factor < 0 else ''}1/{n} of the expected one"
    if n in shape:
        return f"{head}, and axis {shape.index(n)} has {n} entries: a mean where the sum was asked?"
    if n == 2:
        return f"{head}: is a factor 2 missing, or a 1/2 too many?"
    return f"{head}: a mean where the sum was asked, over {n}, or divided twice?"


def _near(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-5) and abs(a - b) < 5e-3  # a large number is always near a whole one
