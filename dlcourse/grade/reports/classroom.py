"""`classroom`: what a class found easy and hard, and which misconception how often."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dlcourse.grade.gradebook.course import Course
from dlcourse.grade.submission.sanitize import without_colors

if TYPE_CHECKING:
    from dlcourse.grade.gradebook.batch import Done

# In this order: what is quoted, addresses, numbers; then lists of nothing but numbers.
_DETAILS = (
    (re.compile(r"0x[0-9a-f]+"), "#"),
    (re.compile(r"(?<![\w#])[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"), "#"),
    (re.compile(r"\b(?:nan|inf)\b"), "#"),
    (re.compile(r"(?<!\w)[\[(][\s,;#\[\]()]*[\])]"), "[#]"),
)


@dataclass
class Exercise:
    """How a class did one graded cell, after what a person changed.

    `by_hand` counts who still waits for a person; `misconceptions`, failure messages without their details.
    """

    name: str
    points: float
    scores: list[float] = field(default_factory=list)
    by_hand: int = 0
    misconceptions: Counter[str] = field(default_factory=Counter)

    @property
    def mean(self) -> float:
        return sum(self.scores) / len(self.scores) if self.scores else 0.0

    @property
    def full(self) -> float:
        """The share of students with full marks."""
        return sum(score >= self.points for score in self.scores) / len(self.scores) if self.scores else 0.0


def classroom(root: Path, assignment: str) -> list[Exercise]:
    """Each graded cell of an assignment in the order of the notebook, from gradebook and autograded/."""
    course, found = Course(root), dict[str, Exercise]()
    with course.gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(assignment):
            for notebook in submission.notebooks:
                path = course.folder("autograded", submission.student_id, assignment)
                said = failures(path / f"{notebook.name}.ipynb")
                for grade in notebook.grades:
                    one = found.setdefault(grade.name, Exercise(grade.name, grade.max_score))
                    one.scores.append(grade.score)
                    one.by_hand += grade.needs_manual_grade
                    if message := said.get(grade.name):
                        one.misconceptions[misconception(message)] += 1
    return list(found.values())


def failures(path: Path) -> dict[str, str]:
    """The error message of each graded cell that failed, in an autograded notebook."""
    if not path.exists():
        return {}
    found = {}
    for cell in json.loads(path.read_bytes())["cells"]:
        errors = [output for output in cell.get("outputs", []) if output["output_type"] == "error"]
        if errors and cell["metadata"].get("nbgrader", {}).get("grade"):
            kind = "" if errors[0]["ename"] == "AssertionError" else f"{errors[0]['ename']}: "
            found[cell["metadata"]["nbgrader"]["grade_id"]] = _plain(kind + errors[0]["evalue"])
    return found


def _plain(text: str) -> str:
    """Without what a terminal would obey; a student may have chosen the words."""
    kept = without_colors(text)
    return "".join(one if one.isprintable() or one == "\n" else "\N{REPLACEMENT CHARACTER}" for one in kept)


def misconception(message: str) -> str:
    """A failure message without what differs from student to student: the same mistake reads the same.

    Examples
    --------
    >>> misconception("shape (3, 4), not (4, 3): the columns sum to [0.5, -1e-3]")
    'shape [#], not [#]: the columns sum to [#]'
    """
    line = next((line for line in message.splitlines() if line.strip()), "").strip()[:500]
    for details, mark in _DETAILS:
        line = details.sub(mark, line)
    return line[:200]


def show(
    done: "list[Done]", exercises: list[Exercise], console: Console | None = None, most: int | None = 3
) -> None:
    """Print a table of the exercises, their `most` frequent failures, and what became of a batch."""
    console = console or Console(highlight=False)
    table = Table("exercise", "points", "mean", "full marks", "wait for a person", box=SIMPLE_HEAD)
    for one in exercises:
        waiting = str(one.by_hand or "")
        table.add_row(Text(one.name), f"{one.points:g}", f"{one.mean:.2f}", f"{one.full:.0%}", waiting)
    console.print(table)
    for one in exercises:
        for message, count in one.misconceptions.most_common(most):
            console.print(Text(f"{one.name}: {count} × {message}"), soft_wrap=True)
    for result in done:
        for finding in result.findings:
            console.print(Text(f"{ascii(result.student)[1:-1][:40]}: {finding}"), soft_wrap=True)
    if done:
        states = Counter(result.state for result in done)
        counts = ", ".join(f"{states[state]} {state}" for state in sorted(states))
        waits = " Who is refused waits for a person, with 0 points." if states["refused"] else ""
        console.print(f"{len(done)} notebooks: {counts}.{waits}")
