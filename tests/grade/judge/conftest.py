"""One warm judge for the tests of a run, and notebooks as an author writes them."""

from collections.abc import Callable, Iterator

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from dlcourse.grade.judge import Budgets, CellResult, Judge

FAST = Budgets(seconds=3.0, total=60.0, memory=512 << 20, disk=16 << 20, cpu=20)


def cell(source: str, kind: str = "student", **course: str) -> NotebookNode:
    """A cell of the kind "student", "locked" or "test", with nbgrader's metadata."""
    made = new_code_cell(source.strip("\n"))
    given = {"schema_version": 3, "grade_id": f"{kind}-{made.id}", "points": 1}
    flags = {"student": (False, True, False), "locked": (False, False, True), "test": (True, False, True)}
    grade, solution, locked = flags[kind]
    made.metadata.nbgrader = NotebookNode(given, grade=grade, solution=solution, locked=locked)
    made.metadata.dlcourse = NotebookNode(course)
    return made


def notebook(*cells: tuple[str, str]) -> NotebookNode:
    """A notebook from (kind, source) pairs."""
    return new_notebook(cells=[cell(source, kind) for kind, source in cells])


@pytest.fixture(scope="session")
def judge() -> Iterator[Judge]:
    with Judge(budgets=FAST) as made:
        yield made


@pytest.fixture(scope="session", params=[3, 2])
def tier(request) -> Iterator[Judge]:
    """A judge of each tier that grading may use."""
    with Judge(tier=request.param, budgets=FAST) as made:
        yield made


@pytest.fixture
def judged(judge: Judge) -> Callable[..., list[CellResult]]:
    """The results of cells given as (kind, source) pairs."""
    return lambda *cells: judge.run(notebook(*cells), seed="0")
