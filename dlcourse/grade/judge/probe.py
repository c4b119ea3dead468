"""What a test cell can do with a student's names: call them with plain data, and ask in probes.

Everything here runs in the judge process and believes nothing that comes from the student's.
"""

import ast
import builtins
import enum
import inspect
import sys
import textwrap
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import torch

from dlcourse.check.unchanged import parameters
from dlcourse.grade.judge import seeds
from dlcourse.grade.judge.codec import Table, is_mutable
from dlcourse.grade.judge.lint import AskInProbe, bare, is_probe
from dlcourse.grade.judge.names import loads
from dlcourse.grade.sandbox.wire import Broken, Ended, Late, Wire
from dlcourse.grade.unattended import ENDED, TOO_LONG

_LIBRARIES = {"torch", "numpy", "math", "cmath", "operator", "builtins", "itertools", "functools", "sklearn"}
_EXCEPTIONS = {
    n: k for n, k in vars(builtins).items() if isinstance(k, type) and issubclass(k, Exception)
} | {"LinAlgError": np.linalg.LinAlgError}
#: The special methods that make an object answer an operator or a built-in function.
_UNARY = (
    "neg pos abs invert len iter next reversed bool int float complex index round enter exit call contains"
)
_BINARY = "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift divmod"
SPECIAL = (
    *(f"__{name}__" for name in _UNARY.split()),
    *(f"__{how}{name}__" for name in _BINARY.split() for how in ("", "r", "i")),
    *("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__hash__", "__format__", "__array__"),
    *("__getitem__", "__setitem__", "__delitem__", "__torch_function__", "__await__", "__missing__"),
)
_MOST_NAMES, _MOST_SHARED = 3000, 1 << 20


class Lost(BaseException):
    """The student's code ended its process or never ended; no `except Exception` of a test may catch it."""

    _CALLED: ClassVar = {"timeout": "TimeoutError", "crashed": "Crashed", "not run": "NotRun"}

    def __init__(self, verdict: str, reason: str, detail: str = ""):
        super().__init__(reason)
        self.verdict, self.called = verdict, self._CALLED[verdict]
        if detail:  # words of the other side
            self.remote_traceback = detail


class StudentObject:
    """Something that a call of the student's returned and that is no data: its type and little more.

    An attribute or operator that its type lacks fails as it would in the student's process; one that the type
    has would have to be asked in a probe.
    """

    def __getattr__(self, name: str) -> Any:
        if name in type(self)._attributes:  # type: ignore[attr-defined]
            raise _returned(self, f"its `.{name}`")
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        raise _returned(self, f"setting its `.{name}`")

    def __repr__(self) -> str:
        return type(self)._repr  # type: ignore[attr-defined,no-any-return]

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise _returned(self, "copying it")


class StudentName:
    """A name of the student's in a test cell; it can be called, and nothing else."""

    __slots__ = ("_boundary", "_name")

    def __init__(self, boundary: "Boundary", name: str):
        object.__setattr__(self, "_boundary", boundary)
        object.__setattr__(self, "_name", name)

    def __call__(self, *args: Any, **options: Any) -> Any:
        return _of(self, "_boundary").call(self, args, options)

    def __getattribute__(self, name: str) -> Any:
        if name == "__name__":
            return _of(self, "_boundary").parameters(self)[0]
        raise _refused(self, f"its `.{name}` is read")

    def __setattr__(self, name: str, value: Any) -> None:
        raise _refused(self, f"its `.{name}` is set")


def _refusing(special: str) -> Callable:
    def method(self: Any, *_: Any) -> Any:
        raise _refused(self, f"is used by `{special}`")

    return method


for _special in (
    *SPECIAL,
    "__repr__",
    "__str__",
    "__instancecheck__",
    "__subclasscheck__",
    "__mro_entries__",
):
    if _special != "__call__":
        setattr(StudentName, _special, _refusing(_special))


def _refused(name: StudentName, how: str) -> AskInProbe:
    error: AskInProbe = _of(name, "_boundary").refuse(f"`{_of(name, '_name')}` is the student's, and {how}")
    return error


def _of(name: StudentName, slot: str) -> Any:
    return object.__getattribute__(name, slot)


def _returned(value: StudentObject, what: str) -> AskInProbe:
    text = f"the student's code gave an object of type {type(value).__name__}, and a test reads data only"
    return AskInProbe(f"{text}: ask for {what} in a probe", authoring=False)


class Probe:
    """A function of a test cell whose source runs in the student's process.

    Parameters
    ----------
    boundary : Boundary
    function : the function as it was defined in this process
    """

    def __init__(self, boundary: "Boundary", function: Any):
        self._boundary, self._function, self.__name__ = boundary, function, function.__name__
        self.__doc__ = function.__doc__
        node = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
        if not is_probe(node) or len(node.decorator_list) != 1:
            raise boundary.refuse(f"the probe `{self.__name__}` is not a `def` under @probe alone")
        if function.__code__.co_freevars:
            names = ", ".join(f"`{name}`" for name in function.__code__.co_freevars)
            raise boundary.refuse(
                f"the probe `{self.__name__}` reads {names} of the function around it: pass it in"
            )
        if inspect.isgeneratorfunction(function):
            raise boundary.refuse(f"the probe `{self.__name__}` is a generator, and has to return a list")
        self.source = ast.unparse(bare(node))
        self.reads = loads(self.source)
        self.defaults, self.keywords = function.__defaults__, function.__kwdefaults__

    def __call__(self, *args: Any, **options: Any) -> Any:
        return self._boundary.call(self, args, options)


class Boundary:
    """What the test cells of one submission know of the student's process; a `check.elsewhere.Grader`.

    Parameters
    ----------
    copies : bool
        Whether arguments and results are copies at each call. Otherwise what either side changes between
        two calls is changed on the other side too, as in one process.

    Attributes
    ----------
    entangled : bool
        Whether, in the present cell, the answer changed what the test holds, or the test what the answer gave
        back to it: then its outcome may hang on that.
    keeps : bool
        Whether the calls of the present cell changed what the answer keeps from call to call.
    """

    def __init__(self, *, copies: bool = False) -> None:
        self.copies, self.entangled, self.keeps = copies, False, False
        self.wire: Wire | None = None
        self.lost: Lost | None = None
        self.imports: dict[str, str] = {}  # of the test cells so far, by the name that each brings
        self.refused: AskInProbe | None = None
        # names of the answer's that the test has, by now, given another value or deleted
        self.rebound: Callable[[], list[str]] = list
        self.deleted: Callable[[], list[str]] = list
        self._probes: dict[str, Probe] = {}

    def begin(self, wire: Wire | None) -> None:
        """From now on ask the fork at the other end of this wire."""
        self.wire, self.lost, self.refused = wire, None, None
        self.entangled = self.keeps = False
        self._table = Table(0, self._argument, opaque, graph=_of_a_graph)
        self._defined: set[int] = set()
        self._states = seeds.states()  # of the global generators, as both sides know them
        self._shared: set[str] = set()  # those that the test has seeded or drawn from
        self._drawn: set[str] = set()  # those that the answer has drawn from since

    def end(self, *, passed: bool) -> None:
        """Look a last time whether the test has changed what the answer gave back, and ask what it keeps."""
        for name in self.deleted() if passed else ():
            self.refuse(f"the test deletes the answer's `{name}` and does not bring it back")
        if not self.copies:
            refused = self.refused
            try:
                self.entangled |= bool(self._table.encode()[-1])
            except (Exception, AskInProbe):  # the test has put something in there that is no data
                self.entangled, self.refused = True, refused
            self._moved()
        if not self.lost:
            self.keeps = self.ask({"op": "kept"})[0].get("changed") is True

    def ask(self, message: dict, blob: bytes = b"") -> tuple[dict, bytes]:
        """Send a request and return the reply.

        Raises
        ------
        Lost
            If none comes in time, or the other side ended, or sent what is no reply.
        """
        assert self.wire
        if self.lost:
            raise self.lost
        try:
            self.wire.send(message, blob)
            return self.wire.receive()
        except (Ended, Late, Broken) as reason:
            raise self.lose(reason) from None

    def lose(self, reason: Exception) -> Lost:
        """Give the fork up."""
        if isinstance(reason, Ended):
            self.lost = Lost("crashed", ENDED)
        elif isinstance(reason, Late):
            self.lost = Lost("timeout", TOO_LONG)
        else:
            self.lost = Lost("crashed", "your code answered with something that is no result", str(reason))
        return self.lost

    def refuse(self, text: str) -> AskInProbe:
        """The error of a test that asks outside a probe what only a probe can ask; counts even if caught."""
        self.refused = self.refused or AskInProbe(f"{text}: ask in a probe")
        return self.refused

    def names(self, wanted: list[str], given: dict[str, Any]) -> list[str]:
        """Those of some names that the student's process has.

        What locked cells have made, `given`, is there as well: its data are held in common from here on, and
        members of its enumerations are data.
        """
        enums = {name: value for name, value in given.items() if isinstance(value, enum.EnumMeta)}
        data = {} if self.copies else {name: value for name, value in given.items() if self._small(value)}
        reply, blob = self.ask(
            {"op": "names", "names": [*wanted, *enums], "enums": [*enums], "data": [*data]}
        )
        there = reply.get("names")
        if not isinstance(there, list):
            raise self.lose(Broken("names that are no list"))
        self._table.classes = {name: value for name, value in enums.items() if name in there}
        try:
            self.entangled |= self._table.join(data.values(), reply.get("data"), reply.get("nodes"), blob)
        except Broken as broken:
            raise self.lose(broken) from None
        return [name for name in wanted if name in there]

    def _small(self, value: Any) -> bool:
        """Whether a value is data of a size that may be compared at each call."""
        try:
            return (
                is_mutable(value) and len(Table(1, _refuse_all, _refuse_all).encode(value)[2]) < _MOST_SHARED
            )
        except ValueError:
            return False

    def probe(self, function: Callable) -> Probe:
        made = self._probes[function.__name__] = Probe(self, function)
        return made

    def parameters(self, function: Any) -> tuple[str, list[str]]:
        """The name of a function and those of its positional parameters."""
        if type(function) is not StudentName:
            return parameters(function._function if type(function) is Probe else function)
        reply, _ = self.ask({"op": "parameters", "name": _of(function, "_name")})
        named, found = reply.get("called"), reply.get("parameters")
        if type(found) is not list or not all(isinstance(one, str) for one in (named, *found)):
            raise self.lose(Broken("a function without its name"))
        return str(named)[:100], [one[:100] for one in found]

    def call(self, function: Any, args: tuple, options: dict[str, Any]) -> Any:
        """Call a student's function or a probe."""
        if self.wire is None:
            raise self.refuse("a locked cell or an import of a test calls the student's code")
        if type(function) is Probe:
            self._define(function)
        name = _of(function, "_name") if type(function) is StudentName else function.__name__
        rebound = [one for one in self.rebound() if one != name]
        return self._request("call", name, args, options, hidden=rebound + self.deleted())

    def _define(self, probe: Probe) -> None:
        """Define a probe in the fork, with the imports and the probes that it reads."""
        if id(probe) in self._defined:
            return
        self._defined.add(id(probe))
        for name in probe.reads & self._probes.keys():
            self._define(self._probes[name])
        imports = [self.imports[name] for name in sorted(probe.reads) if name in self.imports]
        defaults = (probe.defaults, probe.keywords)
        self._request("define", probe.__name__, defaults, {}, source=probe.source, imports=imports)

    def _request(self, op: str, name: str, args: tuple, options: dict[str, Any], **more: Any) -> Any:
        """What an operation in the fork gives; before and after it the other side is brought up to date."""
        released = self._table.released()
        if self.copies:
            self._table.forget()
        slots, nodes, blob, changed = self._table.encode(*args, *options.values(), self._moved() or None)
        self.entangled |= bool(changed)
        message = {"op": op, "name": name, "args": slots[: len(args)], "nodes": nodes, "copies": self.copies}
        named = dict(zip(options, slots[len(args) : -1], strict=True))
        told = {"options": named, "seeds": slots[-1], "shared": [*self._shared], "released": released}
        reply, data = self.ask({**message, **told, **more}, blob)
        if self.copies:
            self._table.forget()
        try:
            self.entangled |= bool(self._table.decode(reply.get("nodes"), data))
            self._draw(self._table.value(reply.get("drew")))
            if "result" in reply:
                return self._table.value(reply["result"])
            if (missed := reply.get("missed")) in self.rebound():
                raise self.refuse(f"the answer reads its `{missed}`, a name that the test gives a value")
            raise rebuilt(reply.get("error"), self._table)
        except Broken as broken:
            raise self.lose(broken) from None

    def _moved(self) -> dict[str, Any]:
        """The global generators that the test has seeded or drawn from, and their states.

        What it draws after the answer has drawn may hang on the answer.
        """
        now = seeds.states()
        moved = {name: state for name, state in now.items() if state != self._states[name]}
        self.entangled |= bool(moved.keys() & self._drawn)
        self._states, self._shared, self._drawn = now, self._shared | moved.keys(), self._drawn - moved.keys()
        return moved

    def _draw(self, drew: Any) -> None:
        """Take over the states of the shared generators that the answer has drawn from."""
        if type(drew) is not dict or not drew.keys() <= self._shared:
            raise Broken("generators that are not shared")
        if self.copies:
            seeds.part(drew)
        else:
            try:
                seeds.put(drew)
            except (ValueError, RuntimeError, OverflowError) as damage:
                raise Broken(f"no state of a generator: {damage}"[:300]) from None
        self._states, self._drawn = seeds.states(), self._drawn | drew.keys()

    def _argument(self, value: Any) -> list:
        """The node of an argument that is no plain data."""
        if type(value) is StudentName:
            raise self.refuse(f"`{_of(value, '_name')}` is the student's, and is passed on")
        if (place := _in_library(value)) is not None:
            return ["library", *place]
        if inspect.isroutine(value) or isinstance(value, type | Probe):
            name = getattr(value, "__name__", type(value).__name__)
            raise self.refuse(f"the test passes a function, `{name}`, which runs in the judge")
        raise self.refuse(f"the test passes an object of type {type(value).__name__}, which is no plain data")


def _refuse_all(value: Any) -> Any:
    raise ValueError("no plain data")


def _in_library(value: Any) -> tuple[str, str] | None:
    """Module and name of a function or class of a library, if it is found there."""
    if not callable(value) or isinstance(value, torch.nn.Module):
        return None
    if isinstance(value, np.ufunc):
        return "numpy", value.__name__
    name, module = getattr(value, "__qualname__", None), getattr(value, "__module__", None)
    for place in (module, "torch", "torch.nn.functional"):
        if isinstance(place, str) and isinstance(name, str) and place.split(".")[0] in _LIBRARIES:
            found: Any = sys.modules.get(place)
            for part in name.split("."):
                found = getattr(found, part, None)
            if found is value:
                return place, name
    return None


def _of_a_graph(tensor: torch.Tensor) -> torch.Tensor:
    """In place of a tensor in the middle of a graph, which is in the student's process."""

    def ask(_: Any) -> None:
        raise AskInProbe(
            "the graph behind this tensor is in the student's process: ask for gradients in a probe"
        )

    with torch.enable_grad():
        made = tensor.detach().requires_grad_().clone()
    made.grad_fn.register_prehook(ask)  # type: ignore[union-attr]
    return made


def opaque(node: list) -> Any:
    """What stands in the judge for an object that is no data."""
    tag, *rest = node
    if tag != "opaque" or len(rest) != 4:
        raise Broken(f"a value of the kind {tag[:40]!r}")
    name, special, attributes, text = rest
    names = (
        [name, *special, *attributes] if isinstance(special, list) and isinstance(attributes, list) else []
    )
    if not names or len(names) > _MOST_NAMES or not isinstance(text, str):
        raise Broken("an object without its type")
    if not all(isinstance(one, str) and len(one) <= 200 for one in names):
        raise Broken("an object with attributes that are no names")
    members: dict[str, Any] = {one: _asking(one) for one in special if one in SPECIAL}
    if "__eq__" in members and "__hash__" not in members:
        members["__hash__"] = None
    members |= {"_attributes": frozenset(attributes), "_repr": text[:500], "__module__": "__main__"}
    if "__name__" in attributes:
        members["__name__"] = name.removeprefix("function ")
        name = "function" if name.startswith("function ") else name
    return object.__new__(type(_printable(name), (StudentObject,), members))


def _asking(special: str) -> Callable:
    def method(self: StudentObject, *_: Any, **__: Any) -> Any:
        raise _returned(self, f"`{special}`")

    return method


def rebuilt(error: Any, table: Table) -> Exception:
    """An exception of the student's process: the nearest built-in kind, with name, text and attributes."""
    if not isinstance(error, dict) or not isinstance(error.get("kinds"), list) or not error["kinds"]:
        raise Broken("an error without its kind")
    kinds, text, lines = error["kinds"][:50], error.get("text"), error.get("traceback")
    if not isinstance(text, str) or not isinstance(lines, str) or not all(isinstance(k, str) for k in kinds):
        raise Broken("an error without its text")
    base = next((_EXCEPTIONS[k] for k in kinds if k in _EXCEPTIONS), Exception)
    args, attributes = (table.value(error.get(part)) for part in ("args", "vars"))
    made = _exception(base, kinds[0][:100], text[:8000], args if type(args) is tuple else (text[:8000],))
    if type(attributes) is dict:
        vars(made).update((k, v) for k, v in attributes.items() if type(k) is str and k[:1] != "_")
    made.remote_traceback = lines[:8000]  # type: ignore[attr-defined]
    return made


def _exception(base: type[Exception], name: str, text: str, args: tuple) -> Exception:
    for parent in base.__mro__:
        members = {"__str__": lambda _: text, "__module__": "__main__"}
        try:
            if parent.__name__ == name and str(plain := parent(*args)) == text:
                return plain
            kind: Any = type(_printable(name), (parent,), members)
            made: Exception = kind.__new__(kind)
        except Exception:  # it wants other arguments
            continue
        made.args = args
        return made
    raise Broken("an error that cannot be")


def _printable(name: str) -> str:
    return "".join(filter(str.isprintable, name)) or "object"
