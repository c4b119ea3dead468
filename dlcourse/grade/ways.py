"""The same notebooks graded in three ways, which must agree: judged, in process, and by stock nbgrader.

A test means what its author meant only if it gives the same points and the same message in all of them.
"""

import io
import json
import logging
import os
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from dlcourse.grade import AssignmentError, kernel
from dlcourse.grade.assignment import read
from dlcourse.grade.gradebook import tasks
from dlcourse.grade.gradebook.course import Course
from dlcourse.grade.gradebook.workers import cores
from dlcourse.grade.submission.graft import graft
from dlcourse.grade.submission.reader import parse

SECONDS_A_CELL = 60


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
    """Graded as `dlcourse grade` does.

    Parameters
    ----------
    notebooks : grafted notebooks by who handed them in; they are not changed
    seed : int, from which tests draw their inputs
    jobs : int, judges at a time; by default one a core
    """

    def one(nb: NotebookNode) -> dict[str, Outcome]:
        done = deepcopy(nb)
        tasks.fill(done, tasks.judge(tasks.pack(nb, str(seed), tier=1)))
        return _outcomes(done.cells)

    with ThreadPoolExecutor(jobs or cores()) as pool:
        return dict(zip(notebooks, pool.map(one, notebooks.values()), strict=True))


def in_process(notebooks: Mapping[str, NotebookNode], *, seed: int = 0) -> Outcomes:
    """Graded in a kernel in which the tests share the student's process, one notebook after the other.

    All run in one kernel, which starts once; between two, every name is forgotten.
    """
    return {name: _outcomes(cells) for name, cells in _in_one_kernel(notebooks, seed).items()}


def under_seeds(notebooks: Mapping[str, NotebookNode], seeds: range) -> dict[str, dict[str, list[bool]]]:
    """Whether the tests pass in a kernel under each of several seeds, by notebook and test cell.

    Parameters
    ----------
    notebooks : grafted notebooks by who handed them in; they are not changed
    seeds : range
        The answers are defined once, and a test cell runs again for each.
    """
    changed = deepcopy(dict(notebooks))
    for cell in (cell for nb in changed.values() for cell in nb.cells if _is_tests(cell)):
        cell.source = _SEEDS.format(source=cell.source, seeds=seeds)
    found: dict[str, dict[str, list[bool]]] = {}
    for name, cells in _in_one_kernel(changed, 0).items():
        for cell in filter(_is_tests, cells):
            said = "".join(output.text for output in cell.outputs if output.get("name") == "stdout")
            if not said:
                raise AssertionError(f"{name}: not run under many seeds: {kernel.errors(cell)}")
            found.setdefault(name, {})[cell.metadata.nbgrader.grade_id] = json.loads(said.splitlines()[-1])
    return found


def _in_one_kernel(notebooks: Mapping[str, NotebookNode], seed: int) -> dict[str, list[NotebookNode]]:
    """The executed cells of each notebook."""
    together = nbformat.v4.new_notebook()
    places: dict[str, slice] = {}
    for name, nb in notebooks.items():
        start = new_code_cell(f"%reset -f\nimport os\nos.environ['DLCOURSE_SEED'] = '{seed}'")
        together.cells += [start, *(deepcopy(cell) for cell in nb.cells if cell.cell_type == "code")]
        places[name] = slice(together.cells.index(start) + 1, len(together.cells))
    with tempfile.TemporaryDirectory(prefix="dlcourse-in-process-") as empty:
        for _ in kernel.run(together, Path(empty), timeout=SECONDS_A_CELL):
            pass
    return {name: together.cells[place] for name, place in places.items()}


def by_nbgrader(
    course: Course, assignment: str, handed_in: Mapping[str, Mapping[str, NotebookNode]], *, seed: int = 0
) -> dict[str, Outcomes]:
    """Graded by what nbgrader's own commands run, in a copy of the course, by notebook.

    Parameters
    ----------
    course : Course
    assignment : str
    handed_in : the notebooks as students hand them in (not grafted), by notebook and student
    seed : int

    Raises
    ------
    AssignmentError
        If nbgrader fails; the message holds the end of its log.
    """
    with tempfile.TemporaryDirectory(prefix="dlcourse-nbgrader-") as aside:
        copy = course.copy(Path(aside), assignment)
        for notebook, students in handed_in.items():
            for student, nb in students.items():
                folder = copy.folder("submitted", student, assignment)
                folder.mkdir(parents=True, exist_ok=True)
                nbformat.write(nb, folder / f"{notebook}.ipynb")
        _nbgrader(copy, assignment, seed)
        return {
            notebook: {
                student: _outcomes(
                    read(copy.folder("autograded", student, assignment) / f"{notebook}.ipynb").cells
                )
                for student in students
            }
            for notebook, students in handed_in.items()
        }


def differences(ways: Mapping[str, Outcomes]) -> list[str]:
    """What the ways do not agree on, a sentence each; a way need not hold every notebook."""
    found = []
    (first, true), *others = ways.items()
    for way, outcomes in others:
        for student, row in outcomes.items():
            for cell, got in row.items():
                expected = true[student][cell]
                if got != expected:
                    found.append(
                        f"{student}, cell {cell}: {_said(expected)} {first}, and {_said(got)} {way}; "
                        "a test must mean the same in both"
                    )
    return found


def _said(outcome: Outcome) -> str:
    points = "waits for a person" if outcome.points is None else f"{outcome.points:g} points"
    return f"{points} ({outcome.message[:300]})" if outcome.message else points


def _is_tests(cell: NotebookNode) -> bool:
    given = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(given.get("grade")) and not given.get("solution")


def _outcomes(cells: list[NotebookNode]) -> dict[str, Outcome]:
    """By nbgrader's own rule for points."""
    from nbgrader.utils import determine_grade, is_grade

    found = {}
    for cell in filter(is_grade, cells):
        message = next(iter(kernel.errors(cell)), "") if _is_tests(cell) else ""
        found[cell.metadata.nbgrader.grade_id] = Outcome(determine_grade(cell)[0], message)
    return found


def _nbgrader(course: Course, assignment: str, seed: int) -> None:
    """What `nbgrader generate_assignment` and `nbgrader autograde` do, in a copy of a course."""
    from nbgrader.converters import Autograde, GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    config = course.config
    config.CourseDirectory.assignment_id = assignment
    # Kernels talk over sockets in files: a TCP port that was free a moment ago may be taken.
    config.KernelManager.transport, config.KernelManager.ip = "ipc", str(course.root / "kernel")
    log, text = logging.Logger("nbgrader"), io.StringIO()
    log.addHandler(logging.StreamHandler(text))
    with _environment({"OMP_NUM_THREADS": "1", "DLCOURSE_SEED": str(seed)}), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of nbgrader's own queries
        for step in (GenerateAssignment, Autograde):
            try:
                step(coursedir=CourseDirectory(config=config, log=log), config=config, log=log).start()
            except NbGraderException as failed:
                said = text.getvalue()[-4000:]
                raise AssignmentError(f"{step.__name__} of nbgrader failed: {failed}\n{said}") from failed


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Variables that kernels started meanwhile get."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


#: A test cell that runs under each seed, with the names that it found before the first.
_SEEDS = """
def _under(seeds, source, shell=get_ipython()):
    import contextlib, io, json, os
    names, passed = dict(shell.user_ns), []
    shell.showtraceback = shell.showsyntaxerror = lambda *_, **__: None
    for seed in seeds:
        os.environ["DLCOURSE_SEED"] = str(seed)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            passed.append(shell.run_cell(source).success)
        shell.user_ns.update(names)
    print(json.dumps(passed))
_under({seeds}, {source!r})
"""
