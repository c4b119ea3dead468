"""`selfcheck`: what a student's notebook earns from the visible tests, and the message that helps next."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from dlcourse.grade import AssignmentError, kernel
from dlcourse.grade.assignment import Exercise, by_id, exercises, grade_id, marked, read
from dlcourse.grade.submission.sanitize import without_colors
from dlcourse.page import source

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager

    from dlcourse.grade.judge import Judge


@dataclass(frozen=True)
class Result:
    """One exercise after its tests.

    Attributes
    ----------
    exercise : str
        As in "perceptron".
    points : float
        What it is worth.
    earned : float or None
        What the visible tests give; None where a person grades.
    message : str
        What failed, or what there is to do; empty if there is nothing to say.
    hint : str
        A rung of the hint ladder, in Markdown; empty if the exercise passes or has none.
    """

    exercise: str
    points: float
    earned: float | None
    message: str = ""
    hint: str = ""

    @property
    def passed(self) -> bool:
        """Whether nothing is left to do that the visible tests could tell."""
        return self.earned is None or self.earned == self.points


def selfcheck(
    path: Path,
    *,
    timeout: int = 60,
    hint: int = 1,
    step: Callable[[str, int, int], None] = lambda *_: None,
    judge: "Judge | None" = None,
    ready: "AsyncKernelManager | None" = None,
) -> list[Result]:
    """Run the notebook at `path` with the visible tests of its assignment, as they were released.

    The file itself is only read. Answers are found by nbgrader's cell ids, and where an editor dropped
    those, by the marker comment `# exercise: topic.name` in the first line.

    Parameters
    ----------
    path : Path, a student's notebook
    timeout : int, seconds that one cell may run
    hint : int, which rung of the hint ladder to give, from 1; the last one if there are fewer
    step : called with the name of the assignment, cells done and cells in all
    judge : Judge, optional
        Where to run it, instead of in a new kernel; `timeout` and `step` then count for nothing.
    ready : of `kernel.started`, optional
        The kernel to run it in, if that was already started.

    Raises
    ------
    AssignmentError
        If the file is missing, is no notebook or of no known assignment, or nbclient is not installed.
    """
    student = read(path)
    released = read(_released(path, student))
    topic = released.metadata.dlcourse.topic
    nb = graft(student, released)
    if judge:
        bare = deepcopy(nb)
        for cell in bare.cells:
            cell.metadata.pop("nbgrader", None)  # its own tests need no process of their own
        for one in judge.run(bare, seed="0"):
            nb.cells[one.index].outputs = one.outputs
    else:
        for done in kernel.run(nb, path.resolve().parent, timeout=timeout, kernel=ready):
            step(topic, done + 1, len(nb.cells))
    return [_result(exercise, by_id(nb), hint) for exercise in exercises(released)]


def graft(student: NotebookNode, released: NotebookNode) -> NotebookNode:
    """The student's notebook with the given cells and tests as they were released, missing ones put back."""
    ours, nb = by_id(released), deepcopy(student)
    nb.cells = []
    for cell in student.cells:
        known = _identify(cell, ours)
        if known and ours[known].metadata.nbgrader.locked:
            cell = deepcopy(ours[known])
        elif known:
            cell = deepcopy(cell)
            cell.metadata.nbgrader = deepcopy(ours[known].metadata.nbgrader)
        else:
            cell = deepcopy(cell)
            cell.metadata.pop("nbgrader", None)  # what a student's metadata says counts for nothing
        nb.cells.append(cell)
    before = -1
    for name, cell in ours.items():
        places = [i for i, one in enumerate(nb.cells) if grade_id(one) == name]
        if not places and cell.metadata.nbgrader.locked:
            nb.cells.insert(before + 1, deepcopy(cell))
            places = [before + 1]
        before = max([before, *places])
    return nb


def _identify(cell: NotebookNode, ours: dict[str, NotebookNode]) -> str:
    """The id of the released cell that this one is, or an empty string."""
    solution, tests = (marked(cell, role).replace(".", "-") for role in ("exercise", "tests"))
    for known in (solution, f"{tests}-tests", grade_id(cell)):
        if known in ours and ours[known].cell_type == cell.cell_type:
            return known
    same = [name for name, one in ours.items() if _words(one) == _words(cell)]
    return same[0] if same else ""


def _words(cell: NotebookNode) -> tuple[str, list[str]]:
    return cell.cell_type, cell.source.split()


def _released(path: Path, student: NotebookNode) -> Path:
    """The released notebook of the assignment that the student's notebook belongs to."""
    known = {p.stem: p for p in sorted(source.assignments().glob("*/*.ipynb")) if p.stem == p.parent.name}
    course = student.metadata.get("dlcourse")
    named = course.get("topic") if isinstance(course, dict) else None
    marks = [marked(cell, "exercise").split(".")[0] for cell in student.cells]
    for topic in (named, *marks):
        if topic in known:
            return known[topic]
    raise AssignmentError(
        f"{path} belongs to no assignment of this course: neither its metadata nor a line such as "
        f"`# exercise: neurons.perceptron` names one of {', '.join(known)}"
    )


def _result(exercise: Exercise, cells: dict[str, NotebookNode], hint: int) -> Result:
    """What came of one exercise in the executed notebook."""
    answer = cells.get(grade_id(exercise.solution))
    blank = answer is not None and _words(answer) == _words(exercise.solution)
    if exercise.tests is None:
        return Result(exercise.name, exercise.points, None, "not answered yet" if blank else "")
    failed = kernel.errors(cells[grade_id(exercise.tests)])
    if not failed:
        return Result(exercise.name, exercise.points, exercise.points)
    message = failed[0]
    if blank:
        message = "not begun"
    elif answer is None:
        message = f"no answer found: a cell must begin with `# exercise: {exercise.topic}.{exercise.name}`"
    else:  # an error in the answer, or in a given cell such as the imports, comes before what it causes
        given = [
            cell
            for cell in cells.values()
            if cell.metadata.nbgrader.locked and not cell.metadata.nbgrader.grade
        ]
        message = next((error for cell in (answer, *given) for error in kernel.errors(cell)), message)
    rungs = exercise.hints
    rung = rungs[min(hint, len(rungs)) - 1] if rungs else ""
    message = without_colors(message).removeprefix("AssertionError: ")
    return Result(exercise.name, exercise.points, 0.0, message, rung)
