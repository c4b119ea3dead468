"""A course with one tiny assignment that has every kind of graded cell, and students who hand it in."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dlcourse.grade.assignment import by_id, read
from tests.exercises import stock

ROOT = Path(__file__).resolve().parents[2]
NAME = "tiny"

#: A point for each day that a submission is late; the same for stock nbgrader and for us.
SETTINGS = """
from nbgrader.plugins import LateSubmissionPlugin


class PointADay(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return total_seconds_late // 86400 if score < 100 else None


c.AssignLatePenalties.plugin_class = PointADay
"""

STUB = "# exercise: tiny.double\ndef double(x):\n    {}"
DOUBLE = STUB.format("return x + x")
SQUARE = STUB.replace("double", "square").replace("tiny.square", "tiny.steps")
GRADED_BY_STEPS = (
    "# tests: tiny.steps\ncorrect = sum(square(n) == n * n for n in range(4))\nfloat(correct) / 2"
)
TESTS = """# tests: tiny.double
assert double(2) == 4, f"double(2) is 4, not {double(2)}"
### BEGIN HIDDEN TESTS
canary = "canary-in-the-hidden-tests"
assert double(-21) == -42, f"double(-21) is -42, not {double(-21)}"
### END HIDDEN TESTS"""


def _flags(grade_id: str, **given: Any) -> dict[str, Any]:
    flags = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return {"nbgrader": {**flags, "grade_id": f"{NAME}-{grade_id}", **given}}


def source() -> NotebookNode:
    """What the instructor writes."""
    solved = STUB.format("### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION")
    squared = (
        solved.replace("double", "square").replace("tiny.square", "tiny.steps").replace("2 * x", "x * x")
    )
    answer = {"solution": True}
    tests = {"grade": True, "locked": True}
    nb = new_notebook(metadata={"dlcourse": {"topic": NAME}, "kernelspec": _KERNEL})
    nb.cells = [
        new_markdown_cell("# Tiny"),
        new_code_cell("import math", metadata=_flags("imports", locked=True)),
        new_markdown_cell("Double it.", metadata=_flags("double-task", locked=True)),
        new_code_cell(solved, metadata=_flags("double", **answer)),
        new_code_cell(TESTS, metadata=_flags("double-tests", points=2, **tests)),
        new_code_cell(squared, metadata=_flags("steps", **answer)),
        new_code_cell(GRADED_BY_STEPS, metadata=_flags("steps-tests", points=2, **tests)),
        new_code_cell(
            "### BEGIN SOLUTION\nmath.pi\n### END SOLUTION",
            metadata=_flags("plot", points=1.5, grade=True, **answer),
        ),
        new_markdown_cell("Because.", metadata=_flags("why", points=3, grade=True, **answer)),
        new_markdown_cell("Draw something.", metadata=_flags("draw", points=1, task=True, locked=True)),
    ]
    for number, cell in enumerate(nb.cells):
        cell.id = f"tiny-{number}"
    return nb


_KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def make(where: Path) -> Path:
    """The course, its assignment generated and in the gradebook, due at the start of 2026."""
    (where / "solutions" / NAME).mkdir(parents=True)
    (where / "nbgrader_config.py").write_text(
        (ROOT / "nbgrader_config.py").read_text("utf8") + SETTINGS, "utf8"
    )
    nbformat.write(source(), where / "solutions" / NAME / f"{NAME}.ipynb")
    nbgrader(where, "generate_assignment", NAME)
    with gradebook(where) as book:
        book.update_or_create_assignment(NAME, duedate="2026-01-01 00:00:00 UTC")
    return where


def gradebook(course: Path):
    from nbgrader.api import Gradebook

    return Gradebook(f"sqlite:///{course / 'gradebook.db'}", "dlcourse")


def nbgrader(course: Path, *arguments: str) -> None:
    """One of nbgrader's own commands; raises with its log if it fails."""
    stock.nbgrader(course, *arguments)


def released(course: Path) -> NotebookNode:
    return read(course / "exercises" / NAME / f"{NAME}.ipynb")


def answered(course: Path, **answers: str) -> NotebookNode:
    """The release with the sources of some cells replaced."""
    nb = released(course)
    for name, text in answers.items():
        by_id(nb)[f"{NAME}-{name}"].source = text
    return nb


def hand_in(course: Path, student: str, nb: NotebookNode | bytes, when: str = "") -> Path:
    """Put a notebook where nbgrader's collect puts it; returns its folder."""
    folder = course / "submitted" / student / NAME
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if isinstance(nb, bytes):
        (folder / f"{NAME}.ipynb").write_bytes(nb)
    else:
        nbformat.write(nb, folder / f"{NAME}.ipynb")
    if when:
        (folder / "timestamp.txt").write_text(when)
    return folder


def honest(course: Path) -> None:
    """Every way to earn, lose, wait for and be late with points."""
    right = {"double": DOUBLE, "steps": SQUARE.format("return x ** 2"), "plot": "math.e", "why": "So."}
    hand_in(course, "ada", answered(course, **right), "2025-12-31 12:00:00 UTC")
    hand_in(course, "blank", released(course))
    partial = answered(course, **right | {"steps": SQUARE.format("return 2 * x")})
    hand_in(course, "partial", partial, "2026-01-03 12:00:00 UTC")
    wrong = answered(course, **right | {"double": STUB.format("return abs(x + x)")})
    hand_in(course, "wrong", wrong, "2026-03-01 12:00:00 +0100")
    helper = answered(course, **right | {"double": STUB.format("return helper(x)")})
    helper.cells.insert(1, new_code_cell("def helper(x):\n    return 2 * x"))
    hand_in(course, "helper", helper)


def nothing(course: Path) -> None:
    """A folder without the notebook of the assignment."""
    folder = hand_in(course, "nothing", b"{}")
    (folder / "tiny.ipynb").rename(folder / "other.ipynb")
    (folder / "more.ipynb").write_bytes(b"{}")


def rows(course: Path, assignment: str = NAME) -> dict[str, dict[str, Any]]:
    """Everything that the gradebook says about the submissions, without the random ids."""
    with gradebook(course) as book:
        return rows_of(book, assignment)


def rows_of(book: Any, assignment: str = NAME) -> dict[str, dict[str, Any]]:
    """The same of an open gradebook."""
    return {
        one.student_id: {
            "submission": _plain(one.to_dict()),
            "penalty": one.late_submission_penalty,
            "notebooks": [_plain(nb.to_dict()) for nb in one.notebooks],
            "grades": {g.name: _plain(g.to_dict()) for nb in one.notebooks for g in nb.grades},
            "comments": {c.name: _plain(c.to_dict()) for nb in one.notebooks for c in nb.comments},
        }
        for one in book.assignment_submissions(assignment)
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "id"}


def cli(course: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dlcourse.cli", *arguments],
        cwd=course,
        env={**os.environ, "DLCOURSE_SECRET": str(course / ".secret"), "COLUMNS": "160", **environment},
        capture_output=True,
        text=True,
    )
