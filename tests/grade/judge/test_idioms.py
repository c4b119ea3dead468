"""Every idiom means the same judged, in a plain kernel and under stock nbgrader, right answer and wrong."""

import copy
import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import nbgrader
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

from dlcourse.grade import kernel
from dlcourse.grade.judge import Judge, kind_of, lint_notebook
from tests.exercises import stock
from tests.grade.judge import conftest
from tests.grade.judge.conftest import FAST
from tests.grade.judge.idioms import AUTHORING, GIVEN, IDIOMS, LASTING

NAME = "idioms"


def _cell(source: str, grade_id: str, **flags: bool) -> NotebookNode:
    cell = new_code_cell(source.strip("\n"))
    cell.id = f"cell-{grade_id}"
    given = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    cell.metadata.nbgrader = NotebookNode(given, grade_id=grade_id, **flags)
    if flags.get("grade"):
        cell.metadata.nbgrader.points = 1
    return cell


def notebook() -> NotebookNode:
    """All idioms: after the right answer to each its test, then after the wrong one."""
    nb = new_notebook(cells=[_cell(GIVEN, "given", locked=True)])
    for number, (test, right, wrong, _) in enumerate(IDIOMS.values()):
        for kind, answer in (("right", right), ("wrong", wrong)):
            nb.cells += [
                _cell(answer, f"{kind}-{number}", solution=True),
                _cell(test, f"{kind}-{number}-tests", grade=True, locked=True),
            ]
    nb.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nb


def found(nb: NotebookNode) -> dict[str, tuple[float, str]]:
    """Points and message by idiom and answer, as nbgrader reads them from the outputs."""
    rows = {}
    for cell in nb.cells:
        kind, _, rest = cell.metadata.nbgrader.grade_id.partition("-")
        if rest.endswith("-tests"):
            name = list(IDIOMS)[int(rest.removesuffix("-tests"))]
            errors = [f"{o.ename}: {o.evalue}" for o in cell.outputs if o.output_type == "error"]
            rows[f"{name}: {kind}"] = (determine_grade(cell)[0], "\n".join(errors))
    return rows


@pytest.fixture(scope="module")
def judged() -> dict[str, tuple[float, str]]:
    nb = notebook()
    with Judge(budgets=replace(FAST, seconds=30.0, total=300.0, cpu=100)) as judge:
        for result in judge.run(nb, seed="0"):
            nb.cells[result.index].outputs = result.outputs
    return found(nb)


@pytest.fixture(scope="module")
def in_process(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[float, str]]:
    nb = notebook()
    for _ in kernel.run(nb, tmp_path_factory.mktemp("kernel"), timeout=60):
        pass
    return found(nb)


@pytest.fixture(scope="module")
def under_stock(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[float, str]]:
    where = tmp_path_factory.mktemp("stock")
    shutil.copy(stock.ROOT / "nbgrader_config.py", where)
    for folder in (where / "solutions" / NAME, where / "submitted" / "ada" / NAME):
        folder.mkdir(parents=True)
        nbformat.write(notebook(), folder / f"{NAME}.ipynb")
    stock.nbgrader(where, "generate_assignment", NAME)
    stock.nbgrader(where, "autograde", NAME)
    graded = Path(where, "autograded", "ada", NAME, f"{NAME}.ipynb")
    return found(nbformat.read(graded, as_version=4))


@pytest.mark.parametrize("name", IDIOMS)
def test_right_answer_has_the_point_and_the_wrong_one_its_message(judged, name):
    assert judged[f"{name}: right"] == (1, "")
    points, message = judged[f"{name}: wrong"]
    assert points == 0 and IDIOMS[name][-1] in message


def test_a_plain_kernel_says_the_same(judged, in_process):
    assert in_process == judged


def test_stock_nbgrader_says_the_same(judged, under_stock):
    assert under_stock == judged


def test_the_example_of_nbgrader_quickstart_has_all_its_points(judge):
    example = Path(nbgrader.__file__).parent / "docs/source/user_guide/source/ps1/problem1.ipynb"
    nb = nbformat.read(example, as_version=4)
    tests = {
        one.grade_id: one.verdict for one in judge.run(nb, seed="0") if kind_of(nb.cells[one.index]) == "test"
    }
    assert "sum_of_squares_uses_squares" in tests
    assert set(tests.values()) == {"passed"}


def test_lint_finds_nothing_in_them():
    nb = copy.deepcopy(notebook())
    assert lint_notebook(nb) == []


@pytest.mark.parametrize("name", AUTHORING)
def test_what_a_probe_has_to_ask_is_an_error_that_says_so(judge, name):
    tests, answer, word = AUTHORING[name]
    cells = [("locked", GIVEN), ("student", answer), *(("test", test) for test in tests)]
    *before, last = judge.run(conftest.notebook(*cells), seed="0")
    assert [one.verdict for one in before] == ["passed"] * len(before)
    assert last.verdict == "authoring" and word in last.error and "ask in a probe" in last.error
    assert last.error.startswith(f"AskInProbe: cell {last.grade_id}")


@pytest.mark.parametrize("name", LASTING)
def test_what_an_answer_keeps_from_test_to_test_counts_as_in_one_process(judge, name):
    tests, answer = LASTING[name]
    cells = [("locked", GIVEN), ("student", answer), *(("test", test) for test in tests)]
    *_, first, last = judge.run(conftest.notebook(*cells), seed="0")
    assert (first.verdict, last.verdict) == ("passed", "failed")
    assert "keeps something from call to call" in last.error
