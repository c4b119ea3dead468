"""`Judge` runs notebooks: one supervisor, one submission at a time; and what it takes and gives."""

import hashlib
import shutil
import socket
import sys
from dataclasses import asdict, dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

from dlcourse.grade.judge.lint import kind_of
from dlcourse.grade.judge.workspace import Workspace, environment
from dlcourse.grade.sandbox import cleanup
from dlcourse.grade.sandbox.wire import Broken, Ended, Late, Wire

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: "authoring": its test asks outside a probe what only a probe can ask.
Verdict = Literal["passed", "failed", "crashed", "timeout", "memory", "not run", "authoring"]
#: In the traceback of an error, before what the student's own process says of it.
BEYOND = "In the code of the submission:"
_GRACE = 3.0  # seconds that the judge gets to end a cell itself, before it is ended


class SandboxError(RuntimeError):
    """This machine does not offer the tier of sandbox that was asked for; the message says why."""


@dataclass(frozen=True)
class Budgets:
    """What student code may use.

    Attributes
    ----------
    seconds, total : float, wall-clock time of one cell, and of a submission
    cpu : int, seconds of processor time of one process
    memory : int, bytes beyond what the interpreter uses
    processes, files : int, how many at a time
    disk : int, bytes in its working folder
    output : int, characters of output of one cell
    """

    seconds: float = 10.0
    total: float = 120.0
    cpu: int = 60
    memory: int = 1 << 30
    processes: int = 32
    files: int = 128
    disk: int = 64 << 20
    output: int = 200_000


@dataclass(frozen=True)
class CellResult:
    """What came of one code cell.

    Attributes
    ----------
    index : int, its position in the notebook
    grade_id : str or None
    outputs : list of nbformat output nodes
    error : str or None, "type: message" of what ended it
    seconds : float
    verdict : how it ended
    """

    index: int
    grade_id: str | None
    outputs: list["NotebookNode"] = field(repr=False)
    error: str | None
    seconds: float
    verdict: Verdict


class Judge:
    """Holds one supervisor and judges one submission at a time; a context manager.

    Parameters
    ----------
    tier : int, the tier of sandbox to use (3, 2 or 1); by default the best that works here
    budgets : Budgets
    sandbox : "auto", or "bwrap" for a bubblewrap container, which "auto" falls back to
    workspace : Workspace, optional
        Where the supervisor comes from; judges that share one import torch once. By default one of its own.
    trains : bool
        Whether submissions train networks. One that does so all the same costs a second more each time.

    Raises
    ------
    SandboxError
        If the tier does not work here.
    """

    def __init__(
        self,
        *,
        tier: int | None = None,
        budgets: Budgets = Budgets(),
        sandbox: Literal["auto", "bwrap"] = "auto",
        workspace: Workspace | None = None,
        trains: bool = True,
    ):
        self.budgets, self._wanted, self._sandbox, self._trains = budgets, tier, sandbox, trains
        self._workspace, self._borrowed = workspace, workspace is not None
        self._control: Wire | None = None
        self.tier, self.contained = 0, False
        self.why: dict[int, str] = {}

    def __enter__(self) -> "Judge":
        self._workspace = self._workspace or Workspace()
        try:
            self._start(self._workspace)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: Any) -> None:
        self._stop()
        if self._workspace and not self._borrowed:
            self._workspace.close()
            self._workspace = None

    def _stop(self) -> None:
        if self._control:
            self._control.sock.close()
            self._control = None

    def _start(self, workspace: Workspace) -> None:
        tiers = [3, 2, 1] if self._wanted is None else [self._wanted]
        if sys.platform != "linux":
            tiers = [tier for tier in tiers if tier == 1]
        if self._sandbox == "auto":
            self._try(tiers, workspace.supervisor(trains=self._trains), workspace.work())
        if self.tier < 3 and 3 in tiers and shutil.which("bwrap"):
            without, why = self.tier, self.why
            self._stop()
            try:  # the rest of tier 3 is the container's
                self._try([2], workspace.supervisor(contained=True, trains=self._trains), workspace.work())
            except (Ended, Late):
                self.tier = 0
            self.contained = bool(self.tier)
            self.tier = 3 if self.contained else 0
            if without and not self.contained:
                self._stop()
                self._try([without], workspace.supervisor(trains=self._trains), workspace.work())
            self.why = why | {
                3: "" if self.contained else ", ".join(filter(None, (why.get(3), "bubblewrap fails")))
            }
        if not self.tier:
            reasons = "; ".join(f"tier {tier}: {why}" for tier, why in self.why.items())
            raise SandboxError(f"no sandbox on this machine ({reasons or 'it needs Linux'})")

    def _try(self, tiers: list[int], control: Wire, work: str) -> None:
        """Let a supervisor try the tiers; the best that works stays."""
        self._control = control
        control.deadline = monotonic() + 120
        control.send({"work": work, "tiers": tiers, "budgets": asdict(self.budgets)})
        answer, _ = control.receive()
        self.why = {int(tier): why for tier, why in answer["tried"].items()}
        self.tier = max((tier for tier, why in self.why.items() if not why), default=0)

    def run(self, notebook: "NotebookNode", *, seed: str) -> list[CellResult]:
        """Run the code cells of a grafted notebook, in order.

        A cell of the student's that ends its process, or never ends, is left out in a second run, so that
        it costs no more than what depends on it.

        Parameters
        ----------
        notebook : the instructor's cells with the student's sources in them
        seed : str, chooses the inputs that `dlcourse.check.rng` draws; the student process never learns it
        """
        ended = monotonic() + self.budgets.total
        results = self._once(notebook, seed, {}, ended)
        left_out: dict[int, dict] = {}
        while monotonic() < ended:
            kinds = {i: kind_of(cell) for i, cell in enumerate(notebook.cells)}
            lost = [
                i
                for i, r in results.items()
                if r["verdict"] in ("crashed", "timeout") and kinds[i] == "student"
            ]
            lost = [i for i in lost if i not in left_out]
            if not lost:
                break
            left_out |= {i: results[i] for i in lost}
            results = self._once(notebook, seed, left_out, ended)
        tests = [i for i, found in results.items() if found["verdict"] in ("passed", "failed")]
        tests = [i for i in tests if kind_of(notebook.cells[i]) == "test"]
        for way, asked in (
            ("copies", [i for i in tests if results[i]["entangled"] and results[i]["verdict"] == "passed"]),
            ("one process", [i for i in tests if any(results[j]["keeps"] for j in tests if j < i)]),
        ):
            again = self._once(notebook, seed, left_out, ended, way) if asked else {}
            for i in asked:
                gone = again[i]["verdict"] not in ("passed", "failed")  # which costs this test alone
                if results[i]["verdict"] == "authoring" or (way == "one process" and gone):
                    continue
                if _shown(again[i]) != _shown(results[i]):
                    results[i] |= _doubtful(_name(notebook.cells[i], i), results[i], again[i], way)
        return [_result(notebook, i, found) for i, found in sorted(results.items())]

    def _once(
        self,
        notebook: "NotebookNode",
        seed: str,
        left_out: dict[int, dict],
        ended: float,
        way: str = "forks",
    ) -> dict[int, dict]:
        assert self._control and self._workspace, "a Judge is used inside `with`"
        control, work = self._control, self._workspace.work()
        number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big")
        cells = [
            {"index": i, "name": _name(cell, i), "source": cell.source, "kind": kind_of(cell)}
            for i, cell in enumerate(notebook.cells)
            if cell.cell_type == "code" and i not in left_out
        ]
        waiting = sum(cell["kind"] in ("test", "inprocess") for cell in cells)  # each has a fork held for it
        seeded = {**environment(work), "DLCOURSE_SEED": seed if seed.isdecimal() else str(number)}
        common = {
            "budgets": {**asdict(self.budgets), "processes": self.budgets.processes + waiting},
            "tier": 2 if self.contained else self.tier,
            "work": work,
            "number": number,
            "way": way,
        }
        ours, theirs = socket.socketpair()
        with ours, theirs:
            control.deadline = monotonic() + 60
            control.send({**common, "environment": environment(work)})
            socket.send_fds(control.sock, [b"f"], [theirs.fileno()])
            theirs.close()
            results = self._listen(Wire(ours), {**common, "cells": cells, "environment": seeded}, ended)
            control.send({"done": True})
            control.receive()
        cleanup.remove(work)
        for cell in cells:
            results.setdefault(
                cell["index"], {"outputs": [], "error": "not run", "seconds": 0.0, "verdict": "not run"}
            )
        return results | left_out

    def _listen(self, judge: Wire, job: dict, end: float) -> dict[int, dict]:
        results: dict[int, dict] = {}
        current, started = None, monotonic()
        try:
            judge.deadline = end
            judge.send(job)
            while True:
                judge.deadline = min(end, monotonic() + self.budgets.seconds + _GRACE)
                message, _ = judge.receive()
                if "done" in message:
                    return results
                if "start" in message:
                    current, started = message["start"], monotonic()
                else:
                    results[message["index"]] = message
        except (Ended, Late, Broken) as reason:
            if current is not None and current not in results:
                late = isinstance(reason, Late)
                text = "stopped: took too long" if late else "the judge ended: out of memory?"
                verdict = "timeout" if late else "memory"
                results[current] = {**_error("Lost", text, verdict), "seconds": monotonic() - started}
            return results


def _name(cell: "NotebookNode", index: int) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id") or f"number {index + 1}"


def _shown(found: dict) -> list:
    """What points hang on: whether a cell passed, and the value that it shows."""
    values = [one["data"] for one in found["outputs"] if one["output_type"] == "execute_result"]
    return [found["verdict"] == "passed", *values]


def _doubtful(name: str, found: dict, again: dict, way: str) -> dict:
    """What becomes of a test that ends in another way if the submission runs in another way."""
    if way == "one process" and found["verdict"] == "passed":
        text = (
            "passes alone, but not after the tests before it: your code keeps something from call to call, "
            "in a global variable or a default argument"
        )
        return _error("AssertionError", text, "failed")
    why = "the answer changed what the test holds, an argument or what an earlier call returned"
    why = why if way == "copies" else "the answer kept something from the calls of the tests before it"
    line = (again if way == "copies" else found)["line"]
    text = f"cell {name}" + (f", line {line}" if line else "") + f": this passes only because {why}"
    return _error("AskInProbe", f"{text}: ask in a probe", "authoring")


def _error(kind: str, text: str, verdict: str) -> dict:
    output = {"output_type": "error", "ename": kind, "evalue": text, "traceback": [text]}
    return {"outputs": [output], "error": f"{kind}: {text}", "verdict": verdict}


def _result(notebook: "NotebookNode", index: int, found: dict) -> CellResult:
    from nbformat import from_dict

    grade_id = notebook.cells[index].metadata.get("nbgrader", {}).get("grade_id")
    outputs = [from_dict(output) for output in found["outputs"]]
    return CellResult(index, grade_id, outputs, found["error"], found["seconds"], found["verdict"])
