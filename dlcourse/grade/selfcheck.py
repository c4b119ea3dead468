"""`selfcheck`: what a student's notebook earns from the visible tests, and the message that helps next."""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from dlcourse.grade import AssignmentError, kernel
from dlcourse.grade.assignment import by_id, read
from dlcourse.grade.submission.graft import graft, is_blank, recognized
from dlcourse.grade.submission.reader import Finding, StudentNotebook, parse, read_bytes
from dlcourse.grade.submission.sanitize import without_colors
from dlcourse.page import source

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager

    from dlcourse.grade.judge import Judge


_HINT = re.compile(r"<details>\s*<summary>[^<]*</summary>(.*?)</details>", re.DOTALL)


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
        One of the hints of its task, in Markdown; empty if the exercise passes or has none.
    task : str
        What it asks, in Markdown and without its hints; empty if it passes.
    answer : str
        The student's cell; empty if it passes.
    """

    exercise: str
    points: float
    earned: float | None
    message: str = ""
    hint: str = ""
    task: str = ""
    answer: str = ""

    @property
    def passed(self) -> bool:
        """Whether nothing is left to do that the visible tests could tell."""
        return self.earned is None or self.earned == self.points


@dataclass(frozen=True)
class Checked:
    """A notebook after its tests: each exercise, what had to be mended before it could run, and its topic."""

    results: list[Result]
    findings: list[Finding]
    topic: str


def selfcheck(
    path: Path,
    *,
    timeout: int = 60,
    hint: int = 1,
    step: Callable[[str, int, int], None] = lambda *_: None,
    judge: "Judge | None" = None,
    ready: "AsyncKernelManager | None" = None,
) -> Checked:
    """Run the notebook at `path` with the visible tests of its assignment, as they were released.

    The file itself is only read, and its answers are found as when it is graded. It runs in an empty folder,
    as then.

    Parameters
    ----------
    path : Path, a student's notebook
    timeout : int, seconds that one cell may run
    hint : int, which hint of a task to give, from 1; the last one if there are fewer
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
    try:
        student = parse(read_bytes(path))
    except AssignmentError as wrong:
        raise AssignmentError(f"{path} {wrong}") from None
    released = _released(path, student)
    topic, there = released.metadata.dlcourse.topic, recognized(student.cells, released)
    nb, findings = graft(student.cells, released)
    if judge:
        bare = deepcopy(nb)
        for cell in bare.cells:
            cell.metadata.pop("nbgrader", None)  # its own tests need no process of their own
        for one in judge.run(bare, seed="0"):
            nb.cells[one.index].outputs = one.outputs
    else:
        with TemporaryDirectory(prefix="dlcourse-check-") as empty:
            for done in kernel.run(nb, Path(empty), timeout=timeout, kernel=ready):
                step(topic, done + 1, len(nb.cells))
    answers = [name for name, cell in by_id(released).items() if cell.metadata.nbgrader.solution]
    results = [_result(name, topic, by_id(released), by_id(nb), there, hint) for name in answers]
    return Checked(results, [*student.findings, *findings], topic)


def _released(path: Path, student: StudentNotebook) -> NotebookNode:
    """The released notebook of the assignment that the student's notebook belongs to."""
    known = {p.stem: p for p in sorted(source.assignments().glob("*/*.ipynb")) if p.stem == p.parent.name}
    if student.topic in known:
        return read(known[student.topic])
    count = {topic: len(recognized(student.cells, read(file))) for topic, file in known.items()}
    best = max(count, key=lambda topic: count[topic], default="")
    if best and count[best]:
        return read(known[best])
    raise AssignmentError(
        f"{path} belongs to no assignment of this course: neither its metadata nor a line such as "
        f"`# exercise: neurons.perceptron` names one of {', '.join(known)}; "
        f"if it is of another course, try: nbgrader validate {path}"
    )


def _result(
    answer: str,
    topic: str,
    released: dict[str, NotebookNode],
    executed: dict[str, NotebookNode],
    there: set[str],
    hint: int,
) -> Result:
    """What came of one exercise: its answer is the cell of that id, beside it lie its task and its tests."""
    name, tests = answer.removeprefix(f"{topic}-"), executed.get(f"{answer}-tests")
    points = (tests or released[answer]).metadata.nbgrader.points
    blank = is_blank(executed[answer].source, released[answer])
    if tests is None:
        return Result(name, points, None, "not answered yet" if blank else "")
    failed = kernel.errors(tests)
    if not failed:
        return Result(name, points, points)
    if answer not in there:
        message = f"no answer found: a cell must hold the line `# exercise: {topic}.{name}`"
    elif blank:
        message = "not begun"
    else:  # an error in the answer, or in a given cell such as the imports, comes before what it causes
        flags = {one: cell.metadata.nbgrader for one, cell in executed.items()}
        given = [executed[one] for one, flag in flags.items() if flag.locked and not flag.grade]
        causes = [error for cell in (executed[answer], *given) for error in kernel.errors(cell)]
        message = [*causes, *failed][0]
    task = released[f"{answer}-task"].source
    hints = _HINT.findall(task)
    return Result(
        name,
        points,
        0.0,
        without_colors(message).removeprefix("AssertionError: "),
        hint=hints[min(hint, len(hints)) - 1].strip() if hints else "",
        task=_HINT.sub("", task).strip(),
        answer=executed[answer].source.strip(),
    )
