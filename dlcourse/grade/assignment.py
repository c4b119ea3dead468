"""The notebook of an assignment: which cell belongs to which exercise, and what each is worth."""

import json
import logging
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import nbformat
from nbformat import NotebookNode

from dlcourse.grade import AssignmentError

_MARKER = re.compile(r"# (exercise|tests): (\w+)\.(\w+)[ \t]*(?:\n|$)")
_HINT = re.compile(r"<details>\s*<summary>[^<]*</summary>(.*?)</details>", re.DOTALL)


@dataclass(frozen=True)
class Exercise:
    """One exercise of an assignment.

    Attributes
    ----------
    topic, name : str
        As in the marker comment `# exercise: topic.name`.
    task, solution : NotebookNode
        What it asks, and where the answer goes.
    tests : NotebookNode or None
        The cell that grades it; None where a person does.
    """

    topic: str
    name: str
    task: NotebookNode
    solution: NotebookNode
    tests: NotebookNode | None

    @property
    def points(self) -> float:
        return (self.tests or self.solution).metadata.nbgrader.points

    @property
    def hints(self) -> list[str]:
        """The rungs of the hint ladder, from a nudge to a sketch."""
        return [hint.strip() for hint in _HINT.findall(self.task.source)]


def read(path: Path) -> NotebookNode:
    """A notebook in format 4.

    Raises
    ------
    AssignmentError
        If the file is missing, is no notebook, or one that nbformat cannot read.
    """
    try:
        text = path.read_text("utf8")
        data = json.loads(text)
    except FileNotFoundError:
        raise AssignmentError(f"{path} does not exist; give the path of a notebook") from None
    except OSError as refused:
        raise AssignmentError(
            f"cannot read {path}: {refused.strerror}; give the path of a notebook"
        ) from None
    except (ValueError, RecursionError):
        raise AssignmentError(
            f"{path} is not a notebook, or a damaged one: it does not hold JSON; "
            "open it in JupyterLab and save it again, or start from a new copy"
        ) from None
    if not isinstance(data, dict) or "nbformat" not in data:
        raise AssignmentError(f"{path} is not a notebook: its JSON names no nbformat")
    log, was = logging.getLogger("traitlets"), logging.getLogger("traitlets").disabled
    log.disabled = True  # nbformat logs what is raised just below
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # missing cell ids are added, which is all we need
            nb = nbformat.reads(text, as_version=4)
            nbformat.validate(nb)
    except Exception as damage:  # nbformat reports damage as any of six unrelated exception types
        reason = (str(damage).strip() or type(damage).__name__).splitlines()[0][:200]
        raise AssignmentError(f"{path} is a damaged notebook ({reason}); start from a new copy") from damage
    finally:
        log.disabled = was
    return nb


def by_id(nb: NotebookNode) -> dict[str, NotebookNode]:
    """The cells that nbgrader knows, by grade_id; of several with one id the last."""
    return {grade_id(cell): cell for cell in nb.cells if grade_id(cell)}


def grade_id(cell: NotebookNode) -> str:
    """The cell's nbgrader id, or an empty string."""
    given = cell.metadata.get("nbgrader")
    found = given.get("grade_id") if isinstance(given, dict) else None
    return found if isinstance(found, str) else ""


def marked(cell: NotebookNode, role: Literal["exercise", "tests"]) -> str:
    """`topic.name` if the first line of the cell is its marker comment, else an empty string."""
    found = _MARKER.match(cell.source) if cell.cell_type == "code" else None
    return f"{found[2]}.{found[3]}" if found and found[1] == role else ""


def exercises(nb: NotebookNode) -> list[Exercise]:
    """The exercises of an assignment whose metadata can be trusted: a source or a release."""
    topic, cells = nb.metadata.dlcourse.topic, by_id(nb)
    return [
        Exercise(
            topic, name.removeprefix(f"{topic}-"), cells[f"{name}-task"], cell, cells.get(f"{name}-tests")
        )
        for name, cell in cells.items()
        if cell.metadata.nbgrader.solution
    ]
