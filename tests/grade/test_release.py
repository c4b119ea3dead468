"""`dlcourse release`: what it makes, what it refuses, and that nothing is ever half-written."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from dlcourse.grade import AssignmentError
from dlcourse.grade.assignment import by_id, read
from dlcourse.grade.lint import lint_release, lint_source
from dlcourse.grade.release import generate, out_of_step, release

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path("solutions/neurons/neurons.ipynb")
RELEASE = Path("exercises/neurons/neurons.ipynb")


def quiet(name: str, done: int, of: int) -> None:
    """No progress."""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with one assignment, released."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    for folder in ("solutions", "exercises"):
        shutil.copytree(ROOT / folder / "neurons", tmp_path / folder / "neurons")
    return tmp_path


def change(course: Path, edit) -> None:
    """Edit the cells of the course's source, by their nbgrader id."""
    nb = read(course / SOURCE)
    edit(by_id(nb))
    nbformat.write(nb, course / SOURCE)


def dlcourse(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dlcourse.cli", *arguments],
        cwd=course,
        capture_output=True,
        text=True,
    )


def test_generating_twice_gives_the_same_bytes(tmp_path):
    for name in "12":
        generate(ROOT, "neurons", tmp_path / name)
    assert (tmp_path / "1" / RELEASE).read_bytes() == (tmp_path / "2" / RELEASE).read_bytes()


def test_release_mends_what_is_out_of_step_and_then_finds_nothing_to_do(course):
    (course / RELEASE).write_text("{}")
    assert out_of_step(course, ()) == ["neurons"]
    assert release(course, (), quiet, quick=True) == ["neurons"]
    assert (course / RELEASE).read_bytes() == (ROOT / RELEASE).read_bytes()
    assert out_of_step(course, ()) == []
    assert release(course, (), quiet, quick=True) == []


def test_release_leaves_gradebook_and_sources_alone(course):
    before = (course / SOURCE).read_bytes()
    (course / RELEASE).unlink()
    release(course, ("neurons",), quiet)
    assert (course / SOURCE).read_bytes() == before
    assert sorted(path.name for path in course.iterdir()) == ["exercises", "nbgrader_config.py", "solutions"]


def test_files_beside_the_notebook_travel_with_it_and_go_with_it(course):
    beside = course / "solutions" / "neurons" / "points.csv"
    beside.write_text("1,2\n")
    assert release(course, (), quiet, quick=True) == ["neurons"]
    assert (course / "exercises" / "neurons" / "points.csv").read_text() == "1,2\n"
    beside.unlink()
    assert release(course, (), quiet, quick=True) == ["neurons"]
    assert not (course / "exercises" / "neurons" / "points.csv").exists()


def test_an_assignment_without_a_source_is_out_of_step(course):
    (course / "exercises" / "old").mkdir()
    assert out_of_step(course, ()) == ["old (it has no source any more: delete it)"]


def test_no_solution_and_no_hidden_test_is_left_in_any_release():
    for path in sorted((ROOT / "solutions").glob("*/*.ipynb")):
        topic = path.parent.name
        stubs = ("raise NotImplementedError", "*Write your answer here")
        assert lint_release(read(path), read(ROOT / "exercises" / topic / path.name), stubs) == []


def lose(cells: dict[str, NotebookNode], name: str, text: str) -> None:
    assert text in cells[name].source
    cells[name].source = cells[name].source.replace(text, "")


BROKEN = {
    "the tests have no region ### BEGIN HIDDEN TESTS": lambda cells: lose(
        cells, "neurons-xor-tests", "### BEGIN HIDDEN TESTS"
    ),
    "the solution has no region ### BEGIN SOLUTION": lambda cells: lose(
        cells, "neurons-xor", "### END SOLUTION"
    ),
    "the solution must begin with the line `# exercise: neurons.xor`": lambda cells: lose(
        cells, "neurons-xor", "# exercise: neurons.xor\n"
    ),
    "the tests must begin with the line `# tests: neurons.xor`": lambda cells: lose(
        cells, "neurons-xor-tests", "# tests: neurons.xor\n"
    ),
    "it must be worth more than 0 points, not 0": lambda cells: cells[
        "neurons-xor-tests"
    ].metadata.nbgrader.update(points=0),
    "the tests are not locked": lambda cells: cells["neurons-xor-tests"].metadata.nbgrader.update(
        locked=False
    ),
    "it needs a locked markdown cell neurons-xor-task": lambda cells: cells[
        "neurons-xor-task"
    ].metadata.nbgrader.update(grade_id="neurons-task"),
    "the cell after the solution must be neurons-xor-tests": lambda cells: cells[
        "neurons-xor-tests"
    ].metadata.nbgrader.update(grade_id="neurons-exor-tests"),
    "the grade_id 'neurons-imports' stands in 2 cells": lambda cells: cells[
        "neurons-step_net"
    ].metadata.nbgrader.update(grade_id="neurons-imports"),
    "'neurons-exor-tests' is graded but belongs to no exercise": lambda cells: cells[
        "neurons-xor-tests"
    ].metadata.nbgrader.update(grade_id="neurons-exor-tests"),
    "`asks` in the metadata describes": lambda cells: cells["neurons-xor"].metadata.nbgrader.update(
        grade_id="neurons-exor"
    ),
    "its tests end in a value": lambda cells: cells["neurons-xor-tests"].update(
        source=cells["neurons-xor-tests"].source + "\nlen(weights)"
    ),
    "all its tests are hidden": lambda cells: cells["neurons-xor-tests"].update(
        source="# tests: neurons.xor\n### BEGIN HIDDEN TESTS\nassert True\n### END HIDDEN TESTS"
    ),
}


@pytest.mark.parametrize("finding", BROKEN)
def test_lint_names_the_broken_rule(finding):
    nb = read(ROOT / SOURCE)
    assert lint_source(nb, "neurons") == []
    BROKEN[finding](by_id(nb))
    assert finding in "\n".join(lint_source(nb, "neurons"))


def test_lint_knows_the_folder_of_the_topic():
    assert "'neurons', its folder 'activations'" in lint_source(read(ROOT / SOURCE), "activations")[0]


def leak(cells):
    cells["neurons-xor-task"].source += "\n```\n" + cells["neurons-perceptron"].source.split('"""\n')[-1]
    cells["neurons-xor-task"].source = (
        cells["neurons-xor-task"]
        .source.replace("    ### BEGIN SOLUTION\n", "")
        .replace("    ### END SOLUTION", "")
    )


def wrong_reference(cells):
    cells["neurons-xor"].source = cells["neurons-xor"].source.replace("-1.5", "-0.5")


def warns(cells):
    cells["neurons-imports"].source += "\nimport sys\nprint('careful', file=sys.stderr)"


def nested(cells):
    cells["neurons-xor"].source += "\n    ### BEGIN SOLUTION"


@pytest.mark.parametrize(
    ("edit", "finding"),
    [
        (leak, "the solution of 'neurons-perceptron' can be read in the release"),
        (wrong_reference, "neurons-xor-tests: AssertionError: "),
        (warns, "neurons-imports: written to stderr, which nbgrader counts as an error: careful"),
        (nested, "nbgrader refuses solutions/neurons: no end solution statement found"),
    ],
)
def test_a_broken_assignment_is_not_released(course, edit, finding):
    change(course, edit)
    before = (course / RELEASE).read_bytes()
    with pytest.raises(AssignmentError, match="neurons") as refused:
        release(course, (), quiet)
    assert finding in str(refused.value)
    assert (course / RELEASE).read_bytes() == before


def test_a_damaged_notebook_is_named(course):
    text = (course / SOURCE).read_text("utf8")
    (course / SOURCE).write_text(text[: len(text) // 2], "utf8")
    with pytest.raises(AssignmentError, match=r"neurons\.ipynb is not a notebook, or a damaged one"):
        release(course, (), quiet)
    assert (course / RELEASE).read_bytes() == (ROOT / RELEASE).read_bytes()


def test_a_folder_that_cannot_be_written_is_named(course):
    shutil.rmtree(course / "exercises")
    (course / "exercises").write_text("a file where the folder should be")
    with pytest.raises(AssignmentError, match=r"cannot write .*exercises.*check that folder"):
        release(course, (), quiet, quick=True)


@pytest.mark.slow
def test_command_says_what_it_did_and_what_is_wrong(course):
    assert dlcourse(course, "release", "--check").returncode == 0
    unknown = dlcourse(course, "release", "nerons")
    assert unknown.returncode != 0
    assert "no assignment nerons; the assignments are neurons" in unknown.stderr
    assert "Traceback" not in unknown.stderr
    change(course, lambda cells: cells["neurons-xor-task"].update(source="## 3. XOR"))
    stale = dlcourse(course, "release", "--check")
    assert stale.returncode == 1
    assert "out of step: neurons; run: dlcourse release" in stale.stderr
    assert "Released anew: neurons." in dlcourse(course, "release", "--quick").stderr
    assert by_id(read(course / RELEASE))["neurons-xor-task"].source == "## 3. XOR"


def test_command_outside_a_course_says_where_to_go(tmp_path):
    lost = dlcourse(tmp_path, "release")
    assert lost.returncode != 0
    assert "no course here" in lost.stderr


def test_exercises_of_this_repository_are_in_step():
    assert out_of_step(ROOT, ()) == []


def test_released_notebooks_are_valid_and_hold_no_outputs():
    for path in sorted((ROOT / "exercises").glob("*/*.ipynb")):
        cells = json.loads(path.read_text("utf8"))["cells"]
        assert not any(cell.get("outputs") for cell in cells)
        nbformat.validate(read(path))
