"""The judge process: runs the instructor's cells, and reaches the student's names in another process."""

import contextlib
import os
import signal
import socket
import struct
import sys
from collections.abc import Iterator
from time import monotonic
from typing import Any

import torch

from dlcourse.grade.judge.cells import Cells, error_output, loads
from dlcourse.grade.judge.data import Encoder
from dlcourse.grade.judge.link import Link
from dlcourse.grade.judge.remote import Remote, _of, stand_in
from dlcourse.grade.judge.state import Surroundings
from dlcourse.grade.judge.wire import Broken, Ended, Late, Wire

_SO_PASSCRED, _SCM_CREDENTIALS = (
    getattr(socket, "SO_PASSCRED", None),
    getattr(socket, "SCM_CREDENTIALS", None),
)
_MOST_OBJECTS = 200_000


class Lost(BaseException):
    """The student's code ended its process or never ended; no `except Exception` of a test may catch it."""

    def __init__(self, verdict: str, reason: str):
        super().__init__(reason)
        self.verdict = verdict


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
            self.lost = Lost("crashed", f"your code answered with something that is no result: {broken}")
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
        self.session = os.getsid(self.main_pid)
        if self.session == os.getsid(0):
            raise Ended("the student process shares the judge's session")

    def judge(self, cell: dict) -> dict:
        """Run one cell where it belongs; the outputs, the error and the verdict."""
        self.deadline = monotonic() + self.budgets["seconds"]
        found: dict = {"outputs": [], "error": None, "verdict": "not run"}
        if cell["kind"] in ("student", "locked"):
            found = self._in_student(cell["source"], shared=cell["kind"] == "locked")
        if cell["kind"] in ("locked", "test"):
            found = self._here(cell["source"], is_test=cell["kind"] == "test")
        if cell["kind"] == "inprocess":
            found = self._in_fork(cell["source"])
        return found

    def _in_student(self, source: str, *, shared: bool) -> dict:
        try:
            self._main({"do": "run", "source": source, "shared": shared})
            message = self.student.receive()[0]
        except (Ended, Late, Broken) as reason:
            return self._main_lost(reason)
        return _checked(message)

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

    def _here(self, source: str, *, is_test: bool) -> dict:
        """Run a cell of the instructor in this process, with the student's names within reach."""
        names = loads(source)
        self.wanted |= names
        reach = sorted((self.wanted if is_test or names - self.own else names) - self.own)
        fetched, link, wire, pid, ours = [], None, None, 0, self.cells.namespace
        before = {name: id(value) for name, value in ours.items()}
        try:
            if reach:
                wire, pid = self._fork()
                link = JudgeLink(wire, ours, self.classes)
                for name in reach:
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
            end_session(self.session, self.main_pid)

    def _in_fork(self, source: str) -> dict:
        """Run a test cell beside the student's code, because its author asked for it."""
        try:
            wire, pid = self._fork()
        except (Ended, Late, Broken) as reason:
            return self._main_lost(reason)
        found = None
        try:
            wire.send({"op": "run", "source": source})
            found = _checked(wire.receive()[0])
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


def end_session(session: int, spared: int) -> int:
    """End every process of a session but one; how many there were.

    None can leave the session, because `setsid` is forbidden there.
    """
    ended = 0
    for _ in range(200):  # what forks as fast as it is killed is bounded by its limit of processes
        found = [pid for pid in _session(session) if pid not in (spared, session)]
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


def _checked(message: dict) -> dict:
    """Outputs of a student's cell, kept only if they look like outputs."""
    outputs = []
    for output in message.get("outputs") or []:
        if isinstance(output, dict) and _looks_right(output):
            outputs.append(output)
    error = next((o for o in outputs if o["output_type"] == "error"), None)
    verdict = "failed" if error or message.get("failed") is not False else "passed"
    line = f"{error['ename']}: {error['evalue']}" if error else None
    return {"outputs": outputs, "error": line, "verdict": verdict}


def _looks_right(output: dict) -> bool:
    kind = output.get("output_type")
    if kind == "stream":
        return output.get("name") in ("stdout", "stderr") and isinstance(output.get("text"), str)
    if kind == "error":
        lines = output.get("traceback")
        texts = isinstance(output.get("ename"), str) and isinstance(output.get("evalue"), str)
        return texts and isinstance(lines, list) and all(isinstance(line, str) for line in lines)
    data = output.get("data")
    return (
        kind in ("display_data", "execute_result")
        and isinstance(data, dict)
        and all(isinstance(v, str | dict | list) for v in data.values())
    )


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
    for cell in job["cells"]:
        parent.send({"start": cell["index"]})
        started = monotonic()
        found = court.judge(cell)
        parent.send({"index": cell["index"], "seconds": monotonic() - started, **found})
    parent.send({"done": True})
    sys.stdout.flush()
