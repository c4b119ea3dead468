"""Plain data as a flat table of nodes and the way back: nothing is ever unpickled.

A message holds a table of nodes and the raw bytes of its arrays. A value is a JSON scalar, or `[k]`: node k.
The table is flat, so that a list of 10,000 linked lists needs no recursion and shared parts stay shared.
"""

import collections
import datetime
import fractions
import math
import struct
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import torch

from dlcourse.grade.sandbox.wire import Broken

MOST_NODES, DEEPEST = 500_000, 64
_DICTS: dict[str, type] = {
    "dict": dict,
    "OrderedDict": collections.OrderedDict,
    "Counter": collections.Counter,
    "defaultdict": collections.defaultdict,
}
_DICT_NAMES = {kind: name for name, kind in _DICTS.items()}
_TORCH = {str(d).removeprefix("torch."): d for d in vars(torch).values() if isinstance(d, torch.dtype)}
_TYPES: dict[str, type] = {
    t.__name__: t for t in (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset)
}
_TRUTH = bytes([0, *[1] * 255])
_SCALARS = (type(None), bool, int, float, str)
_SEQUENCES: dict[type, str] = {list: "list", tuple: "tuple", set: "set", frozenset: "frozenset"}
_NUMBERS = "biufcSUmM"
#: The value of an instance of a subclass, by methods that the subclass cannot replace.
_BASES: dict[type, Callable] = {
    int: int.__pos__,
    float: float.__pos__,
    complex: complex.__pos__,
    str: lambda value: str.__getitem__(value, slice(None)),
    bytes: lambda value: bytes.__getitem__(value, slice(None)),
    list: lambda value: list(list.__iter__(value)),
    tuple: lambda value: tuple(tuple.__iter__(value)),
    dict: lambda value: dict(dict.items(value)),
    set: lambda value: set(set.__iter__(value)),
    frozenset: lambda value: frozenset(frozenset.__iter__(value)),
    np.ndarray: lambda value: np.ndarray.view(value, np.ndarray),
    torch.Tensor: lambda value: torch.Tensor.as_subclass(value, torch.Tensor),
}
#: Arrays that compute by other rules than the plain array in them: they are no plain data.
_OTHER_RULES = (np.ma.MaskedArray, np.matrix)


class Encoder:
    """Collects values into one table.

    Parameters
    ----------
    other : callable, gives the node of a value that is no plain data, or raises
    bases : bool
        Whether an instance of a subclass of int, list, array, ... counts as the plain value it holds.
    """

    def __init__(self, other: Callable[[Any], list], *, bases: bool = False):
        self.other, self.bases = other, bases
        self.nodes: list[list] = []
        self.blob = bytearray()
        self._values: list[Any] = []  # by node; keeps every `id` valid
        self._bases: list[Any] = []  # values that stand for an instance of a subclass
        self._memo: dict[int, int] = {}
        self._waiting: list[int] = []

    def value(self, value: Any) -> Any:
        """The slot of a value: itself if it is a JSON scalar, else `[node]`.

        Raises
        ------
        ValueError
            If the table grows too large.
        """
        slot = self._slot(value)
        while self._waiting:
            index = self._waiting.pop()
            if index >= MOST_NODES:
                raise ValueError(f"more than {MOST_NODES} values in one message")
            self.nodes[index] = self._node(self._values[index])
        return slot

    def _slot(self, value: Any) -> Any:
        kind = type(value)
        plain = kind in _SCALARS
        if (
            plain
            and not (kind is int and value.bit_length() > 10_000)
            and (kind is not float or value == value)
        ):
            return value
        if id(value) not in self._memo:
            self._memo[id(value)] = len(self.nodes)
            self._waiting.append(len(self.nodes))
            self.nodes.append([])
            self._values.append(value)
        return [self._memo[id(value)]]

    def _raw(self, data: bytes) -> list[int]:
        at = len(self.blob)
        self.blob += data
        return [at, len(data)]

    def _array(self, value: np.ndarray | torch.Tensor) -> list:
        """dtype, shape, place of an array or tensor."""
        if isinstance(value, np.ndarray):
            return [value.dtype.str, list(value.shape), *self._raw(value.tobytes())]
        plain = value.detach().resolve_conj().resolve_neg().contiguous()
        flat = plain.view(-1) if plain.numel() else plain.new_empty(0)
        data = flat.view(torch.uint8).numpy().tobytes()
        return [str(plain.dtype).removeprefix("torch."), list(plain.shape), *self._raw(data)]

    def _node(self, value: Any) -> list:
        kind = type(value)
        if kind in _SEQUENCES:
            return [_SEQUENCES[kind], [self._slot(v) for v in value]]
        if kind in _DICT_NAMES:
            pairs = [[self._slot(k), self._slot(v)] for k, v in value.items()]
            return ["dict", _DICT_NAMES[kind], pairs, _factory(value)]
        if kind is np.ndarray and value.dtype.kind in _NUMBERS:
            return ["array", *self._array(value)]
        if kind is np.ndarray and value.dtype.kind == "O":
            return ["objects", list(value.shape), [self._slot(v) for v in value.flat]]
        if isinstance(value, np.generic) and value.dtype.kind in _NUMBERS:
            return ["number", *self._array(np.asarray(value))]
        if kind in (torch.Tensor, torch.nn.Parameter) and _on_cpu(value):
            graph = 0 if not value.requires_grad else 1 if value.is_leaf else 2
            gradient = value.grad if value.is_leaf else None
            parameter = kind is torch.nn.Parameter
            return ["tensor", parameter, graph, self._slot(gradient), *self._array(value)]
        if kind is bytes:
            return ["bytes", *self._raw(value)]
        if (simple := _simple(value, kind)) is not None:
            return [*simple[:1], *(self._slot(part) for part in simple[1:])]
        if self.bases and not isinstance(value, _OTHER_RULES):
            for base in _BASES:
                if issubclass(kind, base) and kind is not base:
                    plain = _BASES[base](value)
                    self._bases.append(plain)  # keeps its `id` valid
                    return ["same", self._slot(plain)]
        return self.other(value)


def _factory(value: dict) -> str | None:
    factory = getattr(value, "default_factory", None)
    if factory is None:
        return None
    return factory.__name__ if isinstance(factory, type) and factory in _TYPES.values() else "?"


def _on_cpu(value: torch.Tensor) -> bool:
    return value.layout is torch.strided and value.device.type == "cpu" and not value.is_quantized


def _simple(value: Any, kind: Any) -> list | None:
    """Small kinds, as a tag and parts that are data themselves."""
    if kind in _BY_TYPE:
        tag = _BY_TYPE[kind]
        return [tag, *_SMALL[tag][1](value)]
    if isinstance(value, np.dtype) and value.kind in _NUMBERS:
        return ["numpy.dtype", value.str]
    if isinstance(value, type) and value is _TYPES.get(value.__name__):
        return ["type", value.__name__]
    if isinstance(value, tuple) and hasattr(kind, "_fields"):
        return ["namedtuple", kind.__name__, list(map(str, kind._fields)), list(tuple.__iter__(value))]
    return None


class Decoder:
    """Rebuilds the values of one table. Whatever is odd in it raises `Broken`.

    Parameters
    ----------
    nodes, blob : what was received
    other : callable, gives the value of a node that is no plain data, or raises
    graph : callable, gives a tensor that stands for one in the middle of a graph
    frozen : bool, whether arrays can only be read
    """

    def __init__(
        self,
        nodes: Any,
        blob: bytes,
        other: Callable[[list], Any],
        *,
        graph: Callable[[torch.Tensor], torch.Tensor] = torch.Tensor.clone,
        frozen: bool = False,
    ):
        if not isinstance(nodes, list) or len(nodes) > MOST_NODES:
            raise Broken("no table of values")
        self.nodes, self.blob, self.other, self.graph, self.frozen = nodes, blob, other, graph, frozen
        self._left = len(blob)  # each byte is read once, so that what is made of a message is not larger
        self.values: list[Any] = [None] * len(nodes)
        self._done = [False] * len(nodes)
        self._depth = 0
        try:
            for i in range(len(nodes)):
                self._shell(i)
            for i in range(len(nodes)):
                self._at(i)
            for tags in (("list",), ("objects",), ("dict", "set")):  # keys are hashed last
                for i, node in enumerate(nodes):
                    if node[0] in tags:
                        self._fill(self.values[i], node)
        except Broken:
            raise
        except _DAMAGE as damage:
            raise Broken(f"values that cannot be: {type(damage).__name__}: {damage}"[:300]) from None

    def value(self, slot: Any) -> Any:
        """The value of a slot."""
        if type(slot) is not list:
            if type(slot) not in _SCALARS:
                raise Broken("a value of no known kind")
            return slot
        if len(slot) != 1 or type(slot[0]) is not int or not 0 <= slot[0] < len(self.nodes):
            raise Broken("a value that is not in the table")
        return self._at(slot[0])

    def _at(self, index: int) -> Any:
        """The value of a node; tuples and the like are made with their parts, at most 64 deep."""
        if not self._done[index]:
            self._depth += 1
            if self._depth > DEEPEST:
                raise Broken(f"tuples nested more than {DEEPEST} deep")
            self.values[index] = self._make(self.nodes[index])
            self._done[index] = True
            self._depth -= 1
        return self.values[index]

    def _shell(self, index: int) -> None:
        node = self.nodes[index]
        if type(node) is not list or not node or type(node[0]) is not str:
            raise Broken("a node without a kind")
        makers: dict[str, Callable[[], Any]] = {
            "list": list,
            "set": set,
            "dict": lambda: _new_dict(node[1], node[3]),
            "objects": lambda: self._objects(node[1], node[2]),
        }
        if node[0] in makers:
            self.values[index], self._done[index] = makers[node[0]](), True

    def _objects(self, shape: Any, slots: Any) -> np.ndarray:
        if (
            not all(type(n) is int and n >= 0 for n in shape)
            or len(shape) > 32
            or math.prod(shape) != len(slots)
        ):
            raise Broken("an array of objects without its objects")
        return np.empty(shape, object)

    def _fill(self, value: Any, node: list) -> None:
        if node[0] == "list":
            value.extend(self.value(slot) for slot in node[1])
        elif node[0] == "objects":
            for place, slot in zip(np.ndindex(value.shape), node[2], strict=True):
                value[place] = self.value(slot)
        elif node[0] == "set":
            value.update(self.value(slot) for slot in node[1])
        else:
            for key, part in node[2]:
                value[self.value(key)] = self.value(part)

    def _array(self, dtype: str, shape: list[int], at: int, size: int) -> np.ndarray | torch.Tensor:
        """A new array or tensor from its dtype, shape and place in the blob."""
        data = self._bytes(at, size)
        if not all(type(n) is int and n >= 0 for n in shape) or len(shape) > 32:
            raise Broken("an array of no shape")
        kind: Any = _TORCH[dtype] if dtype in _TORCH else np.dtype(dtype)
        if isinstance(kind, np.dtype) and (kind.kind not in _NUMBERS or kind.str != dtype):
            raise Broken(f"an array of {dtype[:40]}")
        if math.prod(shape) * kind.itemsize != size:  # what is not there would be read from old memory
            raise Broken("an array without its numbers")
        if dtype in ("bool", "|b1"):
            data = data.translate(_TRUTH)  # any other byte is neither true nor false
        if isinstance(kind, np.dtype):
            return np.frombuffer(data, kind).reshape(shape) if data else np.zeros(shape, kind)
        return torch.frombuffer(data, dtype=kind).reshape(shape) if data else torch.empty(shape, dtype=kind)

    def _bytes(self, at: int, size: int) -> bytearray:
        if not (type(at) is type(size) is int and at >= 0 and size >= 0 and at + size <= len(self.blob)):
            raise Broken("an array outside of its message")
        self._left -= size
        if self._left < 0:
            raise Broken("arrays that are larger than their message")
        return bytearray(self.blob[at : at + size])

    def _make(self, node: list) -> Any:
        tag, *rest = node
        if tag in ("array", "number"):
            array = self._array(*rest)
            if tag == "number":
                return array[()]
            if self.frozen and isinstance(array, np.ndarray):
                array.flags.writeable = False
            return array
        if tag == "tensor":
            return self._tensor(*rest)
        if tag == "bytes":
            return bytes(self._bytes(*rest))
        if tag == "same":
            return self.value(rest[0])
        if tag in ("tuple", "frozenset"):
            return {"tuple": tuple, "frozenset": frozenset}[tag](self.value(slot) for slot in rest[0])
        if tag in _MAKERS:
            return _MAKERS[tag](*(self._ready(slot) for slot in rest))
        return self.other(node)

    def _tensor(self, parameter: Any, graph: Any, gradient: Any, *array: Any) -> torch.Tensor:
        tensor: Any = self._array(*array)
        if not isinstance(tensor, torch.Tensor):
            raise Broken("a tensor that is none")
        if parameter:
            tensor = torch.nn.Parameter(tensor, requires_grad=False)
        if not graph:
            return tensor
        tensor.requires_grad_()
        if graph == 2:
            return self.graph(tensor)
        tensor.grad = self.value(gradient)
        return tensor

    def _ready(self, slot: Any) -> Any:
        """The value of a slot inside a small kind, whose lists are filled at once."""
        value = self.value(slot)
        return [self.value(part) for part in self.nodes[slot[0]][1]] if type(value) is list else value


#: What a damaged table may raise in Python, NumPy and PyTorch.
_DAMAGE = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RuntimeError)


def _new_dict(kind: str, factory: str | None) -> dict:
    if factory is None:
        return _DICTS[kind]()
    return collections.defaultdict(_TYPES[factory] if factory != "?" else _unknown_default)


def _unknown_default() -> Any:
    raise LookupError("this defaultdict makes its values by a function, which did not come along")


def _dtype(name: Any) -> np.dtype:
    if type(name) is not str:
        raise Broken("a dtype without a name")
    return np.dtype(name)


def _named(name: str, fields: list[str], values: list) -> tuple:
    return collections.namedtuple(name, fields)(*values)  # type: ignore[misc]


def _nan(text: str) -> float:
    return struct.unpack("!d", bytes.fromhex(text))[0]  # type: ignore[no-any-return]


def _exact(kind: type, characters: str) -> Callable[[Any], Any]:
    """A number from its text, with no more digits than the text has."""

    def made(text: Any) -> Any:
        if type(text) is not str or len(text) > 4000 or not set(text) <= set(characters):
            raise Broken(f"a {kind.__name__} that is none")
        return kind(text)

    return made


_Small = tuple[type, Callable[[Any], list], Callable[..., Any]]
#: Small kinds by tag: their type, its parts, and the way back.
_SMALL: dict[str, _Small] = {
    "int": (int, lambda v: [hex(v)], lambda text: int(text, 16)),
    "float": (float, lambda v: [struct.pack("!d", v).hex()], _nan),
    "complex": (complex, lambda v: [v.real, v.imag], complex),
    "slice": (slice, lambda v: [v.start, v.stop, v.step], slice),
    "range": (range, lambda v: [v.start, v.stop, v.step], range),
    "ellipsis": (type(...), lambda v: [], lambda: ...),
    "torch.dtype": (torch.dtype, lambda v: [str(v).removeprefix("torch.")], lambda name: _TORCH[name]),
    "device": (torch.device, lambda v: [str(v)], torch.device),
    "size": (torch.Size, lambda v: [list(v)], torch.Size),
    "deque": (collections.deque, lambda v: [list(v), v.maxlen], collections.deque),
    "timedelta": (datetime.timedelta, lambda v: [v.days, v.seconds, v.microseconds], datetime.timedelta),
    "Decimal": (Decimal, lambda v: [str(v)], _exact(Decimal, "+-.0123456789ENaInfity")),
    "Fraction": (fractions.Fraction, lambda v: [str(v)], _exact(fractions.Fraction, "-/0123456789")),
    **{
        kind.__name__: (kind, lambda v: [v.isoformat()], kind.fromisoformat)
        for kind in (datetime.datetime, datetime.date, datetime.time)
    },
}
_BY_TYPE = {kind: tag for tag, (kind, _, _) in _SMALL.items()}
_MAKERS: dict[str, Callable[..., Any]] = {tag: make for tag, (_, _, make) in _SMALL.items()} | {
    "numpy.dtype": _dtype,
    "type": lambda name: _TYPES[name],
    "namedtuple": _named,
}
