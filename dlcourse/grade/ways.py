"""The same notebooks graded in three ways, which must agree: judged, in process, and by stock nbgrader.

A test means what its author meant only if it gives the same points and the same message in all of them.
"""

import os
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from unittest.mock import patch

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from dlcourse.grade import kernel
from dlcourse.grade.assignment import is_tests, read
from dlcourse.grade.gradebook import tasks
from dlcourse.grade.gradebook.course import Course
from dlcourse.grade.gradebook.workers import cores
from dlcourse.grade.submission.graft import graft
from dlcourse.grade.submission.reader import parse

SECONDS_A_CELL = 60
_SAME = (
    "a test must mean the same in all of these: what hangs on more than the arguments and results of "
    "functions, it asks in a probe (from dlcourse.check import probe)"
)


@dataclass(frozen=True)
class Outcome:
    """What one graded cell gives: its points (None where a person decides) and what its student reads."""

    points: float | None
    message: str = ""


#: By who handed in and by graded cell.
Outcomes = dict[str, dict[str, Outcome]]


def grafted(given: NotebookNode, template: NotebookNode) -> NotebookNode:
    """A notebook as it is handed in, with the tests of the template."""
    return graft(parse(nbformat.writes(given).encode("utf8")).cells, template)[0]


def judged(notebooks: Mapping[str, NotebookNode], *, seed: int = 0, jobs: int | None = None) -> Outcomes:
    """Grafted notebooks, by who handed them in, graded as `dlcourse grade` does; `jobs` at a time."""

    def one(nb: NotebookNode) -> dict[str, Outcome]:
        done = deepcopy(nb)
        tasks.fill(done, tasks.judge(tasks.pack(nb, str(seed), tier=1)))
        return _outcomes(done.cells)

    with ThreadPoolExecutor(jobs or cores()) as pool:
        return dict(zip(notebooks, pool.map(one, notebooks.values()), strict=True))


def in_process(notebooks: Mapping[str, NotebookNode], *, seed: int = 0) -> Outcomes:
    """Graded in a kernel in which the tests share the student's process."""
    return {name: _outcomes(cells) for name, cells in in_one_kernel(notebooks, seed).items()}


def in_one_kernel(
    notebooks: Mapping[str, NotebookNode], seed: int, *, seconds: int = SECONDS_A_CELL
) -> dict[str, list[NotebookNode]]:
    """The executed cells of each notebook, one after the other; between two, every name is forgotten."""
    together = nbformat.v4.new_notebook()
    places: dict[str, slice] = {}
    for name, nb in notebooks.items():
        start = new_code_cell(f"%reset -f\nimport os\nos.environ['DLCOURSE_SEED'] = '{seed}'")
        together.cells += [start, *(deepcopy(cell) for cell in nb.cells if cell.cell_type == "code")]
        places[name] = slice(together.cells.index(start) + 1, len(together.cells))
    with tempfile.TemporaryDirectory(prefix="dlcourse-in-process-") as empty:
        for _ in kernel.run(together, Path(empty), timeout=seconds):
            pass
    return {name: together.cells[place] for name, place in places.items()}


def by_nbgrader(
    course: Course, assignment: str, handed_in: Mapping[str, Mapping[str, NotebookNode]], *, seed: int = 0
) -> dict[str, Outcomes]:
    """Graded by what nbgrader's own commands run, in a copy of the course, by notebook.

    `handed_in` holds the notebooks as students hand them in (not grafted), by notebook and student.

    An AssignmentError if nbgrader fails.
    """
    from nbgrader.converters import Autograde, GenerateAssignment

    with tempfile.TemporaryDirectory(prefix="dlcourse-nbgrader-") as aside:
        copy = course.copy(Path(aside), assignment)
        for notebook, students in handed_in.items():
            for student, nb in students.items():
                folder = copy.folder("submitted", student, assignment)
                folder.mkdir(parents=True, exist_ok=True)
                nbformat.write(nb, folder / f"{notebook}.ipynb")
        # Kernels talk over sockets in files: a TCP port that was free a moment ago may be taken.
        copy.config.KernelManager.transport, copy.config.KernelManager.ip = "ipc", f"{aside}/kernel"
        copy.config.Execute.shutdown_kernel = "immediate"  # what it gave is written by then
        of_kernels = {"OMP_NUM_THREADS": "1", "DLCOURSE_SEED": str(seed)}
        with _passing_gradebook(), patch.dict(os.environ, of_kernels), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of nbgrader's own queries
            copy.convert(GenerateAssignment, assignment)
            copy.convert(Autograde, assignment)
        graded = {who: copy.folder("autograded", who, assignment) for who in set().union(*handed_in.values())}
        return {
            notebook: {who: _outcomes(read(graded[who] / f"{notebook}.ipynb").cells) for who in students}
            for notebook, students in handed_in.items()
        }


@contextmanager
def _passing_gradebook() -> Iterator[None]:
    """A gradebook that is thrown away need not reach the disk, nor start a process to ask for its version."""
    from nbgrader import api
    from sqlalchemy import Engine, event

    def do_not_wait(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    event.listen(Engine, "connect", do_not_wait)
    try:
        with patch.object(api, "get_alembic_version", partial(_asked_once, api.get_alembic_version)):
            yield
    finally:
        event.remove(Engine, "connect", do_not_wait)


@cache
def _asked_once(ask: Callable[[], str]) -> str:
    return ask()


def differences(ways: Mapping[str, Outcomes]) -> list[str]:
    """What the ways do not agree on, a sentence for each cell.

    The first way holds every notebook and cell, others may hold fewer.
    """
    found = []
    for student, all_cells in next(iter(ways.values())).items():
        for cell in all_cells:
            rows = {way: outcomes.get(student, {}) for way, outcomes in ways.items()}
            got = {way: row[cell] for way, row in rows.items() if cell in row}
            if len(set(got.values())) > 1:
                said = ", ".join(f"{way} {_said(outcome)}" for way, outcome in got.items())
                found.append(f"{student}, cell {cell}: {said}; {_SAME}")
    return found


def _said(outcome: Outcome) -> str:
    points = "waits for a person" if outcome.points is None else f"{outcome.points:g} points"
    return f"{points} ({outcome.message[:300]})" if outcome.message else points


def _outcomes(cells: list[NotebookNode]) -> dict[str, Outcome]:
    """By nbgrader's own rule for points."""
    from nbgrader.utils import determine_grade, is_grade

    found = {}
    for cell in filter(is_grade, cells):
        message = next(iter(kernel.errors(cell)), "") if is_tests(cell) else ""
        found[cell.metadata.nbgrader.grade_id] = Outcome(determine_grade(cell)[0], message)
    return found
