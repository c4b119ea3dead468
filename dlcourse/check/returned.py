"""`returned`: what a function gave back, once it is sure that it gave something back, and how many."""

from collections.abc import Mapping, Sequence

from dlcourse.check.arrays import instead


def returned(value: object, what: str, *more: str) -> object:
    """`value` itself, or for two and more names the tuple of its parts; raises if it is None, or not so many.

    Put around the call where a test takes the result apart before `same` sees it.

    Parameters
    ----------
    value : object
        What a learner's function returned: for several names a tuple, list, array or tensor of as many parts.
    what, *more : str
        The name of the result, or of each of its parts. The message names them.

    Raises
    ------
    AssertionError
        If `value` or one of its parts is None, or if it has not one part for each name.

    Examples
    --------
    >>> w, b = returned(([1.0, 2.0], 0.5), "w", "b")
    >>> w, b = returned([1.0, 2.0, 0.5], "w", "b")
    Traceback (most recent call last):
    AssertionError: expected 2 results (w, b), got a list of 3 results
    >>> loss = returned(None, "loss")
    Traceback (most recent call last):
    AssertionError: loss: your function returned nothing: is there a `return`?
    """
    __tracebackhide__ = True  # pytest and IPython then point at the line of the caller
    names = (what, *more)
    if value is None:
        raise AssertionError(f"{', '.join(names)}: {RETURNED_NOTHING}")
    if not more:
        return value
    asked = f"expected {len(names)} results ({', '.join(names)})"
    if not is_sequence(value) or len(value) != len(names):  # type: ignore[arg-type]
        raise AssertionError(f"{asked}, got {contents(value)}")
    parts = tuple(value[i] for i in range(len(names)))  # type: ignore[index]
    empty = [name for name, part in zip(names, parts, strict=True) if part is None]
    if empty:
        raise AssertionError(f"{asked}, but {' and '.join(empty)} {'is' if len(empty) == 1 else 'are'} None")
    return parts


RETURNED_NOTHING = "your function returned nothing: is there a `return`?"


def is_sequence(value: object) -> bool:
    """Whether a value can be taken apart by position: a list or tuple, an array or tensor with an axis."""
    if isinstance(value, str | bytes | Mapping) or getattr(value, "shape", None) == ():
        return False
    return isinstance(value, Sequence) or (hasattr(value, "__len__") and hasattr(value, "shape"))


def contents(value: object) -> str:
    """What a result that should have been several, or one of several, is."""
    if isinstance(value, list | tuple):
        number = {0: "no results", 1: "1 result"}.get(len(value), f"{len(value)} results")
        return f"a {type(value).__name__} of {number}" if len(value) else f"an empty {type(value).__name__}"
    if isinstance(value, Mapping):
        return f"a dict with the keys {keys(value)}"
    if shape := tuple(getattr(value, "shape", ())):
        return f"one array of shape {shape}"
    if isinstance(value, str | bytes | int | float | complex) or getattr(value, "shape", None) == ():
        return f"{value!r:.80}"
    return instead(value)


def keys(value: Mapping) -> str:
    """The keys of a dict, sorted as text."""
    return ", ".join(sorted(map(repr, value))) or "(none)"
