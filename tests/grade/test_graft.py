"""Whatever a student did to the cells: the instructor's tests, the student's answers, a plain sentence."""

import copy
import re
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from dlcourse.grade.assignment import by_id, read
from dlcourse.grade.gradebook.course import Course, template
from dlcourse.grade.submission.graft import graft, visible
from dlcourse.grade.submission.reader import Cell, parse

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = {
    path.stem: template(read(path), Course(ROOT).config) for path in sorted(ROOT.glob("solutions/*/*.ipynb"))
}
OURS = TEMPLATES["neurons"]
ANSWER = "# exercise: neurons.perceptron\ndef perceptron(X, w, b):\n    return (X @ w >= -b) * 1"


def handed_in(topic: str = "neurons") -> NotebookNode:
    """The release with one answer written."""
    nb = read(ROOT / "exercises" / topic / f"{topic}.ipynb")
    if topic == "neurons":
        by_id(nb)["neurons-perceptron"].source = ANSWER
        by_id(nb)["neurons-explain"].source = "The slope is at most 1/4."
    return nb


def place(nb: NotebookNode, name: str) -> int:
    return nb.cells.index(by_id(nb)[name])


def grafted(nb: NotebookNode, topic: str = "neurons") -> tuple[NotebookNode, list[str]]:
    given = parse(nbformat.writes(nb).encode("utf8"))
    assert given.findings == []
    made, findings = graft(given.cells, TEMPLATES[topic])
    nbformat.validate(made)
    return made, [str(one) for one in findings]


def assert_untouched(made: NotebookNode, topic: str = "neurons") -> None:
    """All that decides about points is the instructor's, each cell once and in order."""
    true, got = by_id(TEMPLATES[topic]), [cell for cell in made.cells if "nbgrader" in cell.metadata]
    assert [cell.metadata.nbgrader.grade_id for cell in got] == list(true)
    for cell, ours in zip(got, true.values(), strict=True):
        assert cell.metadata == ours.metadata and cell.cell_type == ours.cell_type
        assert cell.metadata.nbgrader.solution or cell.source == ours.source


@pytest.mark.parametrize("topic", TEMPLATES)
def test_an_honest_notebook_has_no_findings(topic):
    made, findings = grafted(handed_in(topic), topic)
    assert findings == []
    assert_untouched(made, topic)


def test_what_the_student_wrote_is_in_it_and_stays_in_place():
    nb = handed_in()
    at = place(nb, "neurons-perceptron")
    nb.cells.insert(at, new_code_cell("def helper(z):\n    return z"))
    nb.cells.insert(0, new_markdown_cell("my name"))
    made, findings = grafted(nb)
    assert findings == []
    sources = [cell.source for cell in made.cells]
    assert sources[0] == "my name"
    assert sources.index(ANSWER) == sources.index("def helper(z):\n    return z") + 1
    assert by_id(made)["neurons-explain"].source == "The slope is at most 1/4."


def test_template_is_not_changed():
    before = copy.deepcopy(OURS)
    grafted(handed_in())
    assert before == OURS


@pytest.mark.parametrize("name", list(by_id(OURS)))
def test_deleted_cell_is_restored_from_the_template(name):
    nb = handed_in()
    del nb.cells[place(nb, name)]
    made, findings = grafted(nb)
    assert_untouched(made)
    assert findings == [f"cell {name}: was deleted; restored from the template"]
    assert by_id(made)[name].source == by_id(OURS)[name].source
    assert "BEGIN SOLUTION" not in by_id(made)[name].source


def strip_metadata(nb):
    for cell in nb.cells:
        cell.metadata = {}


def rename(nb):
    by_id(nb)["neurons-perceptron"].metadata.nbgrader.grade_id = "mine"


def drop_marker(nb):
    strip_metadata(nb)
    for cell in nb.cells:
        cell.source = re.sub(r"\A# exercise: .*\n", "", cell.source)


@pytest.mark.parametrize(
    ("edit", "finding"),
    [
        (strip_metadata, "recognized by marker comment, words, its place"),
        (drop_marker, "the names that a cell defines"),
        (
            rename,
            "cell neurons-perceptron: carried the id 'mine'; recognized, and graded as neurons-perceptron",
        ),
    ],
)
def test_answers_are_found_without_their_ids(edit, finding):
    nb = handed_in()
    edit(nb)
    made, findings = grafted(nb)
    assert_untouched(made)
    assert "def perceptron(X" in by_id(made)["neurons-perceptron"].source
    assert by_id(made)["neurons-explain"].source == "The slope is at most 1/4."
    assert finding in "\n".join(findings)
    assert "deleted" not in "\n".join(findings)


def cell_of(nb, name="neurons-perceptron"):
    return by_id(nb)[name]


TAMPERED = {
    "flags": (
        lambda nb: cell_of(nb).metadata.nbgrader.update(grade=True, points=1000, locked=True),
        "cell neurons-perceptron: its grade, locked, points had been changed; what the template says counts",
    ),
    "points": (
        lambda nb: cell_of(nb, "neurons-perceptron-tests").metadata.nbgrader.update(points=1000),
        "cell neurons-perceptron-tests: its points had been changed",
    ),
    "tests as a solution": (
        lambda nb: cell_of(nb, "neurons-perceptron-tests").metadata.nbgrader.update(
            solution=True, grade=False
        ),
        "cell neurons-perceptron-tests: its grade, solution had been changed",
    ),
    "tests": (
        lambda nb: cell_of(nb, "neurons-perceptron-tests").update(source="assert True"),
        "cell neurons-perceptron-tests: its tests were edited; the template's is used",
    ),
    "given": (
        lambda nb: cell_of(nb, "neurons-imports").update(source="import os"),
        "cell neurons-imports: was edited, though it is given; the template's is used",
    ),
    "retyped": (
        lambda nb: cell_of(nb).update(cell_type="markdown"),
        "cell neurons-perceptron: was changed from code to markdown; read as code",
    ),
    "retyped tests": (
        lambda nb: cell_of(nb, "neurons-perceptron-tests").update(cell_type="raw"),
        "cell neurons-perceptron-tests: was changed from code to raw; read as code",
    ),
    "moved": (
        lambda nb: nb.cells.append(nb.cells.pop(place(nb, "neurons-perceptron"))),
        "notebook: its cells were moved; the order of the template is used",
    ),
    "another course": (
        lambda nb: nb.update(cells=[new_code_cell("x = 1")]),
        "notebook: no cell of it belongs to the assignment; is it the right one?",
    ),
    "ids exchanged": (
        lambda nb: cell_of(nb).metadata.nbgrader.update(grade_id="neurons-perceptron-tests"),
        "cell neurons-perceptron-tests: stands in 2 places; the template's is used",
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_tampered_cell_counts_for_nothing_and_is_named(name):
    edit, finding = TAMPERED[name]
    nb = handed_in()
    edit(nb)
    made, findings = grafted(nb)
    assert_untouched(made)
    assert finding in "\n".join(findings)


def test_skip_tags_of_a_student_are_gone():
    nb = handed_in()
    for cell in nb.cells:
        cell.metadata.tags = ["skip-execution"]
    made, _ = grafted(nb)
    assert_untouched(made)
    assert not any(cell.metadata.get("tags") for cell in made.cells)


def duplicate(nb, name, source, *, after=True):
    twin = copy.deepcopy(by_id(nb)[name])
    twin.source, twin.id = source, "twin"
    nb.cells.insert(place(nb, name) + after, twin)


def test_of_two_answers_the_last_one_counts_and_the_first_still_runs():
    nb = handed_in()
    duplicate(nb, "neurons-perceptron", "def helper(): pass", after=False)
    made, findings = grafted(nb)
    assert by_id(made)["neurons-perceptron"].source == ANSWER
    assert [cell.source for cell in made.cells].index("def helper(): pass") < place(
        made, "neurons-perceptron"
    )
    assert findings == [
        "cell neurons-perceptron: stands in 2 places; the last one that was written in is graded"
    ]


def test_an_empty_copy_below_an_answer_does_not_undo_it():
    nb = handed_in()
    duplicate(nb, "neurons-perceptron", by_id(OURS)["neurons-perceptron"].source)
    made, _ = grafted(nb)
    assert by_id(made)["neurons-perceptron"].source == ANSWER
    assert sum("def perceptron(" in cell.source for cell in made.cells) == 1


def test_a_copied_test_cell_is_left_out():
    nb = handed_in()
    duplicate(nb, "neurons-perceptron-tests", "print('edited copy')")
    made, findings = grafted(nb)
    assert_untouched(made)
    assert not any("edited copy" in cell.source for cell in made.cells)
    assert "cell neurons-perceptron-tests: its tests were edited; the template's is used" in findings


def test_visible_is_what_nbgrader_releases():
    for topic, nb in TEMPLATES.items():
        released = by_id(read(ROOT / "exercises" / topic / f"{topic}.ipynb"))
        for name, cell in by_id(nb).items():
            assert visible(cell.source).split() == released[name].source.split()


sources = st.text(max_size=40) | st.sampled_from([cell.source for cell in OURS.cells])
ids = st.sampled_from(list(by_id(OURS))) | st.text(max_size=9)
claims = st.fixed_dictionaries(
    {}, optional={"grade_id": ids, "points": st.floats(), "solution": st.booleans()}
)
cells = st.builds(Cell, st.sampled_from(["code", "markdown", "raw"]), sources, claims)


@settings(max_examples=200)
@given(st.lists(cells, max_size=30))
def test_any_cells_at_all_leave_the_tests_alone(student):
    made, findings = graft(student, OURS)
    assert_untouched(made)
    nbformat.validate(made)
    assert all(str(one) for one in findings)


@given(st.randoms(use_true_random=False))
def test_any_order_of_the_cells_gives_the_same_answers(random):
    nb = handed_in()
    random.shuffle(nb.cells)
    made, _ = grafted(nb)
    assert_untouched(made)
    assert by_id(made)["neurons-perceptron"].source == ANSWER
