"""`unchanged`: call a function and make sure that it left its arguments alone."""

import copy
import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import numpy as np

from dlcourse.check import elsewhere
from dlcourse.check.arrays import Unreadable, read
from dlcourse.check.returned import RETURNED_NOTHING

Result = TypeVar("Result")


def unchanged(function: Callable[..., Result], *args: object, **options: object) -> Result:
    """The result of `function(*args, **options)`; raises if it is None, or an argument was changed in place.

    The function gets copies, so the arguments themselves are safe either way.

    Parameters
    ----------
    function : callable
        The function itself, or a probe.
    *args, **options : number, array, PyTorch tensor, `dlcourse.scratch.Tensor`, or containers of these

    Raises
    ------
    AssertionError
        If an array, or a list or dict, is not after the call what it was before; if nothing was returned:
        a function that leaves its arguments alone and returns None has done nothing.

    Examples
    --------
    >>> def centered(x):
    ...     x -= x.mean()
    ...     return x
    >>> unchanged(centered, np.array([1.0, 3.0]))
    Traceback (most recent call last):
    AssertionError: centered: your function changed its argument `x` (at [0]: 1 became -1)
    Work on a copy: `x = x - m` makes a new array, `x -= m` and `x[i] = ...` write into the caller's.
    """
    __tracebackhide__ = True
    before, before_options = _copies((args, options))
    given, given_options = _copies((args, options))
    result = function(*given, **given_options)
    named = elsewhere.grader.parameters if elsewhere.grader else parameters
    pairs: list[tuple[Any, Any]] = [*enumerate(zip(before, given, strict=True))]
    pairs += [(key, (before_options[key], given_options[key])) for key in options]
    for place, (old, new) in pairs:
        if (where := _changed(old, new)) is None:
            continue
        called, names = named(function)
        name = place if isinstance(place, str) else _name(names, place)
        raise AssertionError(
            f"{called}: your function changed its argument `{name}`{where}\n"
            f"Work on a copy: `{name} = {name} - m` makes a new array, "
            f"`{name} -= m` and `{name}[i] = ...` write into the caller's."
        )
    if result is None:
        raise AssertionError(f"{named(function)[0]}: {RETURNED_NOTHING}")
    return result


def parameters(function: Callable) -> tuple[str, list[str]]:
    """What a function calls itself, and the names of its positional parameters.

    There are fewer names where there is no signature, or a `*args`.
    """
    called = str(getattr(function, "__name__", "result"))
    try:
        found = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):  # some builtins have no signature
        return called, []
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return called, [one.name for one in found if one.kind in kinds]


def _name(names: list[str], position: int) -> str:
    return names[position] if position < len(names) else f"number {position + 1}"


def _copies(args: Any) -> Any:
    """Deep copies; what lies behind a tensor in the middle of a graph is left out."""
    memo: dict[int, object] = {}
    waiting = list(args)
    while waiting:
        value = waiting.pop()
        if isinstance(value, list | tuple):
            waiting.extend(value)
        elif isinstance(value, Mapping):
            waiting.extend(value.values())
        elif not getattr(value, "is_leaf", True):
            memo[id(value)] = _leaf(value)
    return copy.deepcopy(args, memo)


def _leaf(tensor: Any) -> object:
    """A copy of a tensor in the middle of a graph, without the graph."""
    copied = copy.deepcopy(tensor.detach())
    copied.requires_grad = tensor.requires_grad
    return copied.clone() if hasattr(copied, "clone") else copied  # PyTorch forbids writing into a leaf


def _changed(old: object, new: object) -> str | None:
    """Where `new` is not `old` any more, None if nowhere."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        if list(old) != list(new):
            return f" (its keys were {list(old)}, now they are {list(new)})"
        return next((w for key in old if (w := _changed(old[key], new[key])) is not None), None)
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        if len(old) != len(new):
            return f" (it had {len(old)} entries, now it has {len(new)})"
        return next((w for a, b in zip(old, new, strict=True) if (w := _changed(a, b)) is not None), None)
    try:
        a, b = read(old).array, read(new).array
    except Unreadable:  # a function, a text, a model: not data that one writes into
        return None
    if a.shape != b.shape:
        return f" (its shape was {a.shape}, now it is {b.shape})"
    differs = ~((a == b) | ((a != a) & (b != b)))  # nan stays nan
    if not differs.any():
        return None
    place = tuple(int(i) for i in np.argwhere(differs)[0])
    at = f"at {list(place)}: " if place else ""
    return f" ({at}{a[place]:g} became {b[place]:g})"
