"""The student process: runs the student's cells; a fork of it per test cell answers the judge."""

import copy
import functools
import inspect
import operator
import os
import signal
import socket
from collections.abc import Callable
from typing import Any

import torch

from dlcourse.grade.judge.cells import Cells, error_output
from dlcourse.grade.judge.data import Encoder
from dlcourse.grade.judge.link import Link
from dlcourse.grade.judge.remote import SPECIAL
from dlcourse.grade.judge.state import surrounded
from dlcourse.grade.judge.wire import Broken, Ended, Wire

_OPERATIONS: dict[str, Callable] = {
    "iter": iter,
    "next": next,
    "len": len,
    "bool": bool,
    "float": float,
    "int": int,
    "complex": complex,
    "round": round,
    **{name: getattr(operator, f"__{name}__") for name in SPECIAL if hasattr(operator, f"__{name}__")},
}
_DIRECT = ("enter", "exit", *(name for name in SPECIAL if name.startswith("r") and name[1:] in SPECIAL))
_REQUESTS: dict[str, Callable] = {
    "get": getattr,
    "set": setattr,
    "del": delattr,
    "eq": operator.eq,
    "repr": repr,
    "str": str,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "isinstance": isinstance,
    "call": lambda function, args, options: function(*args, **options),
    "is module": lambda kind: issubclass(kind, torch.nn.Module),
}


class StudentLink(Link):
    """The student's end: answers everything, trusts the judge."""

    def __init__(self, wire: Wire, namespace: dict[str, Any], classes: set[str]):
        super().__init__(wire, 1, namespace)
        self.classes = classes
        self.theirs: dict[int, int] = {}  # stand-ins for objects of the judge, by `id`
        self.stand_ins: dict[int, Any] = {}

    def answer(self, op: str, args: list) -> Any:
        if op == "names":
            return [name for name in args[0] if name in self.namespace]
        if op == "name":
            return self.namespace[args[0]]
        if op == "special":
            value, name, rest = args
            return _OPERATIONS[name](value, *rest) if name not in _DIRECT else _direct(value, name, rest)
        if op == "signature":
            found = inspect.signature(args[0]).parameters.values()
            return [[p.name, int(p.kind), p.default is not p.empty, _simple(p.default)] for p in found]
        return _REQUESTS[op](*args) if op in _REQUESTS else super().answer(op, args)

    def answer_in(self, around: Any, op: str, args: list, reply: dict) -> Any:
        drew: list[bool] = []
        try:
            with surrounded(around, drew):
                return self.answer(op, args)
        finally:
            reply["drew"] = any(drew)

    def passes_on(self, error: BaseException) -> bool:
        return not isinstance(error, Ended | Broken)

    def outward(self, value: Any, encoder: Encoder) -> list:
        if self.follows(value):
            return self.tensors.outward(value, encoder)
        return self.opaque(value, encoder)

    def opaque(self, value: Any, encoder: Encoder) -> list:
        if id(value) in self.theirs:
            return ["yours", self.theirs[id(value)]]
        family = (
            "module" if isinstance(value, torch.nn.Module) else "class" if isinstance(value, type) else ""
        )
        special = [name for name in SPECIAL if hasattr(type(value), f"__{name}__")]
        special = [n for n in special if getattr(type(value), f"__{n}__", None) is not None]
        return ["mine", self.export(value), type(value).__name__, special, family]

    def inward(self, node: list, decoder: Any) -> Any:
        if node[0] in ("library", "module"):
            found: Any = __import__(node[1], fromlist=["_"])
            for part in node[2].split("."):
                found = getattr(found, part)
            if node[0] == "library":
                return found
            made = object.__new__(found)
            made.__dict__.update({name: decoder.value(slot) for name, slot in node[3]})
            return made
        return super().inward(node, decoder)

    def stand_in(self, key: int, name: str, special: list[str], family: str) -> Any:
        if key not in self.stand_ins:
            made: Any = _callback(self, key, name) if "call" in special else Given(self, key)
            if "next" in special:
                made = iter(functools.partial(_next, self, Given(self, key)), _END)
            self.stand_ins[key] = made
            self.theirs[id(made)] = key
        return self.stand_ins[key]


_END = object()


def _next(link: StudentLink, given: "Given") -> Any:
    link.theirs[id(given)] = given._key
    try:
        return link.request("next", given)
    except StopIteration:
        return _END


def _callback(link: StudentLink, key: int, name: str) -> Callable:
    """A function of the test, as the student's code may call it."""

    def callback(*args: Any, **options: Any) -> Any:
        return link.request("call", callback, list(args), options)

    callback.__name__ = callback.__qualname__ = name
    return callback


class Given:
    """An object of the test: its public attributes, its items, its length."""

    def __init__(self, link: StudentLink, key: int):
        self._link, self._key = link, key

    def __getattr__(self, name: str) -> Any:
        return self._link.request("get", self, name)

    def __getitem__(self, item: Any) -> Any:
        return self._link.request("special", self, "getitem", [item])

    def __len__(self) -> int:
        return self._link.request("special", self, "len", [])


def _direct(value: Any, name: str, args: list) -> Any:
    """A special method without an operator: the reflected ones, and of a context."""
    if name == "exit" and args[0] is not None:
        kind = getattr(__import__("builtins"), args[0], RuntimeError)
        args = [kind, kind(args[1]), None]
    result = getattr(type(value), f"__{name}__")(value, *args)
    if result is NotImplemented:
        raise TypeError(f"unsupported operand: {type(value).__name__} and {type(args[0]).__name__}")
    return result


def _simple(value: Any) -> Any:
    return value if isinstance(value, bool | int | float | str | None) else None


def serve(main: Wire, cells: Cells, most: int) -> None:
    """Do what the judge says until it hangs up: run a cell, or fork and answer for one test cell."""
    main.send({"pid": os.getpid()})
    classes: set[str] = set()
    forks: list[int] = []
    while True:
        try:
            message, _ = main.receive()
        except Ended:
            return
        forks = [pid for pid in forks if os.waitpid(pid, os.WNOHANG)[0] == 0]
        if message["do"] == "run":
            before = {k for k, v in cells.namespace.items() if isinstance(v, type)}
            outputs, error = cells.run(message["source"], most)
            cells.show()
            if message["shared"]:
                now = {k for k, v in cells.namespace.items() if isinstance(v, type)}
                classes |= now - before
            found = [*outputs, *([error_output(error)] if error else [])]
            main.send({"outputs": found, "failed": error is not None})
        elif message["do"] == "fork":
            _, ((_, _, data), *_), _, _ = main.sock.recvmsg(1, socket.CMSG_SPACE(4))
            end = socket.socket(fileno=int.from_bytes(data[:4], "little"))
            if pid := os.fork():
                forks.append(pid)
                end.close()
                main.send({"forked": True})
            else:
                main.sock.close()
                _answer(Wire(end), cells, classes, most)


def _answer(wire: Wire, cells: Cells, classes: set[str], most: int) -> None:
    """The life of a fork: the names as they are now, for one test cell."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    link = StudentLink(wire, cells.namespace, classes)
    try:
        wire.send({"pid": os.getpid()})
        while True:
            message, blob = wire.receive()
            if message.get("op") == "run":  # a cell that asked to be judged in-process
                outputs, error = cells.run(message["source"], most)
                found = [*outputs, *([error_output(error)] if error else [])]
                wire.send({"outputs": found, "failed": error is not None})
            else:
                cells.outputs.left = most
                link.serve(message, blob)
    except BaseException:
        os._exit(1)  # the judge sees the channel close; nothing may run on in a fork
