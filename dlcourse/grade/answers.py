"""The answers that a course keeps to try its tests on: other right ones, and wrong ones.

Each is a file `tests/answers/ASSIGNMENT/EXERCISE/NAME.py` whose name begins with right_ or wrong_. It holds
the source of a solution cell, its marker comment first; a wrong one says in its second line,
`# must read: TEXT`, what its student has to read.
"""

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from dlcourse.grade import AssignmentError
from dlcourse.grade.assignment import by_id

REFERENCE, BLANK = "reference", "blank"
_MUST_READ = "# must read: "


@dataclass(frozen=True)
class Answer:
    """One kept answer to one exercise; a file without the lines that it must have is an AssignmentError."""

    path: Path

    @property
    def exercise(self) -> str:
        return self.path.parent.name

    @property
    def topic(self) -> str:
        return self.path.parents[1].name

    @property
    def cell(self) -> str:
        """The id of the cell that it answers."""
        return f"{self.topic}-{self.exercise}"

    @property
    def wrong(self) -> bool:
        return self.path.name.startswith("wrong_")

    @property
    def source(self) -> str:
        """The content of the solution cell, without the line that is for us."""
        lines = self.path.read_text("utf8").strip("\n").split("\n")
        if lines[0] != (marker := f"# exercise: {self.topic}.{self.exercise}"):
            raise AssignmentError(f"{self.path}: its first line must be `{marker}`")
        return "\n".join(line for line in lines if not line.startswith(_MUST_READ))

    @property
    def must_read(self) -> str:
        """What the student of a wrong answer has to read."""
        second = self.path.read_text("utf8").split("\n")[1]
        if not second.startswith(_MUST_READ):
            raise AssignmentError(f"{self.path}: its second line must be `{_MUST_READ}TEXT`")
        return second.removeprefix(_MUST_READ).strip()


def kept(root: Path, topic: str = "*", exercise: str = "*", kind: str = "*") -> list[Answer]:
    """The kept answers of the course in `root`, of one kind ("wrong" or "right"), topic, exercise, or all."""
    found = (root / "tests" / "answers").glob(f"{topic}/{exercise}/{kind}_*.py")
    return [Answer(path) for path in sorted(found)]


def solved(source: NotebookNode, released: NotebookNode, *given: Answer) -> NotebookNode:
    """The released notebook with the reference solutions, some of them replaced by other answers."""
    reference, nb = by_id(source), deepcopy(released)
    cells = by_id(nb)
    for name, cell in cells.items():
        if cell.metadata.nbgrader.get("solution"):
            cell.source = reference[name].source
    for answer in given:
        cells[answer.cell].source = answer.source
    return nb


def of_notebook(answers: list[Answer], source: NotebookNode) -> list[Answer]:
    """Those answers whose exercise is in a notebook, in its order."""
    cells = list(by_id(source))
    return sorted((one for one in answers if one.cell in cells), key=lambda one: cells.index(one.cell))


def batch(source: NotebookNode, released: NotebookNode, answers: list[Answer]) -> dict[str, NotebookNode]:
    """What a class hands in that gives the reference, nothing, and every one of these answers."""
    students: dict[str, list[Answer]] = {REFERENCE: []}
    for answer in answers:
        students.setdefault(student(answer, answers), []).append(answer)
    return {**{who: solved(source, released, *given) for who, given in students.items()}, BLANK: released}


def student(answer: Answer, answers: list[Answer]) -> str:
    """Who hands an answer in. One student gives several, each to another exercise; of the wrong ones never to
    two neighbors, so that what a wrong answer costs beyond its own exercise would show.
    """
    same = [one for one in answers if one.cell == answer.cell and one.wrong == answer.wrong]
    number = same.index(answer)
    if not answer.wrong:
        return f"right-{number}"
    exercises = list(dict.fromkeys(one.exercise for one in answers))
    return f"wrong-{number}-{exercises.index(answer.exercise) % 2}"
