"""The channel between judge and student process: requests, replies, call-backs, and objects of both sides."""

import builtins
import sys
import traceback
from typing import Any

import numpy as np
import torch

from dlcourse.grade.judge.data import Decoder, Encoder, whereabouts
from dlcourse.grade.judge.gradients import Tensors
from dlcourse.grade.judge.wire import Broken, Wire

_LIBRARIES = {"torch", "numpy", "math", "cmath", "operator", "builtins", "itertools", "functools", "sklearn"}
_NOT_OF_TEXT = ("UnicodeDecodeError", "UnicodeEncodeError", "UnicodeTranslateError", "ExceptionGroup")
_EXCEPTIONS = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and name not in _NOT_OF_TEXT
} | {"LinAlgError": np.linalg.LinAlgError}
_MOST_DEEP = 50  # calls that wait for each other


class Link:
    """One end; the judge's and the student's differ in what they hand out and in what they answer.

    Parameters
    ----------
    wire : Wire
    odd : int, 1 in the student process, 0 in the judge
    namespace : dict, where classes that both sides define are found
    """

    def __init__(self, wire: Wire, odd: int, namespace: dict[str, Any]):
        self.wire, self.namespace = wire, namespace
        self.classes: set[str] = set()  # names of the classes that cells of the instructor define
        self.mine: dict[int, Any] = {}
        self.keys: dict[int, int] = {}
        self.tensors = Tensors(lambda *args: self.request("gradient", *args), odd)
        self.depth = 0

    def request(self, op: str, *args: Any) -> Any:
        """Ask the other side; its exceptions are raised here."""
        self.depth += 1
        if self.depth > _MOST_DEEP:
            self.depth -= 1
            raise RecursionError("judge and student code call each other without end")
        try:
            encoder = Encoder(self)
            message = {"op": op, "args": encoder.value(list(args)), "around": encoder.value(self.around())}
            self._send(message, encoder)
            while True:
                message, blob = self.wire.receive()
                if "op" not in message:
                    return self._result(message, blob, encoder.sent)
                self.serve(message, blob)
        finally:
            self.depth -= 1

    def serve(self, message: dict, blob: bytes) -> None:
        """Answer one request."""
        decoder = self._open(message, blob)
        args = decoder.value(message.get("args"))
        if not isinstance(args, list) or not isinstance(message["op"], str):
            raise Broken("a request without arguments")
        before = _contents(decoder)
        known = {
            id(value): i for i, value in enumerate(decoder.values) if decoder.nodes[i][0] in _BY_IDENTITY
        }
        tensors = [i for i, node in enumerate(decoder.nodes) if node[0] == "tensor"]
        lent = {whereabouts(decoder.values[i]): i for i in tensors if decoder.values[i].numel()}
        encoder = Encoder(self, known, lent)
        reply: dict[str, Any] = {}
        try:
            result = self.answer_in(decoder.value(message.get("around")), message["op"], args, reply)
            reply["result"] = encoder.value(result)
        except (Broken, SystemError):
            raise
        except BaseException as error:
            if not self.passes_on(error):
                raise
            encoder = Encoder(self, known, lent)
            reply["error"] = self.describe(error)
        reply["changed"] = [
            [i, encoder.value(_attributes(value, old)) if _is_module(value) else encoder.fresh(value)]
            for i, value, old in before
            if _changed(value, old)
        ]
        self._send(reply, encoder)

    def answer(self, op: str, args: list) -> Any:
        """What a request asks for; each side says which ones it answers."""
        if op == "gradient":
            return self.tensors.gradient(*args)
        raise Broken(f"a request for {op[:40]!r}")

    def around(self) -> Any:
        """What holds around a request of this side."""
        return None

    def answer_in(self, around: Any, op: str, args: list, reply: dict) -> Any:
        """The answer, with what holds around the request; the student's side heeds it."""
        return self.answer(op, args)

    def passes_on(self, error: BaseException) -> bool:
        """Whether an exception of this side is told to the other one."""
        return isinstance(error, Exception)

    def describe(self, error: BaseException) -> dict:
        """What the other side may know of an exception."""
        return _described(error)

    def _send(self, message: dict, encoder: Encoder) -> None:
        message |= {"leaves": self.tensors.changes(encoder), "nodes": encoder.nodes}
        self.wire.send(message, bytes(encoder.blob))

    def _open(self, message: dict, blob: bytes, sent: list | None = None) -> Decoder:
        leaves = message.get("leaves")
        if not isinstance(leaves, list):
            raise Broken("a message without its leaves")
        self.tensors.apply(leaves, Decoder([], blob, self))
        return Decoder(message.get("nodes"), blob, self, sent)

    def _result(self, message: dict, blob: bytes, sent: list) -> Any:
        decoder = self._open(message, blob, sent)
        changed = message.get("changed")
        if not isinstance(changed, list):
            raise Broken("a reply without its changes")
        for change in changed:
            if type(change) is not list or len(change) != 2 or type(change[0]) is not int:
                raise Broken("a change without its place")
            if not 0 <= change[0] < len(sent):
                raise Broken("a change of what was not sent")
            _write(sent[change[0]], decoder.value(change[1]))
        self.heard(message)
        if "error" in message:
            raise _rebuilt(message["error"])
        if "result" not in message:
            raise Broken("a reply without a result")
        return decoder.value(message["result"])

    def heard(self, message: dict) -> None:
        """Take note of a reply."""

    def follows(self, value: Any) -> bool:
        """Whether a tensor is kept equal on both sides, not copied."""
        return self.tensors.follows(value)

    def outward(self, value: Any, encoder: Encoder) -> list:
        """The node of a value that is no data."""
        if self.follows(value):
            return self.tensors.outward(value, encoder)
        if (place := _in_library(value)) is not None:
            return ["library", *place]
        return self.opaque(value, encoder)

    def inward(self, node: list, decoder: Decoder) -> Any:
        """The value of a node that is no data."""
        tag, *rest = node
        if tag in ("known", "leaf", "node"):
            return self.tensors.inward(node, decoder)
        if tag == "yours":
            return self.mine[rest[0]]
        if tag == "mine":
            return self.stand_in(*rest)
        raise Broken(f"a value of the kind {tag[:40]!r}")

    def export(self, value: Any) -> int:
        """The key under which the other side may name an object of this side."""
        if id(value) not in self.keys:
            self.keys[id(value)] = len(self.mine)
            self.mine[len(self.mine)] = value
        return self.keys[id(value)]

    def opaque(self, value: Any, encoder: Encoder) -> list:
        raise NotImplementedError

    def stand_in(self, *node: Any) -> Any:
        raise NotImplementedError

    def shared(self, value: Any) -> str:
        """The name of the instructor's class that a value is an instance of, else an empty string."""
        kind = type(value)
        name = kind.__name__
        ours = kind.__module__ == "__main__" and name in self.classes and self.namespace.get(name) is kind
        plain = ours and hasattr(value, "__dict__") and not isinstance(value, torch.nn.Module | BaseException)
        return name if plain else ""

    def shared_class(self, name: str) -> type:
        kind = self.namespace.get(name) if name in self.classes else None
        if not isinstance(kind, type) or kind.__module__ != "__main__":  # defined, not imported, by a cell
            raise Broken("an object of a class that is not shared")
        return kind


_BY_IDENTITY = {
    *("list", "dict", "set", "array", "tensor", "record", "module", "generator", "torch.generator", "deque")
}


def _is_module(value: Any) -> bool:
    """Whether it crosses in parts: its dictionaries are changed as such, its parameters are followed."""
    return isinstance(value, torch.nn.Module | torch.optim.Optimizer)


def _attributes(value: Any, old: dict[str, Any]) -> dict[str, Any]:
    """The attributes that are new, or another object than before."""
    return {name: part for name, part in vars(value).items() if name not in old or part is not old[name]}


def _contents(decoder: Decoder) -> list[tuple[int, Any, Any]]:
    """The arguments that can be changed in place, by node, and what they hold."""
    return [
        (i, decoder.values[i], _content(decoder.values[i]))
        for i, node in enumerate(decoder.nodes)
        if node[0] in _BY_IDENTITY and node[0] != "deque"
    ]


def _content(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tobytes()
    if isinstance(value, torch.Tensor):
        return (value.detach().clone(), value.requires_grad)
    if isinstance(value, np.random.Generator):
        return repr(value.bit_generator.state)
    if isinstance(value, torch.Generator):
        return value.get_state()
    if isinstance(value, list):
        return list(value)
    return (
        dict(value)
        if isinstance(value, dict)
        else set(value)
        if isinstance(value, set)
        else dict(vars(value))
    )


def _changed(value: Any, old: Any) -> bool:
    new = _content(value)
    if isinstance(value, torch.Tensor):
        same = new[0].shape == old[0].shape and torch.equal(new[0].nan_to_num(7.5), old[0].nan_to_num(7.5))
        return not same
    if isinstance(value, torch.Generator):
        return not torch.equal(new, old)
    if isinstance(new, list):
        return len(new) != len(old) or any(a is not b for a, b in zip(new, old, strict=True))
    if isinstance(new, dict):
        return list(map(id, new)) != list(map(id, old)) or any(new[k] is not old[k] for k in new)
    return new != old


def _write(target: Any, new: Any) -> None:
    """Make an argument what the other side made of it."""
    if isinstance(target, np.ndarray) and isinstance(new, np.ndarray):
        if (target.shape, target.dtype) != (new.shape, new.dtype):
            raise Broken("an argument changed its shape or dtype in place")
        target[...] = new
    elif isinstance(target, torch.Tensor) and isinstance(new, torch.Tensor):
        if (target.shape, target.dtype) != (new.shape, new.dtype):
            raise Broken("an argument changed its shape or dtype in place")
        with torch.no_grad():
            target.copy_(new)
    elif isinstance(target, np.random.Generator) and isinstance(new, np.random.Generator):
        target.bit_generator.state = new.bit_generator.state
    elif isinstance(target, torch.Generator) and isinstance(new, torch.Generator):
        target.set_state(new.get_state())
    elif _is_module(target) and type(new) is dict and all(isinstance(name, str) for name in new):
        target.__dict__.update(new)
    elif type(target) is list and type(new) is list:
        target[:] = new
    elif isinstance(target, dict | set) and type(new) is type(target):
        target.clear()
        target.update(new)
    elif type(target) is type(new) and hasattr(new, "__dict__") and not callable(new):
        target.__dict__.clear()
        target.__dict__.update(vars(new))
    else:
        raise Broken("an argument changed its kind in place")


def _in_library(value: Any) -> tuple[str, str] | None:
    """Module and name of a function or class of a library, if it is found there."""
    if not callable(value) or isinstance(value, torch.nn.Module):
        return None
    if isinstance(value, np.ufunc):
        return "numpy", value.__name__
    name = getattr(value, "__qualname__", None)
    module = getattr(value, "__module__", None)
    for place in (module, "torch", "torch.nn.functional"):
        if isinstance(place, str) and isinstance(name, str) and place.split(".")[0] in _LIBRARIES:
            found: Any = sys.modules.get(place)
            for part in name.split("."):
                found = getattr(found, part, None)
            if found is value:
                return place, name
    return None


def _described(error: BaseException) -> dict:
    kinds = [kind.__name__ for kind in type(error).__mro__]
    try:
        text = str(error)
    except Exception as worse:
        text = f"its message cannot be read: {type(worse).__name__}"
    lines = traceback.format_exception(type(error), error, _own(error.__traceback__), limit=20, chain=False)
    return {"kinds": kinds[:20], "text": text[:4000], "traceback": "".join(lines)[-8000:]}


def _own(tb: Any) -> Any:
    """A traceback from the first frame of a notebook cell on, if it has one."""
    first = tb
    while first is not None and "/dlcourse/" in first.tb_frame.f_code.co_filename:
        first = first.tb_next
    return first or tb


def _rebuilt(error: Any) -> Exception:
    """An exception of the other side, as the nearest built-in kind."""
    if not isinstance(error, dict) or not isinstance(error.get("kinds"), list) or not error["kinds"]:
        raise Broken("an error without its kind")
    kinds, text, lines = error["kinds"], error.get("text"), error.get("traceback")
    if not isinstance(text, str) or not isinstance(lines, str) or not all(isinstance(k, str) for k in kinds):
        raise Broken("an error without its text")
    kind: type[Exception] = next((_EXCEPTIONS[k] for k in kinds if k in _EXCEPTIONS), RuntimeError)
    if kinds[0] not in _EXCEPTIONS:
        text = f"{kinds[0][:100]}: {text}"
    made: Any = kind(text.strip("'") if kind is KeyError else text)
    made.remote_traceback = lines[:8000]
    return made
