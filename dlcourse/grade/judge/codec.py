"""Plain data between two processes that each hold a copy of it: nothing is ever unpickled.

Every value that crosses has a number. A message tells of the values that are new to the other end and of
those that have changed since it last heard of them; there they are changed in place (copy-restore, as in NRMI
by Tilevich and Smaragdakis, 2003). So while one end waits for the other, both hold the same: what either
has changed, what is one object, what shares memory. A table is flat: cycles close, and no depth is too deep.
"""

import collections
import datetime
import enum
import fractions
import hashlib
import json
import math
import struct
import sys
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import Any

import numpy as np
import torch

from dlcourse.grade.sandbox.wire import MOST_BYTES, Broken

MOST_NODES, DEEPEST = 500_000, 64
_DICTS: dict[str, type] = {
    one.__name__: one for one in (dict, collections.OrderedDict, collections.Counter, collections.defaultdict)
}
_TORCH = {str(d).removeprefix("torch."): d for d in vars(torch).values() if isinstance(d, torch.dtype)}
_TORCH = {name: kind for name, kind in _TORCH.items() if name[0] != "q"}  # of quantized numbers
_TYPES: dict[str, type] = {
    t.__name__: t for t in (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset)
}
_SCALARS = (type(None), bool, int, float, str)
_SEQUENCES = {one: one.__name__ for one in (list, tuple, set, frozenset)}
_CONTAINERS = {"list": list, "set": set, "dict": dict, "deque": collections.deque, "objects": np.ndarray}
_GENERATORS = (np.random.Generator, torch.Generator)
_MUTABLE = (list, set, dict, collections.deque, np.ndarray, torch.Tensor, torch.UntypedStorage, *_GENERATORS)
_WITH_DATA = {"array", "number", "tensor", "storage", "bytes"}
_NUMBERS = "biufcSUmM"
_TRUTH = bytes([0, *[1] * 255])
#: The value of an instance of a subclass, by methods that the subclass cannot replace.
_BASES: dict[type, Callable] = {
    int: int.__pos__,
    float: float.__pos__,
    complex: complex.__pos__,
    str: lambda value: str.__getitem__(value, slice(None)),
    bytes: lambda value: bytes.__getitem__(value, slice(None)),
    tuple: lambda value: tuple(tuple.__iter__(value)),
    frozenset: lambda value: frozenset(frozenset.__iter__(value)),
    list: lambda value: list(list.__iter__(value)),
    dict: lambda value: dict(dict.items(value)),
    set: lambda value: set(set.__iter__(value)),
    np.ndarray: lambda value: np.ndarray.view(value, np.ndarray),
    torch.Tensor: lambda value: torch.Tensor.as_subclass(value, torch.Tensor),
}
#: Arrays that compute by other rules than the plain array in them: they are no plain data.
_OTHER_RULES = (np.ma.MaskedArray, np.matrix)


class Table:
    """One end of what two processes hold in common.

    Parameters
    ----------
    end : 0 or 1, the other end has the other
    out : callable, gives the node of a value that is no plain data, or raises
    into : callable, gives the value of such a node, or raises
    bases : bool
        Whether an instance of a subclass of int, list, array, ... counts as the plain value it holds.
    graph : callable, gives a tensor that stands for one in the middle of a graph

    Attributes
    ----------
    came_back : set of int, the numbers of values that a message named after they had crossed before
    classes : dict, enumerations that both ends have, by name
    """

    def __init__(
        self,
        end: int,
        out: Callable[[Any], list],
        into: Callable[[list], Any],
        *,
        bases: bool = False,
        graph: Callable[[torch.Tensor], torch.Tensor] = torch.Tensor.clone,
    ):
        self.out, self.into, self.bases, self.graph = out, into, bases, graph
        self.classes: dict[str, Any] = {}
        self.values: dict[int, Any] = {}  # which keeps every `id` valid
        self.came_back: set[int] = set()
        self._end = self._next = end
        self._numbers: dict[int, int] = {}  # by id
        # numbers of arrays that own their memory, and of PyTorch's storages, by address
        self._memories: dict[int, int] = {}
        self._known: dict[int, bytes] = {}  # a digest of the node that the other end has
        self._alone: set[int] = set()  # arrays and tensors that are sent without the memory they share
        self._fixed: set[int] = set()  # values that are no data, and tensors of a graph: never sent again
        self._parts: dict[int, list[int]] = {}  # what a value holds, by number
        self._inside: list[int] = []
        self._table: dict[int, list] = {}
        self._waiting: list[int] = []
        self._depth = 0

    def encode(self, *values: Any) -> tuple[list, list, bytes, set[int]]:
        """The slots of some values; nodes and bytes of all that the other end does not know as it is now.

        Returns
        -------
        slots : list, of each value itself if it is a JSON scalar, else `[number]`
        nodes : list of [number, node]
        blob : bytes, of arrays
        changed : set of int, the values that crossed before and have changed since, if they are no part of
            `values` or a message has named them again

        Raises
        ------
        ValueError
            If the message grows too large.
        """
        first, changed, blob = self._next, set[int](), bytearray()
        nodes: list[list] = []
        old = [n for n, v in self.values.items() if issubclass(type(v), _MUTABLE)]
        old = [n for n in old if n not in self._fixed or issubclass(type(self.values[n]), _GENERATORS)]
        self._waiting = list(reversed(old))
        self._parts.clear()
        try:
            slots = [self._slot(value) for value in values]
            while self._waiting:
                number = self._waiting.pop()
                self._inside = self._parts[number] = []
                node, data = self._node(number, self.values[number])
                digest = _digest(node, data)
                if self._known.get(number) == digest:
                    continue
                if number < first or number % 2 != self._end:
                    changed.add(number)
                self._known[number] = digest
                nodes.append([number, [*node, len(blob), len(data)] if node[0] in _WITH_DATA else node])
                blob += data
                if len(nodes) > MOST_NODES or len(blob) > MOST_BYTES:
                    raise ValueError(
                        f"{len(nodes)} values of {len(blob) >> 20} MB in one message: too much for one test"
                    )
        except BaseException:  # nothing of it was sent
            self.drop([n for n in self.values if n >= first and n % 2 == self._end])
            for number, _ in nodes:
                self._known.pop(number, None)
            raise
        passed = [slot[0] for slot in slots if type(slot) is list]
        for number in passed:  # which grows
            passed += self._parts.pop(number, ())
        return slots, nodes, bytes(blob), changed - (set(passed) - self.came_back)

    def join(self, values: Collection[Any], slots: Any, nodes: Any, blob: bytes) -> bool:
        """Hold in common what both ends have made on their own; whether this end's values change by that.

        Parameters
        ----------
        values : of this end
        slots, nodes, blob : what the other end's `encode` says of its own, the first of all that crosses
        """
        twin = Table(1 - self._end, self.out, self.into)
        mine, told, data, _ = twin.encode(*values)
        if json.dumps([mine, told]) == json.dumps([slots, nodes]) and data == blob:
            for number, value in twin.values.items():
                self._put(number, value)
            self._known |= twin._known
            self._alone |= twin._alone
            return False
        try:
            roots = {number: node for number, node in told if [number] in mine}
            theirs = {number: node for number, node in nodes} if mine == slots else {}
            alike = all(theirs[number][:3:2] == node[:3:2] for number, node in roots.items() if theirs)
        except _DAMAGE as damage:
            raise Broken(f"no table of values: {damage}"[:300]) from None
        if not theirs or not alike:  # the answer may have given a name to something else
            return False
        for (number,) in mine:
            self._put(number, twin.values[number])
        self.decode(nodes, blob)
        return True

    def released(self) -> list[int]:
        """Forget the values that are referred to from here alone, and return their numbers."""
        found: list[int] = []
        while True:
            tied, values = self._tied(), self.values
            # two references: by the table, and by the question itself
            gone = [n for n in values if sys.getrefcount(values[n]) == 2 and id(values[n]) not in tied]
            if not gone:
                return found
            self.drop(gone)
            found += gone

    def _tied(self) -> set[int]:
        """The ids of what PyTorch refers to, unseen by Python's count."""
        tensors = [v for v in self.values.values() if issubclass(type(v), torch.Tensor)]
        return {id(t.untyped_storage()) for t in tensors} | {id(t.grad) for t in tensors if t.is_leaf}

    def drop(self, numbers: Iterable[int]) -> None:
        """Forget these values, as far as they are known."""
        for number in numbers:
            if number in self.values:
                if self._memories.get(place := _place(self.values[number])) == number:
                    del self._memories[place]
                del self._numbers[id(self.values[number])], self.values[number]
                self._known.pop(number, None)
                for known in (self._alone, self._fixed, self.came_back):
                    known.discard(number)

    def forget(self) -> None:
        """Forget all data; what is no data stays known."""
        self.drop([n for n, v in self.values.items() if n not in self._fixed or isinstance(v, torch.Tensor)])

    def _slot(self, value: Any) -> Any:
        kind = type(value)
        if kind in _SCALARS and not (kind is int and value.bit_length() > 10_000) and value == value:
            return value
        number = self._numbers.get(id(value))
        if number is None:
            number = self._next
            self._next += 2
            self._put(number, value)
            self._waiting.append(number)
        self._inside.append(number)
        return [number]

    def _put(self, number: int, value: Any) -> None:
        self.values[number] = value
        self._numbers[id(value)] = number
        if place := _place(value):
            self._memories.setdefault(place, number)

    def _node(self, number: int, value: Any) -> tuple[list, bytes]:
        """What is told of a value, and its raw bytes."""
        kind = type(value)
        if kind in _SEQUENCES:
            return [_SEQUENCES[kind], [self._slot(part) for part in value]], b""
        if kind is collections.deque:
            return ["deque", [self._slot(part) for part in value], value.maxlen], b""
        if _DICTS.get(kind.__name__) is kind:
            pairs = [[self._slot(key), self._slot(part)] for key, part in value.items()]
            return ["dict", pairs, kind.__name__, _factory(value)], b""
        if kind is np.ndarray and value.dtype.kind in _NUMBERS:
            return self._array(number, value)
        if kind is np.ndarray and value.dtype.kind == "O":
            return ["objects", [self._slot(part) for part in value.flat], list(value.shape)], b""
        if isinstance(value, np.generic) and value.dtype.kind in _NUMBERS:
            return ["number", value.dtype.str], value.tobytes()
        if kind in (torch.Tensor, torch.nn.Parameter) and _on_cpu(value):
            return self._tensor(number, value)
        if kind is torch.UntypedStorage:
            return ["storage"], _bytes_of(_none().set_(value))
        if kind is bytes:
            return ["bytes"], value
        if (simple := _simple(value, kind)) is not None:
            return [simple[0], *(self._slot(part) for part in simple[1:])], b""
        if number % 2 == 0 and (state := _state(value)):  # that the judge has made
            self._fixed.add(number)
            return ["generator", *state], b""
        if isinstance(value, enum.Enum) and self.classes.get(kind.__name__) is kind:
            return ["member", kind.__name__, value.name], b""
        if self.bases and not isinstance(value, _OTHER_RULES):
            for base, plain in _BASES.items():
                if issubclass(kind, base) and kind is not base:
                    return (
                        self._node(number, plain(value))
                        if base in _MUTABLE
                        else (["plain", self._slot(plain(value))], b"")
                    )
        self._fixed.add(number)
        return self.out(value), b""

    def _array(self, number: int, value: np.ndarray) -> tuple[list, bytes]:
        owner = value
        while isinstance(owner.base, np.ndarray):
            owner = owner.base
        place = owner.ctypes.data
        memory = self.values.get(self._memories.get(place, -1))
        if (
            type(memory) is torch.UntypedStorage
            and value.dtype.kind != "b"
            and number not in self._alone
            and 0 < value.nbytes <= memory.nbytes()
        ):
            return self._seen(memory, value, place), b""
        known = id(owner) in self._numbers
        if (
            owner is not value
            and number not in self._alone
            and owner.dtype.kind in _NUMBERS
            and (owner.dtype == value.dtype or "b" not in owner.dtype.kind + value.dtype.kind)
            and (owner.flags.c_contiguous or owner.flags.f_contiguous)
            and (known or owner.nbytes <= 8 * value.nbytes + 4096)
            and 0 < value.nbytes <= owner.nbytes
        ):
            return self._seen(owner, value, place), b""
        if owner is not value:
            self._alone.add(number)
        order: Any = "F" if value.flags.f_contiguous and not value.flags.c_contiguous else "C"
        return [
            "array",
            value.dtype.str,
            list(value.shape),
            order,
            value.flags.writeable,
        ], value.tobytes(order)

    def _seen(self, memory: Any, value: np.ndarray, place: int) -> list:
        how = [list(value.strides), value.ctypes.data - place, value.flags.writeable]
        return ["view", self._slot(memory), value.dtype.str, list(value.shape), *how]

    def _tensor(self, number: int, value: torch.Tensor) -> tuple[list, bytes]:
        graph = 0 if not value.requires_grad else 1 if value.is_leaf else 2
        how = [type(value) is torch.nn.Parameter, graph, self._slot(value.grad if value.is_leaf else None)]
        how += [str(value.dtype).removeprefix("torch."), list(value.shape)]
        storage, size = value.untyped_storage(), value.numel() * value.itemsize
        memory = self.values.get(self._memories.get(storage.data_ptr(), -1), storage) if size else storage
        if isinstance(memory, np.ndarray) and not (memory.flags.writeable and memory.dtype.kind in "iufc"):
            memory = storage
        if graph == 2:
            self._fixed.add(number)
        if (
            graph == 2
            or number in self._alone
            or value.dtype is torch.bool
            or value.is_conj()
            or value.is_neg()
            or size > storage.nbytes()
            or not (id(memory) in self._numbers or storage.nbytes() <= 8 * size + 4096)
        ):
            self._alone.add(number)
            return ["tensor", *how, None, None, None], _bytes_of(value)
        place = [list(value.stride()), value.storage_offset(), self._slot(memory)]
        return ["tensor", *how, *place], b""

    def decode(self, nodes: Any, blob: bytes) -> set[int]:
        """Take in what the other end tells; the numbers of values that were known before and change by it.

        Raises
        ------
        Broken
            If it is nothing that the other end of a table would send.
        """
        if not isinstance(nodes, list) or len(nodes) > MOST_NODES:
            raise Broken("no table of values")
        self._blob, self._left, self._depth = blob, len(blob), 0  # each byte is read once: no message grows
        try:
            self._table = {number: node for number, node in nodes}
            known = {number for number in self._table if number in self.values}
            for number, node in self._table.items():
                self._begin(number, node)
            for number in self._table:
                self._at(number)
            for number in known:
                self._update(self.values[number], self._table[number], number)
            for tags in (("list", "deque"), ("objects",), ("dict", "set")):  # keys are hashed last
                for number, node in self._table.items():
                    if node[0] in tags:
                        self._fill(self.values[number], node)
            for number, node in self._table.items():
                data = blob[node[-2] : node[-2] + node[-1]] if node[0] in _WITH_DATA else b""
                self._known[number] = _digest(node[:-2] if node[0] in _WITH_DATA else node, data)
        except Broken:
            raise
        except _DAMAGE as damage:
            raise Broken(f"values that cannot be: {type(damage).__name__}: {damage}"[:300]) from None
        drawn_from = {n for n in known if issubclass(type(self.values[n]), _GENERATORS)}
        self.came_back |= drawn_from  # what the test draws from now on hangs on the answer
        return known - drawn_from

    def value(self, slot: Any) -> Any:
        """The value of a slot.

        Raises
        ------
        Broken
            If there is none.
        """
        if type(slot) is not list:
            if type(slot) not in _SCALARS:
                raise Broken("a value of no known kind")
            return slot
        if len(slot) != 1 or type(slot[0]) is not int:
            raise Broken("a value without its number")
        return self._at(slot[0])

    def _begin(self, number: Any, node: Any) -> None:
        """Make an empty container, so that its parts can refer to it; empty a known one."""
        if type(number) is not int or type(node) is not list or not node or type(node[0]) is not str:
            raise Broken("a node without a number or a kind")
        tag = node[0]
        if number in self.values:
            if tag in _CONTAINERS and tag != "objects":
                if not issubclass(type(self.values[number]), _CONTAINERS[tag]):
                    raise Broken(f"a {type(self.values[number]).__name__} that became a {tag}")
                self.values[number].clear()
            return
        if number < 0 or number % 2 == self._end:
            raise Broken("a value with a number of this end")
        if tag in ("list", "set"):
            self._put(number, _TYPES[tag]())
        elif tag == "deque":
            self._put(number, collections.deque(maxlen=node[2]))
        elif tag == "dict":
            self._put(number, _new_dict(node[2], node[3]))
        elif tag == "objects":
            if _size(node[2]) != len(node[1]):
                raise Broken("an array of objects without its objects")
            self._put(number, np.empty(node[2], object))

    def _fill(self, value: Any, node: list) -> None:
        if node[0] == "dict":
            for key, part in node[1]:
                value[self.value(key)] = self.value(part)
            return
        parts = [self.value(slot) for slot in node[1]]
        if node[0] == "objects":
            for place, part in zip(np.ndindex(value.shape), parts, strict=True):
                value[place] = part
        else:
            (value.update if node[0] == "set" else value.extend)(parts)

    def _at(self, number: int) -> Any:
        """The value of a node; tuples and the like are made with their parts, at most 64 deep."""
        if number not in self.values:
            if number not in self._table:
                raise Broken("a value that is not in the table")
            self._depth += 1
            if self._depth > DEEPEST:
                raise Broken(f"tuples nested more than {DEEPEST} deep")
            self._put(number, self._made(self._table[number], number))
            self._depth -= 1
        elif number not in self._table:
            self.came_back.add(number)
        return self.values[number]

    def _made(self, node: list, number: int) -> Any:
        tag, *rest = node
        if tag == "array":
            return self._numpy(*rest)
        if tag == "view":
            return self._view(*rest)
        if tag == "number":
            return self._numpy(rest[0], [], "C", True, *rest[1:])[()]
        if tag == "tensor":
            return self._torch(number, *rest)
        if tag == "storage":
            data = self._bytes("", *rest)
            return (torch.frombuffer(data, dtype=torch.uint8).clone() if data else _none()).untyped_storage()
        if tag == "bytes":
            return bytes(self._bytes("", *rest))
        if tag == "plain":
            return self.value(rest[0])
        if tag in ("tuple", "frozenset"):
            return _TYPES[tag](self.value(slot) for slot in rest[0])
        if tag == "generator" and self._end:
            self._fixed.add(number)
            return _generator(*rest)
        if tag == "member":
            return self.classes[rest[0]][rest[1]]  # type: ignore[index]
        if tag in _MAKERS:
            return _MAKERS[tag](*(self.value(slot) for slot in rest))
        self._fixed.add(number)
        return self.into(node)

    def _bytes(self, dtype: str, at: int, size: int) -> bytearray:
        if not (type(at) is type(size) is int and at >= 0 and size >= 0 and at + size <= len(self._blob)):
            raise Broken("an array outside of its message")
        self._left -= size
        if self._left < 0:
            raise Broken("arrays that are larger than their message")
        data = bytearray(self._blob[at : at + size])
        return data.translate(_TRUTH) if dtype in ("bool", "|b1") else data  # no third truth value

    def _numpy(self, dtype: Any, shape: Any, order: Any, writeable: Any, *place: int) -> np.ndarray:
        """A new array, which owns its memory."""
        data, kind = self._bytes(dtype, *place), _dtype(dtype)
        if _size(shape) * kind.itemsize != len(data):
            raise Broken("an array without its numbers")
        made = np.empty(shape, kind, "F" if order == "F" else "C")
        if data:
            made[...] = np.frombuffer(data, kind).reshape(shape, order="F" if order == "F" else "C")
        made.flags.writeable = bool(writeable)
        return made

    def _view(self, owner: Any, dtype: Any, shape: Any, strides: Any, at: Any, writeable: Any) -> np.ndarray:
        """A new array in the memory of another."""
        base, kind = self.value(owner), _dtype(dtype)
        if type(base) is torch.UntypedStorage and kind.kind != "b":
            base = _none().set_(base).numpy()
        if (
            type(base) is not np.ndarray
            or base.dtype.kind not in _NUMBERS
            or isinstance(base.base, np.ndarray)
        ):
            raise Broken("a view of no array")
        if base.dtype != kind and "b" in base.dtype.kind + kind.kind:
            raise Broken("a view of truth values as others")
        if _size(shape) * kind.itemsize > base.nbytes:
            raise Broken("a view that is larger than its array")
        flat = base.ravel(order="K").view(np.uint8)
        made: np.ndarray = np.ndarray(shape, kind, flat, at, strides)
        made.flags.writeable = bool(writeable)
        return made

    def _torch(
        self,
        number: int,
        parameter: Any,
        graph: Any,
        gradient: Any,
        dtype: str,
        shape: Any,
        stride: Any,
        offset: Any,
        storage: Any,
        *place: int,
    ) -> torch.Tensor:
        kind, made = _TORCH[dtype], torch.empty(0, dtype=_TORCH[dtype])
        if storage is None:
            self._alone.add(number)
            data = self._bytes(dtype, *place)
            if _size(shape) * kind.itemsize != len(data):
                raise Broken("a tensor without its numbers")
            made = torch.frombuffer(data, dtype=kind).clone().reshape(shape) if data else made.reshape(shape)
        else:
            memory = self.value(storage)
            if type(memory) is np.ndarray and memory.dtype.kind in "iufc" and memory.flags.writeable:
                memory = torch.from_numpy(memory.ravel(order="K").view(np.uint8)).untyped_storage()
            if type(memory) is not torch.UntypedStorage or kind is torch.bool:
                raise Broken("a tensor without its memory")
            if _size(shape) * kind.itemsize > memory.nbytes():
                raise Broken("a tensor that is larger than its memory")
            made.set_(memory, offset, shape, stride)
        if parameter:
            made = torch.nn.Parameter(made, requires_grad=False)
        if graph:
            made.requires_grad_()
        if graph == 2:
            self._fixed.add(number)
            return self.graph(made)
        made.grad = self.value(gradient)
        return made

    def _update(self, value: Any, node: list, number: int) -> None:
        """Give a known array or tensor what it holds now; containers are filled later."""
        tag, *rest = node
        if tag == "storage" and type(value) is torch.UntypedStorage:
            data = self._bytes("", *rest)
            if len(data) != value.nbytes():
                value.resize_(len(data))
            if data:
                _none().set_(value).copy_(torch.frombuffer(data, dtype=torch.uint8))
        elif tag == "tensor" and isinstance(value, torch.Tensor) and number not in self._fixed:
            made = self._torch(number, *rest)
            if made.dtype != value.dtype or rest[1] == 2:
                raise Broken("a tensor of another kind")
            if rest[7] is None and made.shape == value.shape:
                value.data.copy_(made.data)
            else:
                value.data = made.data
            value.requires_grad_(made.requires_grad)
            value.grad = made.grad
        elif tag in ("array", "view") and isinstance(value, np.ndarray):
            made = self._made(node, number)
            if made.dtype != value.dtype or made.size != value.size:
                raise Broken("an array of another size")
            if made.shape != value.shape:
                value.shape = made.shape
            value.flags.writeable = True
            value[...] = made
            value.flags.writeable = made.flags.writeable
        elif tag == "generator" and issubclass(type(value), _GENERATORS):
            if rest[:1] != _state(value)[:1]:
                raise Broken("a generator of another kind")
            _set_state(value, rest[1])
        elif tag == "objects":
            if not isinstance(value, np.ndarray) or value.dtype != object or value.size != len(node[1]):
                raise Broken("an array of objects without its objects")
            value.shape = tuple(node[2])
        elif tag not in _CONTAINERS:
            raise Broken(f"a {tag[:40]} that changes")


def _place(value: Any) -> int:
    """The address of the memory that a value owns, 0 if it owns none."""
    if type(value) is torch.UntypedStorage:
        return value.data_ptr()
    owns = type(value) is np.ndarray and value.nbytes and not isinstance(value.base, np.ndarray)
    return value.ctypes.data if owns else 0


def is_mutable(value: Any) -> bool:
    """Whether a value is data that can be changed in place."""
    return issubclass(type(value), _MUTABLE)


#: What a damaged table may raise in Python, NumPy and PyTorch.
_DAMAGE = (
    TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RuntimeError, struct.error,
)  # fmt: skip


def _digest(node: list, data: bytes) -> bytes:
    found = hashlib.blake2b(json.dumps(node).encode(), digest_size=16)
    found.update(data)
    return found.digest()


def _bytes_of(value: torch.Tensor) -> bytes:
    plain = value.detach().resolve_conj().resolve_neg().contiguous()
    flat = plain.view(-1) if plain.numel() else plain.new_empty(0)
    return flat.view(torch.uint8).numpy().tobytes()


def _none() -> torch.Tensor:
    """No bytes; its `set_` makes it the bytes of a storage."""
    return torch.empty(0, dtype=torch.uint8)


def _size(shape: Any) -> int:
    """How many entries an array of some shape has."""
    if len(shape) > 32 or not all(type(n) is int and n >= 0 for n in shape):
        raise Broken("an array of no shape")
    return math.prod(shape)


def _factory(value: dict) -> str | None:
    factory = getattr(value, "default_factory", None)
    if factory is None:
        return None
    return factory.__name__ if isinstance(factory, type) and factory in _TYPES.values() else "?"


def _on_cpu(value: torch.Tensor) -> bool:
    return value.layout is torch.strided and value.device.type == "cpu" and not value.is_quantized


def _simple(value: Any, kind: Any) -> tuple | None:
    """Small kinds, as a tag and parts that are data themselves."""
    if kind in _BY_TYPE:
        tag = _BY_TYPE[kind]
        return (tag, *_SMALL[tag][1](value))
    if isinstance(value, np.dtype) and value.kind in _NUMBERS:
        return "numpy.dtype", value.str
    if isinstance(value, type) and value is _TYPES.get(value.__name__):
        return "type", value.__name__
    if isinstance(value, tuple) and hasattr(kind, "_fields"):
        return "namedtuple", kind.__name__, tuple(map(str, kind._fields)), tuple(tuple.__iter__(value))
    return None


def _new_dict(kind: str, factory: str | None) -> dict:
    if factory is None:
        return _DICTS[kind]()
    return collections.defaultdict(_TYPES[factory] if factory != "?" else _unknown_default)


def _state(value: Any) -> list:
    """The kind and the state of a generator; empty if that is none of which any state is safe to read."""
    if isinstance(value, torch.Generator):
        return ["torch", bytes(value.get_state().tolist()).hex()]
    if isinstance(value, np.random.Generator) and type(value.bit_generator) is np.random.PCG64:
        return ["PCG64", value.bit_generator.state]
    return []


def _generator(kind: str, state: Any) -> np.random.Generator | torch.Generator:
    made = torch.Generator() if kind == "torch" else np.random.default_rng(0)
    _set_state(made, state)
    return made


def _set_state(value: Any, state: Any) -> None:
    if isinstance(value, torch.Generator):
        value.set_state(torch.tensor([*bytes.fromhex(state)], dtype=torch.uint8))
    else:
        value.bit_generator.state = state


def _unknown_default() -> Any:
    raise LookupError("this defaultdict makes its values by a function, which did not come along")


def _dtype(name: Any) -> np.dtype:
    if type(name) is not str or (kind := np.dtype(name)).kind not in _NUMBERS or kind.str != name:
        raise Broken(f"an array of {str(name)[:40]}")
    return kind


def _named(name: str, fields: tuple, values: tuple) -> tuple:
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


_Small = tuple[type, Callable[[Any], tuple], Callable[..., Any]]
#: Small kinds by tag: their type, its parts, and the way back.
_SMALL: dict[str, _Small] = {
    "int": (int, lambda v: (hex(v),), lambda text: int(text, 16)),
    "float": (float, lambda v: (struct.pack("!d", v).hex(),), _nan),
    "complex": (complex, lambda v: (v.real, v.imag), complex),
    "slice": (slice, lambda v: (v.start, v.stop, v.step), slice),
    "range": (range, lambda v: (v.start, v.stop, v.step), range),
    "ellipsis": (type(...), lambda v: (), lambda: ...),
    "torch.dtype": (torch.dtype, lambda v: (str(v).removeprefix("torch."),), lambda name: _TORCH[name]),
    "device": (torch.device, lambda v: (str(v),), torch.device),
    "size": (torch.Size, lambda v: (tuple(v),), torch.Size),
    "timedelta": (datetime.timedelta, lambda v: (v.days, v.seconds, v.microseconds), datetime.timedelta),
    "Decimal": (Decimal, lambda v: (str(v),), _exact(Decimal, "+-.0123456789ENaInfity")),
    "Fraction": (fractions.Fraction, lambda v: (str(v),), _exact(fractions.Fraction, "-/0123456789")),
    **{
        kind.__name__: (kind, lambda v: (v.isoformat(),), kind.fromisoformat)
        for kind in (datetime.datetime, datetime.date, datetime.time)
    },
}
_BY_TYPE = {kind: tag for tag, (kind, _, _) in _SMALL.items()}
_MAKERS: dict[str, Callable[..., Any]] = {tag: make for tag, (_, _, make) in _SMALL.items()} | {
    "numpy.dtype": _dtype,
    "type": lambda name: _TYPES[name],
    "namedtuple": _named,
}
