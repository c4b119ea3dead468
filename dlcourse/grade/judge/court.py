"""The judge process: runs the instructor's cells, and reaches the student's names in another process."""

import contextlib
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from functools import partial
from time import monotonic
from typing import Any, ClassVar

import torch

from dlcourse.grade.judge.cells import Cells, defines, error_output, loads
from dlcourse.grade.judge.data import Encoder
from dlcourse.grade.judge.link import Link
from dlcourse.grade.judge.remote import Remote, _of, stand_in
from dlcourse.grade.judge.state import Surroundings
from dlcourse.grade.judge.wire import Broken, Ended, Late, Wire

_SO_PASSCRED, _SCM_CREDENTIALS = (
    getattr(socket, "SO_PASSCRED", None),
    getattr(socket, "SCM_CREDENTIALS", None),
)
_MOST_OBJECTS, _MOST_OUTPUTS = 200_000, 2000


class Lost(BaseException):
    """The student's code ended its process or never ended; no `except Exception` of a test may catch it."""

    _CALLED: ClassVar = {"timeout": "TimeoutError", "crashed": "Crashed", "not run": "NotRun"}

    def __init__(self, verdict: str, reason: str, detail: str = ""):
        super().__init__(reason)
        self.verdict, self.called = verdict, self._CALLED[verdict]
        if detail:  # words of the other side
            self.remote_traceback = detail


class JudgeLink(Link):
    """The judge's end: believes nothing, hands out functions and what tests pass along.

    Parameters
    ----------
    wire, namespace : as for `Link`
    classes : set of str, names of the classes that both sides define
    """

    def __init__(self, wire: Wire, namespace: dict[str, Any], classes: set[str]):
        super().__init__(wire, 0, namespace)
        self.classes = classes
        self.remotes: dict[int, Any] = {}
        self.lost: Lost | None = None
        self.surroundings = Surroundings()

    def around(self) -> dict:
        return self.surroundings.now()

    def heard(self, message: dict) -> None:
        if message.get("drew") is True:
            self.surroundings.drew()

    def request(self, op: str, *args: Any) -> Any:
        if self.lost:
            raise self.lost
        try:
            return super().request(op, *args)
        except Ended:
            self.lost = Lost("crashed", "your code ended its process: a crash, or an exit?")
        except Late:
            self.lost = Lost("timeout", "stopped: your code took too long: an endless loop?")
        except Broken as broken:
            self.lost = Lost("crashed", "your code answered with something that is no result", str(broken))
        raise self.lost

    def answer(self, op: str, args: list) -> Any:
        if op == "gradient":
            return super().answer(op, args)
        if not args or id(args[0]) not in self.keys:
            raise Broken(f"a request for {op[:40]!r} of something that was not given")
        value, *rest = args
        if op == "call" and callable(value) and len(rest) == 2:
            return value(*rest[0], **rest[1])
        if op == "next" and isinstance(value, Iterator):
            return next(value)
        if type(value).__module__ == "__main__" and not callable(value):
            if op == "get" and isinstance(rest[0], str) and not rest[0].startswith("_"):
                return getattr(value, rest[0])
            if op == "special" and rest[0] in ("len", "getitem"):
                return len(value) if rest[0] == "len" else value[rest[1][0]]
        raise AttributeError(f"the tests do not give out {op} of a {type(value).__name__}")

    def describe(self, error: BaseException) -> dict:
        return {**super().describe(error), "traceback": ""}  # its lines are lines of the tests

    def outward(self, value: Any, encoder: Encoder) -> list:
        if isinstance(value, Remote):
            if _of(value, "_link") is not self:
                raise ValueError("this object belongs to another test cell: make it in this one")
            return ["yours", _of(value, "_key")]
        if isinstance(value, torch.nn.Module | torch.optim.Optimizer) and self._known_there(type(value)):
            state = [[name, encoder.slot(part)] for name, part in vars(value).items()]
            return ["module", type(value).__module__, type(value).__qualname__, state]
        return super().outward(value, encoder)

    def _known_there(self, kind: type) -> bool:
        """Whether the student process has the same class: from PyTorch, or from a cell that both run."""
        ours = kind.__name__ in self.classes and self.namespace.get(kind.__name__) is kind
        return kind.__module__.startswith(("torch.nn.", "torch.optim.")) or ours

    def opaque(self, value: Any, encoder: Encoder) -> list:
        kinds = [n for n in ("call", "next") if hasattr(type(value), f"__{n}__")]
        name = getattr(value, "__name__", type(value).__name__)
        return ["mine", self.export(value), str(name), kinds, ""]

    def stand_in(self, key: int, name: str, special: list[str], family: str) -> Any:
        if type(key) is int and key in self.remotes:
            return self.remotes[key]
        if len(self.remotes) > _MOST_OBJECTS:
            raise Broken("too many objects")
        return self.remotes.setdefault(key, stand_in(self, key, name, special, family))


#: A fork and its pid; where there is none, what becomes of the cell that needs it; None if none does.
Held = tuple[Wire, int] | dict | None


class Court:
    """Judges one submission.

    Parameters
    ----------
    cells : Cells, this process's shell
    student : Wire, to the student process
    budgets : dict, as `Budgets`
    """

    def __init__(self, cells: Cells, student: Wire, budgets: dict):
        self.cells, self.student, self.budgets = cells, student, budgets
        self.classes: set[str] = set()
        self.wanted: set[str] = set()
        self.own: set[str] = set(cells.given)
        self.gone: Lost | None = None
        student.deadline = monotonic() + 10
        self.main_pid = greeted(student)
        self.held: set[int] = set()  # forks whose test is still to come
        self.session = os.getsid(self.main_pid)
        if self.session == os.getsid(0):
            raise Ended("the student process shares the judge's session")

    def student_runs(self, cell: dict) -> dict:
        """Run one cell in the student process, which no test has met so far; outputs, error and verdict."""
        self.deadline = monotonic() + self.budgets["seconds"]
        return self._in_student(cell["source"], shared=cell["kind"] == "locked")

    def hold(self) -> "Held":
        """A fork of the student process as it is now, which waits for a test or another cell of ours."""
        self.deadline = monotonic() + self.budgets["seconds"]
        try:
            wire, pid = self._fork()
        except (Ended, Late, Broken) as reason:
            return self._main_lost(reason)
        self.held.add(pid)
        return wire, pid

    def judge(self, cell: dict, held: "Held") -> dict:
        """Run one cell of the instructor's, with the fork that was held for it; its result."""
        self.deadline = monotonic() + self.budgets["seconds"]
        if isinstance(held, tuple):
            self.held.discard(held[1])
            held[0].deadline = self.deadline
        if cell["kind"] == "inprocess":
            return self._in_fork(cell["source"], *held) if isinstance(held, tuple) else held or {}
        return self._here(cell["source"], held, is_test=cell["kind"] == "test")

    def _in_student(self, source: str, *, shared: bool) -> dict:
        try:
            self._main({"do": "run", "source": source, "shared": shared})
            message = self.student.receive()[0]
        except (Ended, Late, Broken) as reason:
            return self._main_lost(reason)
        return _checked(message, 2 * self.budgets["output"])

    def _main(self, message: dict) -> None:
        if self.gone:
            raise Ended(str(self.gone))
        self.student.deadline = self.deadline
        self.student.send(message)

    def _main_lost(self, reason: Exception) -> dict:
        if not self.gone:
            verdict = "timeout" if isinstance(reason, Late) else "crashed"
            why = "took too long: an endless loop?" if isinstance(reason, Late) else "ended its process"
            self.gone = Lost(verdict, f"the student's code {why}")
            return _failed(self.gone)
        return _failed(Lost("not run", "not run: an earlier cell ended the student's process"))

    def _fork(self) -> tuple[Wire, int]:
        """A fork of the student process, as it is now, and its pid as the kernel says it."""
        ours, theirs = vouched()
        with theirs:
            self._main({"do": "fork"})
            socket.send_fds(self.student.sock, [b"f"], [theirs.fileno()])
        wire = Wire(ours)
        wire.deadline = self.deadline
        pid = greeted(wire)
        self.student.receive()
        return wire, pid

    def _here(self, source: str, held: "Held", *, is_test: bool) -> dict:
        """Run a cell of the instructor in this process, with the student's names within reach."""
        names = loads(source)
        self.wanted |= names
        reach = sorted((self.wanted if is_test or names - self.own else names) - self.own)
        fetched, link, ours = [], None, self.cells.namespace
        wire, pid = held if isinstance(held, tuple) else (None, 0)
        before = {name: id(value) for name, value in ours.items()}
        try:
            if reach and isinstance(held, dict):
                return held
            if reach and wire:
                link = JudgeLink(wire, ours, self.classes)
                there = link.request("names", reach)
                if not isinstance(there, list):
                    raise Broken("names that are no list")
                for name in (name for name in reach if name in there):
                    try:
                        ours[name] = link.request("name", name)
                        fetched.append(name)
                    except KeyError:
                        continue
        except (Ended, Late, Broken) as reason:
            return self._main_lost(reason)
        except Lost as lost:
            self._end(wire, pid, all_of_it=True)
            return _failed(lost)
        given = {name: ours[name] for name in fetched}
        outputs, error = self._timed(source)
        if link and link.lost:
            error = link.lost
        self._end(wire, pid, all_of_it=isinstance(error, Lost))
        for name in list(ours):
            fresh = before.get(name) != id(ours[name])
            if (name in given and ours[name] is given[name]) or isinstance(ours[name], Remote):
                del ours[name]
            elif fresh:
                self.own.add(name)
                if not is_test and isinstance(ours[name], type):
                    self.classes.add(name)
        if is_test:
            _merge_streams(outputs)
        verdict = _verdict(error)
        shown = [*outputs, *([error_output(error)] if error else [])]
        return {"outputs": shown, "error": _line(error), "verdict": verdict}

    def _timed(self, source: str) -> tuple[list, BaseException | None]:
        def late(*_: Any) -> None:
            raise Lost("timeout", f"stopped after {self.budgets['seconds']:g} s")

        signal.signal(signal.SIGALRM, late)
        signal.setitimer(signal.ITIMER_REAL, max(0.01, self.deadline - monotonic()) + 0.05)
        try:
            outputs, error = self.cells.run(source, self.budgets["output"])
            self.cells.show()
        except Lost as lost:
            return [], lost
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return outputs, error

    def _end(self, wire: Wire | None, pid: int, *, all_of_it: bool) -> None:
        """End a fork; where it did not go well, also whatever else it started."""
        if wire:
            wire.sock.close()
        if pid > 1:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if all_of_it:
            end_session(self.session, {self.main_pid, *self.held})

    def _in_fork(self, source: str, wire: Wire, pid: int) -> dict:
        """Run a test cell beside the student's code, because its author asked for it."""
        found = None
        try:
            wire.send({"op": "run", "source": source})
            found = _checked(wire.receive()[0], 2 * self.budgets["output"])
            _merge_streams(found["outputs"])
        except Late:
            return _failed(Lost("timeout", "stopped: an endless loop?"))
        except (Ended, Broken):
            return _failed(Lost("crashed", "your code ended its process: a crash, or an exit?"))
        finally:
            self._end(wire, pid, all_of_it=found is None)
        return found


def _merge_streams(outputs: list[dict]) -> None:
    """Put what a test wrote to stderr into stdout: a warning is no wrong answer, but costs points there."""
    for output in outputs:
        if output["output_type"] == "stream":
            output["name"] = "stdout"


def greeted(wire: Wire) -> int:
    """The pid of the process at the other end, as the kernel vouches for it."""
    if _SO_PASSCRED is None:  # not Linux: tier 1, where nothing is vouched for
        return int(wire.receive()[0]["pid"])
    wire.wait()
    _, said, _, _ = wire.sock.recvmsg(1, socket.CMSG_SPACE(12), socket.MSG_PEEK)
    wire.receive()
    pids = [struct.unpack("iii", data[:12])[0] for _, kind, data in said if kind == _SCM_CREDENTIALS]
    if not pids or pids[0] <= 1:
        raise Ended("the process ended before it began")
    return pids[0]


def vouched() -> tuple[socket.socket, socket.socket]:
    """Two ends of a channel; at the first, the kernel says which process sends at the second."""
    ours, theirs = socket.socketpair()
    if _SO_PASSCRED is not None:
        ours.setsockopt(socket.SOL_SOCKET, _SO_PASSCRED, 1)
    return ours, theirs


def end_session(session: int, spared: set[int]) -> int:
    """End every process of a session but its first and some others; how many there were.

    None can leave the session, because `setsid` is forbidden there.
    """
    ended = 0
    for _ in range(200):  # what forks as fast as it is killed is bounded by its limit of processes
        found = [pid for pid in _session(session) if pid != session and pid not in spared]
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if not found:
            break
        ended += len(found)
    return ended


def _session(session: int) -> list[int]:
    found = []
    for name in os.listdir("/proc") if os.path.isdir("/proc/self") else ():
        if name.isdigit():
            with contextlib.suppress(OSError), open(f"/proc/{name}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
                if int(fields[3]) == session and fields[0] not in "ZX":
                    found.append(int(name))
    return found


def _checked(message: dict, most: int) -> dict:
    """What a student's cell reports, kept as far as it looks like outputs, and within the limits."""
    outputs: list[dict] = []
    left = most
    given = message.get("outputs")
    for output in given[:_MOST_OUTPUTS] if isinstance(given, list) else ():
        kept = _as_output(output)
        if kept and (left := left - len(str(kept))) >= 0:
            outputs.append(kept)
    error = next((o for o in outputs if o["output_type"] == "error"), None)
    verdict = "failed" if error or message.get("failed") is not False else "passed"
    line = f"{error['ename']}: {error['evalue']}" if error else None
    return {"outputs": outputs, "error": line, "verdict": verdict}


def _as_output(given: Any) -> dict | None:
    """An output of nbformat with these keys and no others; None if it is none."""
    if not isinstance(given, dict):
        return None
    kind, name, data = (given.get(key) for key in ("output_type", "name", "data"))
    if kind == "stream" and name in ("stdout", "stderr") and isinstance(given.get("text"), str):
        return {"output_type": kind, "name": name, "text": given["text"]}
    if kind == "error":
        name, text, lines = (given.get(key) for key in ("ename", "evalue", "traceback"))
        if not isinstance(name, str) or not isinstance(text, str) or not isinstance(lines, list):
            return None
        shown = [line[:2000] for line in lines[:40] if isinstance(line, str)]
        return {"output_type": kind, "ename": name[:200], "evalue": text[:8000], "traceback": shown}
    if kind in ("display_data", "execute_result") and isinstance(data, dict):
        texts = {mime: text for mime, text in data.items() if isinstance(text, str) and len(mime) < 100}
        count = {"execution_count": None} if kind == "execute_result" else {}
        return {"output_type": kind, "data": texts, "metadata": {}, **count} if texts else None
    return None


def _failed(lost: Lost) -> dict:
    return {"outputs": [error_output(lost)], "error": _line(lost), "verdict": lost.verdict}


def _line(error: BaseException | None) -> str | None:
    if error is None:
        return None
    shown = error_output(error)
    return f"{shown['ename']}: {shown['evalue']}" if shown["evalue"] else shown["ename"]


def _verdict(error: BaseException | None) -> str:
    if error is None:
        return "passed"
    if isinstance(error, Lost):
        return error.verdict
    return "memory" if isinstance(error, MemoryError) else "failed"


def sit(parent: Wire, student: Wire, cells: Cells) -> None:
    """The life of the judge process: judge the cells that the parent sends, one result each."""
    job, _ = parent.receive()
    court = Court(cells, student, job["budgets"])
    os.environ.update(job["environment"])

    def tell(cell: dict, judged: Callable[[], dict]) -> None:
        parent.send({"start": cell["index"]})
        started = monotonic()
        found = judged()
        parent.send({"index": cell["index"], "seconds": monotonic() - started, **found})

    waiting: list[tuple[dict, Held]] = []
    ours = set(cells.given)  # names that come from locked cells which have nothing of the student's
    for cell in job["cells"]:
        if cell["kind"] == "student":
            tell(cell, partial(court.student_runs, cell))
            continue
        parent.send({"start": cell["index"]})
        needed = True
        if cell["kind"] == "locked":
            court.student_runs(cell)
            if not (needed := bool(loads(cell["source"]) - ours)):
                ours |= defines(cell["source"])
        # No cell of the student's may run after a test: it could show what that has asked for.
        waiting.append((cell, court.hold() if needed else None))
    for cell, held in waiting:
        tell(cell, partial(court.judge, cell, held))
    parent.send({"done": True})
    sys.stdout.flush()
