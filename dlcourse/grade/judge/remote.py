"""Objects of the student process as the test cells see them: each use is a request over the link.

An object of the student may lie about itself, so it is never asked to judge: it does not equal data, and
what arithmetic with data makes of it is again an object, whose parts may be read but not weighed.
"""

import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any

from torch import nn

from dlcourse.grade.judge.wire import Broken

_ORDER = ("lt", "le", "gt", "ge")
_BINARY = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor")
_REFLECTED = tuple(f"r{name}" for name in _BINARY)
_IN_PLACE = tuple(f"i{name}" for name in _BINARY)
_WEIGHED = ("bool", "float", "int", "complex", "index", "abs", "round")
_PLAIN = (
    "iter",
    "next",
    "len",
    "getitem",
    "setitem",
    "delitem",
    "enter",
    "exit",
    "call",
    "neg",
    "pos",
    "invert",
)
#: The special methods that an object of the student may bring along.
SPECIAL = frozenset((*_ORDER, *_BINARY, *_REFLECTED, *_IN_PLACE, *_WEIGHED, *_PLAIN))
_READABLE = ("__name__", "__qualname__", "__doc__", "__annotations__", "__wrapped__")


class Remote:
    """An object in the student process."""

    __array_ufunc__ = None  # NumPy leaves arithmetic with it to its own methods, and does not copy it

    def __getattr__(self, name: str) -> Any:
        hidden = name.startswith("__") and name not in _READABLE
        if hidden or name.startswith(("_repr_", "_ipython_")):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return _of(self, "_link").request("get", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        _of(self, "_link").request("set", self, name, value)

    def __delattr__(self, name: str) -> None:
        _of(self, "_link").request("del", self, name)

    def __eq__(self, other: object) -> Any:
        if isinstance(other, Remote):
            return self is other or bool(_of(self, "_link").request("eq", self, other))
        return NotImplemented

    def __hash__(self) -> int:
        return hash(_of(self, "_key"))

    def __repr__(self) -> str:
        return str(_of(self, "_link").request("repr", self))

    def __str__(self) -> str:
        return str(_of(self, "_link").request("str", self))

    def __copy__(self) -> Any:
        return _of(self, "_link").request("copy", self)

    def __deepcopy__(self, memo: dict) -> Any:
        return _of(self, "_link").request("deepcopy", self)

    def __instancecheck__(self, instance: object) -> bool:
        if not isinstance(instance, Remote):
            return False
        return bool(_of(self, "_link").request("isinstance", instance, self))

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError(f"a {type(self).__name__} of the student cannot be pickled")


def _of(remote: Any, name: str) -> Any:
    return object.__getattribute__(remote, name)


def _mixed(*values: Any) -> bool:
    return any(isinstance(value, Remote) and _of(value, "_mixed") for value in values)


def _forward(special: str) -> Callable:
    """The method that forwards one special method."""

    def plain(self: Any, *args: Any, **options: Any) -> Any:
        link = _of(self, "_link")
        if special == "call":
            return link.request("call", self, list(args), options)
        if special == "exit":
            args = (None, None, None) if args[0] is None else (args[0].__name__, str(args[1]), None)
        result = link.request("special", self, special, list(args))
        if special == "iter" and result is not self and not isinstance(result, Iterator):
            return iter(result)
        return result

    def weighed(self: Any, *args: Any) -> Any:
        if _mixed(self):
            raise TypeError(f"expected a number, got an object of type {type(self).__name__}")
        return plain(self, *args)

    def binary(self: Any, other: Any, *more: Any) -> Any:
        result = plain(self, other, *more)
        if isinstance(other, Remote) and not _mixed(self, other):
            return result
        if not isinstance(result, Remote):  # it saw what it would be compared with
            raise TypeError(f"expected a number or an array, got an object of type {type(self).__name__}")
        object.__setattr__(result, "_mixed", True)
        return result

    def order(self: Any, other: Any) -> Any:
        return plain(self, other) if isinstance(other, Remote) else NotImplemented

    if special in _PLAIN:
        return plain
    return weighed if special in _WEIGHED else order if special in _ORDER else binary


def _signature(self: Any) -> inspect.Signature:
    found = _of(self, "_link").request("signature", self)
    return inspect.Signature(
        [
            inspect.Parameter(
                str(name),
                inspect._ParameterKind(kind),
                default=default if has_default else inspect.Parameter.empty,
            )
            for name, kind, has_default, default in found
        ]
    )


def _read(name: str, remote: Any) -> Any:
    return Remote.__getattr__(remote, name)


def _bases(self: Any) -> tuple[type, ...]:
    return (nn.Module,) if _of(self, "_link").request("is module", self) is True else (object,)


def stand_in(link: Any, key: int, name: str, special: list[str], family: str) -> Any:
    """A stand-in for an object of the student process.

    Parameters
    ----------
    link : the judge's end
    key : int, its key there
    name : str, the name of its type
    special : list of str, which special methods it has, such as "len"
    family : "", "module" (a `torch.nn.Module`) or "class"
    """
    names = isinstance(special, list) and all(isinstance(one, str) for one in special)
    if type(key) is not int or not isinstance(name, str) or not names or len(name) > 200:
        raise Broken("an object without key and type")
    methods: dict[str, Any] = {f"__{one}__": _forward(one) for one in SPECIAL.intersection(special)}
    if "call" in special:
        methods["__signature__"] = property(_signature)
    bases: tuple[type, ...] = (Remote,)
    if family == "module":
        bases = (Remote, nn.Module)
        for one in dir(nn.Module):
            if not one.startswith("_") or one == "__call__":
                methods.setdefault(one, property(functools.partial(_read, one)))
    elif family == "class":
        methods["__bases__"] = property(_bases)
    made: Any = object.__new__(type(name, bases, methods))
    for attribute, value in (("_link", link), ("_key", key), ("_mixed", False)):
        object.__setattr__(made, attribute, value)
    return made
