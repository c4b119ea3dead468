"""Values as a flat table of nodes and the way back: data only, nothing is ever unpickled.

A message holds a table of nodes and the raw bytes of its arrays. A value is a JSON scalar, or `[k]`: node k.
The table is flat, so that a list of 10,000 linked objects needs no recursion and shared parts stay shared.
What is no data is left to `Objects`, the part of the channel that knows objects on both sides.
"""

import collections
import functools
import math
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import torch

from dlcourse.grade.judge.wire import Broken

MOST_NODES, DEEPEST = 500_000, 64
_DICTS = {
    "dict": dict,
    "OrderedDict": collections.OrderedDict,
    "Counter": collections.Counter,
    "defaultdict": collections.defaultdict,
}
_DICT_NAMES: dict[type, str] = {kind: name for name, kind in _DICTS.items()}
_TORCH = {str(d).removeprefix("torch."): d for d in vars(torch).values() if isinstance(d, torch.dtype)}
_BITS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
TYPES: dict[str, type] = {
    t.__name__: t for t in (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset)
}
_TRUTH = bytes([0, *[1] * 255])
#: The entries of a generator's state that are a place in its table; NumPy reads there without a look.
_PLACES = {"MT19937": (("state", "pos"), 624), "Philox": (("buffer_pos",), 4)}
_SCALARS = (type(None), bool, int, float, str)
_SEQUENCES: dict[type, str] = {list: "list", tuple: "tuple", set: "set", frozenset: "frozenset"}


class Objects(Protocol):
    """What the channel knows about values that are no data."""

    def follows(self, value: Any) -> bool: ...
    def outward(self, value: Any, encoder: "Encoder") -> list: ...
    def inward(self, node: list, decoder: "Decoder") -> Any: ...
    def shared(self, value: Any) -> str: ...
    def shared_class(self, name: str) -> type: ...


class Encoder:
    """Collects values into one table.

    Parameters
    ----------
    objects : Objects
    known : objects that the other side has sent, by `id`, and their node there
    lent : tensors that the other side has sent, by their `whereabouts`, and their node there
    """

    def __init__(
        self,
        objects: Objects,
        known: dict[int, int] | None = None,
        lent: dict[tuple, int] | None = None,
    ):
        self.objects, self.known, self.lent = objects, known or {}, lent or {}
        self.nodes: list[list] = []
        self.sent: list[Any] = []  # by node; also keeps every `id` valid
        self.blob = bytearray()
        self._memo: dict[int, int] = {}
        self._waiting: list[int] = []

    def value(self, value: Any) -> Any:
        """The slot of a value: itself if it is a JSON scalar, else `[node]`."""
        slot = self.slot(value)
        self._work()
        return slot

    def fresh(self, value: Any) -> Any:
        """As `value`, but as new contents even if the other side knows the object."""
        known, self.known = self.known, {k: v for k, v in self.known.items() if k != id(value)}
        as_known = self._memo.pop(id(value), None)
        slot = self.value(value)
        self.known = known
        if as_known is not None:
            self._memo[id(value)] = as_known
        return slot

    def slot(self, value: Any) -> Any:
        kind = type(value)
        if kind in _SCALARS and not (kind is int and value.bit_length() > 10_000):
            return value
        if id(value) not in self._memo:
            self._memo[id(value)] = len(self.nodes)
            self._waiting.append(len(self.nodes))
            self.nodes.append([])
            self.sent.append(value)
        return [self._memo[id(value)]]

    def raw(self, data: bytes) -> list[int]:
        """Where some bytes stand in the blob."""
        at = len(self.blob)
        self.blob += data
        return [at, len(data)]

    def array(self, value: np.ndarray | torch.Tensor) -> list:
        """dtype, shape, place of an array or tensor."""
        if isinstance(value, np.ndarray):
            return [value.dtype.str, list(value.shape), *self.raw(value.tobytes())]
        plain = value.detach().resolve_conj().resolve_neg().contiguous()
        flat = plain.view(-1) if plain.numel() else plain.new_empty(0)
        data = flat.view(torch.uint8).numpy().tobytes()
        return [str(plain.dtype).removeprefix("torch."), list(plain.shape), *self.raw(data)]

    def _work(self) -> None:
        while self._waiting:
            index = self._waiting.pop()
            if index >= MOST_NODES:
                raise ValueError(f"more than {MOST_NODES} values in one message")
            self.nodes[index] = self._node(self.sent[index])

    def _node(self, value: Any) -> list:
        if id(value) in self.known:
            return ["arg", self.known[id(value)]]
        kind = type(value)
        if kind in _SEQUENCES:
            return [_SEQUENCES[kind], [self.slot(v) for v in value]]
        if kind in _DICT_NAMES:
            return [
                "dict",
                _DICT_NAMES[kind],
                [[self.slot(k), self.slot(v)] for k, v in value.items()],
                _factory(value),
            ]
        if kind is np.ndarray and value.dtype.kind in "biufcSUmM":
            return ["array", *self.array(value)]
        if isinstance(value, np.generic) and value.dtype.kind in "biufcSUmM":
            return ["number", *self.array(np.asarray(value))]
        if _is_plain(value) and not self.objects.follows(value):
            return ["tensor", kind is torch.nn.Parameter, *self.array(value)]
        if (simple := _simple(value, kind)) is not None:
            return [*simple[:1], *(self.slot(part) for part in simple[1:])]
        if name := self.objects.shared(value):
            return ["record", name, [[self.slot(k), self.slot(v)] for k, v in vars(value).items()]]
        return self.objects.outward(value, self)


def _factory(value: dict) -> str | None:
    factory = getattr(value, "default_factory", None)
    return factory.__name__ if isinstance(factory, type) and factory in TYPES.values() else None


def _new_dict(kind: str, factory: str | None) -> dict:
    return collections.defaultdict(TYPES[factory]) if factory else _DICTS[kind]()


def whereabouts(tensor: torch.Tensor) -> tuple:
    """Where in memory a tensor lies, and how: what shares that shares every change."""
    return tensor.data_ptr(), tensor.dtype, tuple(tensor.shape), tensor.stride()


def _is_plain(value: Any) -> bool:
    if type(value) not in (torch.Tensor, torch.nn.Parameter) or value.requires_grad:
        return False
    return value.layout is torch.strided and value.device.type == "cpu" and not value.is_quantized


def _simple(value: Any, kind: Any) -> list | None:
    """Small kinds, as a tag and parts that are data themselves."""
    if kind is int:
        return ["int", hex(value)]
    if kind is complex:
        return ["complex", value.real, value.imag]
    if kind is bytes:
        return ["bytes", value.hex()]
    if kind in (slice, range):
        return [kind.__name__, value.start, value.stop, value.step]
    if value is ...:
        return ["ellipsis"]
    if isinstance(value, np.dtype) and value.kind in "biufcSUmM":
        return ["dtype", value.str]
    if kind is torch.dtype:
        return ["torch.dtype", str(value).removeprefix("torch.")]
    if kind is torch.device:
        return ["device", str(value)]
    if kind is torch.Size:
        return ["size", tuple(value)]
    if kind is np.random.Generator and type(value.bit_generator).__name__ in _BITS:
        return ["generator", value.bit_generator.state]
    if kind is torch.Generator:
        return ["torch.generator", value.get_state()]
    if kind is collections.deque:
        return ["deque", list(value), value.maxlen]
    if isinstance(value, type) and value is TYPES.get(value.__name__):
        return ["type", value.__name__]
    if isinstance(value, tuple) and hasattr(kind, "_fields") and len(kind._fields) == len(value):
        return ["namedtuple", kind.__name__, list(map(str, kind._fields)), list(value)]
    return None


class Decoder:
    """Rebuilds the values of one table. Whatever is odd in it raises `Broken`.

    Parameters
    ----------
    nodes, blob : what was received
    objects : Objects
    sent : what this side sent before, by node there; an "arg" node is one of these
    """

    def __init__(self, nodes: Any, blob: bytes, objects: Objects, sent: list[Any] | None = None):
        if not isinstance(nodes, list) or len(nodes) > MOST_NODES:
            raise Broken("no table of values")
        self.nodes, self.blob, self.objects, self.sent = nodes, blob, objects, sent or []
        self._left = len(blob)  # each byte is read once, so that what is made of a message is not larger
        self.values: list[Any] = [None] * len(nodes)
        self._done = [False] * len(nodes)
        self._depth = 0
        try:
            for i in range(len(nodes)):
                self._shell(i)
            for i in range(len(nodes)):
                self.at(i)
            for tags in (("record",), ("list",), ("dict", "set")):  # keys are hashed last
                for i, node in enumerate(nodes):
                    if node[0] in tags:
                        self._fill(self.values[i], node)
        except Broken:
            raise
        except (TypeError, ValueError, LookupError, AttributeError, OverflowError, RuntimeError) as damage:
            raise Broken(f"values that cannot be: {type(damage).__name__}: {damage}"[:300]) from None

    def value(self, slot: Any) -> Any:
        """The value of a slot."""
        if type(slot) is not list:
            if type(slot) not in _SCALARS:
                raise Broken("a value of no known kind")
            return slot
        if len(slot) != 1 or type(slot[0]) is not int or not 0 <= slot[0] < len(self.nodes):
            raise Broken("a value that is not in the table")
        return self.at(slot[0])

    def at(self, index: int) -> Any:
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
            "record": lambda: object.__new__(self.objects.shared_class(node[1])),
        }
        if node[0] in makers:
            self.values[index], self._done[index] = makers[node[0]](), True

    def _fill(self, value: Any, node: list) -> None:
        if node[0] == "list":
            value.extend(self.value(slot) for slot in node[1])
        elif node[0] == "set":
            value.update(self.value(slot) for slot in node[1])
        else:
            pairs = [(self.value(k), self.value(v)) for k, v in node[2]]
            for key, part in pairs:
                if node[0] == "dict":
                    value[key] = part
                elif type(key) is str:
                    vars(value)[key] = part
                else:
                    raise Broken("an attribute whose name is no text")

    def array(self, dtype: str, shape: list[int], at: int, size: int) -> np.ndarray | torch.Tensor:
        """A new array or tensor from its dtype, shape and place in the blob."""
        if not all(type(n) is int and n >= 0 for n in (*shape, at, size)) or at + size > len(self.blob):
            raise Broken("an array outside of its message")
        self._left -= size
        if self._left < 0 or len(shape) > 32:
            raise Broken("arrays that are larger than their message")
        kind: Any = _TORCH[dtype] if dtype in _TORCH else np.dtype(dtype)
        if isinstance(kind, np.dtype) and (kind.kind not in "biufcSUmM" or kind.str != dtype):
            raise Broken(f"an array of {dtype[:40]}")
        if math.prod(shape) * kind.itemsize != size:  # what is not there would be read from old memory
            raise Broken("an array without its numbers")
        data = bytearray(self.blob[at : at + size])
        if dtype in ("bool", "|b1"):
            data = data.translate(_TRUTH)  # any other byte is neither true nor false
        if isinstance(kind, np.dtype):
            return np.frombuffer(data, kind).reshape(shape) if data else np.zeros(shape, kind)
        return torch.frombuffer(data, dtype=kind).reshape(shape) if data else torch.empty(shape, dtype=kind)

    def _make(self, node: list) -> Any:
        tag, *rest = node
        if tag in ("array", "number"):
            array = self.array(*rest)
            return array if tag == "array" else array[()]
        if tag == "tensor":
            tensor: Any = self.array(*rest[1:])
            return torch.nn.Parameter(tensor, requires_grad=False) if rest[0] else tensor
        if tag == "arg":
            if type(rest[0]) is not int or not 0 <= rest[0] < len(self.sent):
                raise Broken("an argument that was not sent")
            return self.sent[rest[0]]
        if tag in ("tuple", "frozenset"):
            return {"tuple": tuple, "frozenset": frozenset}[tag](self.value(slot) for slot in rest[0])
        if tag in _SIMPLE:
            return _SIMPLE[tag](*(self.ready(slot) for slot in rest))
        return self.objects.inward(node, self)

    def ready(self, slot: Any) -> Any:
        """The value of a slot inside a small kind, whose lists and dicts are filled at once."""
        value = self.value(slot)
        if type(value) in (list, dict) and not value:
            self._depth += 1
            if self._depth > DEEPEST:
                raise Broken(f"values nested more than {DEEPEST} deep")
            node = self.nodes[slot[0]]
            parts = node[1] if node[0] == "list" else [s for pair in node[2] for s in pair]
            made = [self.ready(part) for part in parts]
            self._depth -= 1
            return made if node[0] == "list" else dict(zip(made[::2], made[1::2], strict=True))
        return value


def _generator(state: dict) -> np.random.Generator:
    if state["bit_generator"] not in _BITS:
        raise Broken("a generator of no known kind")
    if state["bit_generator"] in _PLACES:
        path, most = _PLACES[state["bit_generator"]]
        place = functools.reduce(lambda part, name: part[name], path, state)
        if type(place) is not int or not 0 <= place <= most:
            raise Broken("a generator outside of its table")
    bits = getattr(np.random, state["bit_generator"])()
    bits.state = state
    return np.random.Generator(bits)


def _dtype(name: str) -> np.dtype:
    if type(name) is not str:
        raise Broken("a dtype without a name")
    return np.dtype(name)


def _torch_generator(state: torch.Tensor) -> torch.Generator:
    generator = torch.Generator()
    generator.set_state(state)
    return generator


def _namedtuple(name: str, fields: list[str], values: list) -> tuple:
    return collections.namedtuple(name, fields)(*values)  # type: ignore[misc]


_SIMPLE: dict[str, Callable] = {
    "int": lambda text: int(text, 16),
    "complex": complex,
    "bytes": bytes.fromhex,
    "slice": slice,
    "range": range,
    "ellipsis": lambda: ...,
    "dtype": _dtype,
    "torch.dtype": lambda name: _TORCH[name],
    "device": torch.device,
    "size": torch.Size,
    "generator": _generator,
    "torch.generator": _torch_generator,
    "deque": collections.deque,
    "type": lambda name: TYPES[name],
    "namedtuple": _namedtuple,
}
