"""A submission to judge, as bytes; its results, as bytes; and the points that nbgrader reads from them.

The same bytes give the same bytes, wherever and however often they are judged, so results can be kept by
the hash of their task, and a task that was lost can simply be given to someone else.
"""

import atexit
import hashlib
import json
import math
import platform
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from dlcourse.grade import AssignmentError
from dlcourse.grade.assignment import grade_id, is_tests
from dlcourse.grade.submission.reader import WAITS
from dlcourse.grade.submission.sanitize import sanitize

if TYPE_CHECKING:
    from dlcourse.grade.judge import Judge, Workspace

#: What a result may depend on beside the notebook: libraries, and the rooms that tests and judge are made of.
_LIBRARIES = ("numpy", "torch", "matplotlib", "scikit-learn", "ipython", "nbgrader", "dlcourse")
_ROOMS = (
    "check",
    "data",
    "grade/judge",
    "grade/sandbox",
    "grade/unattended.py",
    "models",
    "scratch",
    "terminal.py",
    "train",
)
_TRAINS = re.compile(r"\boptim\b|\bautograd\b|\bbackward\b|requires_grad")
_NAMES = {"timeout": "TimeoutError", "memory": "MemoryError", "crashed": "Crashed", "not run": "NotRun"}


def pack(nb: NotebookNode, seed: str, *, tier: int = 2) -> bytes:
    """A task: a grafted notebook, the seed of its tests, where it is to run, and the tier of its sandbox."""
    return _canonical({"notebook": nb, "seed": seed, "environment": environment(), "tier": tier})


def key(task: bytes) -> str:
    """The name under which the result of a task is kept."""
    return hashlib.sha256(task).hexdigest()


def judge(task: bytes) -> bytes:
    """Run a task in a judge of this process, which is kept for the next one.

    Raises
    ------
    AssignmentError
        If this machine has other versions of what the result depends on, or no sandbox of that tier.
    """
    given = json.loads(task)
    if given["environment"] != environment():
        raise AssignmentError(
            "this worker has other versions of Python, numpy, torch or dlcourse than the grader; "
            "install the same constraints.txt on both"
        )
    notebook = nbformat.from_dict(given["notebook"])
    with _JUDGES.borrow(trains=trains(notebook)) as borrowed:
        if borrowed.tier < given["tier"]:
            raise AssignmentError(
                f"this machine offers a sandbox of tier {borrowed.tier}, and grading wants tier "
                f"{given['tier']}; run: dlcourse doctor (or grade with --unsafe what you trust)"
            )
        results = borrowed.run(notebook, seed=given["seed"])
    # Without the seconds: a result is the same however long it took.
    kept = [{"index": r.index, "outputs": r.outputs, "error": r.error, "verdict": r.verdict} for r in results]
    return _canonical(kept)


def trains(nb: NotebookNode) -> bool:
    """Whether a notebook seems to train a network or to ask for gradients."""
    return any(_TRAINS.search(cell.source) for cell in nb.cells if cell.cell_type == "code")


def fill(nb: NotebookNode, result: bytes) -> dict[str, str]:
    """Put the outputs of a result into the cells of its notebook; return what a person should look at, by the
    id of the test cell.

    nbgrader reads points from outputs: an error or anything on stderr is 0 points, a number as the last
    value is that many, all else is full marks. So the outputs of a test cell are made to say what the
    judge decided: a warning costs nothing, and a value that is no number of points earns nothing.
    """
    results = {one["index"]: one for one in json.loads(result)}
    odd = {}
    for index, cell in enumerate(nb.cells):
        if cell.cell_type != "code":
            continue
        one = results.get(index, {"outputs": [], "error": "the judge did not get here", "verdict": "not run"})
        cell.outputs, cell.execution_count = [nbformat.from_dict(output) for output in one["outputs"]], None
        if is_tests(cell) and (problem := _settle(cell, one["verdict"], one["error"])):
            odd[grade_id(cell)] = problem
    sanitize(nb)
    return odd


@cache
def environment() -> str:
    """A hash of the Python, the libraries and the course's own code that results may depend on."""
    digest = hashlib.sha256(f"{platform.python_version()} {platform.machine()}".encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {_version(name)}\n".encode())
    here = Path(__file__).resolve().parents[2]
    rooms = [here / room for room in _ROOMS]
    for path in sorted(path for room in rooms for path in ([room] if room.suffix else room.rglob("*.py"))):
        digest.update(f"{path.relative_to(here).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # imported from its folder, not installed; its code is hashed anyway
        return "-"


def _settle(cell: NotebookNode, verdict: str, error: str | None) -> str:
    """Make the outputs of a test cell say its verdict; return what is odd about its partial credit."""
    errors = [output for output in cell.outputs if output.output_type == "error"]
    others = [output for output in cell.outputs if output.output_type != "error"]
    for output in others:
        if output.output_type == "stream":
            output.name = "stdout"  # nbgrader takes what stands on stderr for a failure
    cell.outputs = others
    if verdict != "passed":
        lines = (error or verdict).strip().split("\n")
        said = new_output("error", ename=_NAMES.get(verdict, "Error"), evalue=lines[-1], traceback=lines)
        cell.outputs = [*(errors or [said]), *others]
        return ""
    points = float(cell.metadata.nbgrader.points)
    values = [one.data.get("text/plain", "") for one in others if one.output_type == "execute_result"]
    if not values or 0 <= _number(values[0]) <= points:
        return ""
    shown = str(values[0])[:60]
    problem = f"its tests end in {shown!r}, no number of points from 0 to {points:g}; {WAITS}"
    cell.outputs = [new_output("error", ename="ValueError", evalue=problem, traceback=[problem]), *others]
    return problem


def _number(text: Any) -> float:
    """The number that a text spells; not a number (NaN) if it spells none."""
    try:
        return float(text)
    except (TypeError, ValueError):
        return math.nan


def _canonical(value: Any) -> bytes:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf8", "replace")


class _Judges:
    """The judges of this process: each is started when first needed, and used by one thread at a time."""

    def __init__(self) -> None:
        self._workspace: Workspace | None = None
        self._idle: dict[bool, list[Judge]] = {True: [], False: []}
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Let the process that judges are forked from import what they need, and do not wait for it."""
        self._from().warm()

    def warm(self) -> None:
        """Start a judge before the first task."""
        with self.borrow():
            pass

    def close(self) -> None:
        """End them all."""
        with self._lock:
            judges, workspace = [*self._idle[True], *self._idle[False]], self._workspace
            self._idle, self._workspace = {True: [], False: []}, None
        for judge in judges:
            judge.__exit__()
        if workspace:
            workspace.close()

    @contextmanager
    def borrow(self, *, trains: bool = False) -> "Iterator[Judge]":
        """A judge that nobody else uses; one that raises is ended and not used again."""
        from dlcourse.grade.judge import Judge, SandboxError

        with self._lock:
            judge = self._idle[trains].pop() if self._idle[trains] else None
        try:
            judge = judge or Judge(workspace=self._from(), trains=trains).__enter__()
        except SandboxError as missing:
            raise AssignmentError(f"{missing}; run: dlcourse doctor") from missing
        try:
            yield judge
        except BaseException:
            judge.__exit__()
            raise
        with self._lock:
            self._idle[trains].append(judge)

    def _from(self) -> "Workspace":
        """The warm process that they all come from."""
        from dlcourse.grade.judge import Workspace

        with self._lock:
            self._workspace = self._workspace or Workspace()
            return self._workspace


_JUDGES = _Judges()
begin, warm, close = _JUDGES.begin, _JUDGES.warm, _JUDGES.close
atexit.register(close)
