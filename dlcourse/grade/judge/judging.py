"""The judge process: runs the instructor's cells, and asks another process about the student's names."""

import os
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Callable
from time import monotonic
from typing import Any, Literal

from dlcourse.check import elsewhere
from dlcourse.grade.judge.cells import Cells, error_output
from dlcourse.grade.judge.lint import AskInProbe, available, lint, plain
from dlcourse.grade.judge.names import Given, defines, imports, loads, parse
from dlcourse.grade.judge.probe import Boundary, Lost, StudentName
from dlcourse.grade.sandbox import cleanup
from dlcourse.grade.sandbox.wire import Broken, Ended, Late, Wire
from dlcourse.grade.unattended import ENDED

_SO_PASSCRED, _SCM_CREDENTIALS = (
    getattr(socket, "SO_PASSCRED", None),
    getattr(socket, "SCM_CREDENTIALS", None),
)
_MOST_OUTPUTS = 2000


Way = Literal["forks", "copies", "one process"]
#: A fork and its pid; where there is none, what becomes of the cell that needs it; None if none does.
Held = tuple[Wire, int] | dict | None


class Judging:
    """Judges one submission.

    Parameters
    ----------
    cells : Cells, this process's shell
    student : Wire, to the student process
    budgets : dict, as `Budgets`
    way : "forks" of the student process, one for each test; "copies", also of arguments and results at each
        call; or "one process", in which the tests change what the answer keeps
    """

    def __init__(self, cells: Cells, student: Wire, budgets: dict, way: Way = "forks"):
        self.cells, self.student, self.budgets, self.way = cells, student, budgets, way
        self.boundary, self.given = Boundary(copies=way == "copies"), Given(cells.given)
        elsewhere.grader = self.boundary
        self.assigned: set[str] = set()  # by the test cells so far
        self.wanted: set[str] = set()  # of the student's names, by these
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
        try:
            self._main({"do": "run", "source": cell["source"]})
            message = self.student.receive()[0]
        except (Ended, Late, Broken) as reason:
            return self._main_lost(reason)
        return _checked(message, 2 * self.budgets["output"])

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
        return self._test(cell, held)

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
            self._main({"do": "fork", "stay": self.way == "one process"})
            socket.send_fds(self.student.sock, [b"f"], [theirs.fileno()])
        wire = Wire(ours)
        wire.deadline = self.deadline
        pid = greeted(wire)
        self.student.receive()
        return wire, pid

    def given_cell(self, cell: dict, there: dict) -> dict:
        """Run in this process what of a locked cell needs no name of the student's.

        Its outputs are those of the student's process, `there`, where all of it ran.
        """
        self.deadline = monotonic() + self.budgets["seconds"]
        self.boundary.begin(None)
        before = set(self.cells.namespace)
        _, error = self._timed(self.given.add(plain(cell["source"])))
        self.given.names |= set(self.cells.namespace) - before  # also what came by `import *`
        if error is None or there["verdict"] != "passed":
            return there
        return {"outputs": [error_output(error)], "error": _line(error), "verdict": _verdict(error)}

    def _test(self, cell: dict, held: "Held") -> dict:
        """Run a test cell in this process."""
        if not isinstance(held, tuple):
            return held or {}
        wire, pid = held
        boundary, ours = self.boundary, self.cells.namespace
        source = plain(cell["source"])
        tree, read = parse(source), loads(source)
        boundary.begin(wire)
        boundary.imports |= imports(tree)
        everywhere = available(tree)
        made = defines(source) - everywhere
        outputs: list = []
        found: BaseException | None = None
        line = 0
        try:
            self.wanted |= self.given.needs(read)  # a function of a test may be called in a later one
            known = self.given.reached(read) & self.given.names
            given = {name: ours[name] for name in sorted(known) if name in ours}
            there = boundary.names(sorted((self.wanted | made) - self.given.names), given)
            names = {name: StudentName(boundary, name) for name in {*there} & self.wanted - self.assigned}
            boundary.rebound = lambda: [n for n in there if n in ours and ours[n] is not names.get(n)]
            boundary.deleted = lambda: [n for n in names if n not in ours]
            problems = lint(source, given=self.given.names, before=self.assigned, there=names)
            if problems:
                line, found = problems[0][0], AskInProbe(problems[0][1])
            else:
                ours.update(names)
                outputs, found = self._timed(cell["source"])
                boundary.end(passed=found is None)
        except Lost as lost:
            found = lost
        error = boundary.lost or boundary.refused or found
        if isinstance(error, AskInProbe):
            error = _located(error, cell, line)
        self._end(wire, pid, all_of_it=isinstance(error, Lost))
        for name in [name for name, value in ours.items() if type(value) is StudentName]:
            del ours[name]
        self.given.names |= everywhere & set(ours)
        self.assigned |= made & set(ours)
        _merge_streams(outputs)
        shown = [*outputs, *([error_output(error)] if error else [])]
        verdict = {"outputs": shown, "error": _line(error), "verdict": _verdict(error)}
        return {**verdict, "entangled": boundary.entangled, "keeps": boundary.keeps, "line": _line_of(error)}

    def _timed(self, source: str) -> tuple[list, BaseException | None]:
        def late(*_: Any) -> None:
            raise Lost("timeout", f"stopped after {self.budgets['seconds']:g} s")

        signal.signal(signal.SIGALRM, late)
        signal.setitimer(signal.ITIMER_REAL, max(0.01, self.deadline - monotonic()) + 0.05)
        try:
            outputs, error = self.cells.run(source, self.budgets["output"])
            self.cells.show()
        except (Lost, AskInProbe) as lost:
            return [], lost
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return outputs, error

    def _end(self, wire: Wire | None, pid: int, *, all_of_it: bool) -> None:
        """End a fork; where it did not go well, also whatever else it started."""
        if wire:
            wire.sock.close()
        if pid > 1 and pid != self.main_pid:
            cleanup.end([pid])
        if all_of_it:
            cleanup.end_session(self.session, {self.main_pid, *self.held})

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
            return _failed(Lost("crashed", ENDED))
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


def _located(error: AskInProbe, cell: dict, line: int) -> AskInProbe:
    """The same error, with cell and line of the test."""
    line = _line_of(error) or line
    where = f"cell {cell['name']}" + (f", line {line}" if line else "")
    return AskInProbe(f"{where}: {error}", authoring=error.authoring)


def _line_of(error: BaseException | None) -> int:
    """The last line of a cell in which an error was raised."""
    frames = traceback.walk_tb(error.__traceback__ if error else None)
    lines = [line for frame, line in frames if frame.f_code.co_filename.startswith("<ipython-input")]
    return lines[-1] if lines else 0


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
    if isinstance(error, AskInProbe) and error.authoring:
        return "authoring"
    return "memory" if isinstance(error, MemoryError) else "failed"


def sit(parent: Wire, student: Wire, cells: Cells) -> None:
    """The life of the judge process: judge the cells that the parent sends, one result each."""
    job, _ = parent.receive()
    judging = Judging(cells, student, job["budgets"], job["way"])
    os.environ.update(job["environment"])

    def tell(cell: dict, judged: Callable[[dict], dict]) -> None:
        parent.send({"start": cell["index"]})
        started = monotonic()
        found = judged(cell)
        parent.send({"index": cell["index"], "seconds": monotonic() - started, **found})

    def end(cell: dict, there: Any) -> None:
        judged = judging.given_cell if cell["kind"] == "locked" else judging.judge
        tell(cell, lambda cell: judged(cell, there))

    waiting: list[tuple[dict, Any]] = []
    for cell in job["cells"]:
        if cell["kind"] == "student":
            tell(cell, judging.student_runs)
            continue
        parent.send({"start": cell["index"]})
        there = judging.student_runs(cell) if cell["kind"] == "locked" else judging.hold()
        if judging.way == "one process":
            end(cell, there)
        else:  # no cell of the student's may run after a test: it could show what that has asked for
            waiting.append((cell, there))
    for cell, there in waiting:
        end(cell, there)
    parent.send({"done": True})
    sys.stdout.flush()
