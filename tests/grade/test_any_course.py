"""Courses that know nothing of `dlcourse`: other folders, several notebooks, no marker comment."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dlcourse.grade import AssignmentError
from dlcourse.grade.assignment import by_id, read
from dlcourse.grade.gradebook.batch import grade
from dlcourse.grade.gradebook.course import Course
from dlcourse.grade.release import release
from dlcourse.grade.reports.classroom import classroom
from dlcourse.grade.reports.exports import scores
from dlcourse.grade.reports.feedback import feedback
from tests.grade import tiny

CONFIG = """
c = get_config()
c.CourseDirectory.source_directory = "originals"
c.CourseDirectory.release_directory = "handouts"
c.CourseDirectory.submitted_directory = "collected"
c.CourseDirectory.autograded_directory = "marked"
c.CourseDirectory.feedback_directory = "letters"
c.ClearSolutions.code_stub = {"python": "..."}
c.IncludeHeaderFooter.header = "header.ipynb"
"""
ANSWERS = {"week-sum": "return a + b", "week-copy": "return list(items)", "week-why": "It is so."}


def quiet(name: str, done: int, of: int) -> None:
    """No progress."""


def cell(grade_id: str, source: str, kind=new_code_cell, **given) -> NotebookNode:
    flags = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return kind(source, metadata={"nbgrader": {**flags, "grade_id": grade_id, **given}})


def solution(grade_id: str, head: str) -> NotebookNode:
    return cell(
        grade_id,
        f"{head}\n    ### BEGIN SOLUTION\n    {ANSWERS[grade_id]}\n    ### END SOLUTION",
        solution=True,
    )


def checks(grade_id: str, source: str) -> NotebookNode:
    return cell(grade_id, source, grade=True, locked=True, points=2)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A course of two notebooks an assignment, with a header, in the gradebook."""
    root = tmp_path_factory.mktemp("any") / "physics"
    folder = root / "originals" / "week1"
    folder.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG)
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Physics")]), root / "header.ipynb")
    one = [
        solution("week-sum", "def add(a, b):"),
        checks(
            "week-sum-tests",
            "assert add(1, 2) == 3\n### BEGIN HIDDEN TESTS\nassert add(-1, 1) == 0\n### END HIDDEN TESTS",
        ),
        cell("week-why", "Because.", new_markdown_cell, solution=True, grade=True, points=3),
    ]
    two = [
        solution("week-copy", "def copied(items):"),
        checks("week-copy-tests", "assert copied([1]) == [1]\nassert copied([]) == []"),
    ]
    for name, cells in (("one", one), ("two", two)):
        nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")
    tiny.nbgrader(root, "generate_assignment", "week1")
    return root


@pytest.fixture
def course(made: Path, tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("DLCOURSE_SECRET", str(tmp_path / "secret"))
    monkeypatch.chdir(shutil.copytree(made, tmp_path / "course"))
    return Path.cwd()


def answered(course: Path, name: str, **bodies: str) -> NotebookNode:
    nb = read(course / "handouts" / "week1" / f"{name}.ipynb")
    for grade_id, body in bodies.items():
        by_id(nb)[f"week-{grade_id}"].source = by_id(nb)[f"week-{grade_id}"].source.replace("...", body)
    return nb


def hand_in(course: Path, student: str, **notebooks: NotebookNode) -> None:
    folder = course / "collected" / student / "week1"
    folder.mkdir(parents=True)
    for name, nb in notebooks.items():
        nbformat.write(nb, folder / f"{name}.ipynb")


@pytest.mark.slow
def test_any_course_is_graded_as_stock_nbgrader_does(course, tmp_path):
    right = {
        "one": answered(course, "one", sum="return a + b"),
        "two": answered(course, "two", copy="return items[:]"),
    }
    hand_in(course, "ada", **right)
    hand_in(course, "bob", one=answered(course, "one", sum="return 3"), two=answered(course, "two"))
    stripped = {name: nbformat.from_dict(nb) for name, nb in right.items()}
    stock = Path(shutil.copytree(course, tmp_path / "stock"))
    tiny.nbgrader(stock, "autograde", "week1")
    done = grade(course, "week1", jobs=2)
    assert {one.state for one in done} == {"graded"}
    assert tiny.rows(course, "week1") == tiny.rows(stock, "week1")
    for nb in stripped.values():
        for one in nb.cells:
            one.metadata = NotebookNode()
    hand_in(course, "eve", **stripped)
    grade(course, "week1", jobs=2)
    rows = tiny.rows(course, "week1")
    for name in ("week-sum-tests", "week-copy-tests"):
        assert rows["eve"]["grades"][name]["auto_score"] == rows["ada"]["grades"][name]["auto_score"] == 2
    assert (course / "marked" / "ada" / "week1" / "two.ipynb").is_file()
    assert {one.name: one.full for one in classroom(course, "week1")}["week-sum-tests"] == 2 / 3
    assert [one.score for one in scores(course, "week1")] == [4, 0, 4]
    assert len(feedback(course, "week1", step=quiet)) == 6
    assert (course / "letters" / "eve" / "week1" / "one.html").is_file()


@pytest.mark.slow
def test_any_course_is_released_and_a_test_that_needs_a_probe_is_named(course):
    shutil.rmtree(course / "handouts")
    assert release(course, (), quiet) == ["week1"]
    assert sorted(path.name for path in (course / "handouts" / "week1").iterdir()) == [
        "one.ipynb",
        "two.ipynb",
    ]
    path = course / "originals" / "week1" / "two.ipynb"
    nb = read(path)
    by_id(nb)["week-copy-tests"].source += "\nassert copied.__code__.co_argcount == 1"
    nbformat.write(nb, path)
    with pytest.raises(AssignmentError, match="week-copy-tests, line 3: `copied` is the student's"):
        release(course, (), quiet)


def test_command_line_finds_the_folders_in_the_settings(course):
    unknown = tiny.cli(course, "grade", "week2")
    assert unknown.returncode == 1
    assert "no assignment week2; the assignments are week1" in unknown.stderr
    nobody = tiny.cli(course / "originals", "grade", "week1")
    assert nobody.returncode == 1
    assert (
        "nothing was handed in: there is no" in nobody.stderr and "collected/STUDENT/week1/" in nobody.stderr
    )
    assert tiny.cli(course, "release", "--check").returncode == 0


def test_settings_that_do_not_run_and_damaged_sources_are_named(course):
    (course / "originals" / "week1" / "one.ipynb").write_text("{half")
    damaged = tiny.cli(course, "doctor").stdout
    assert "one.ipynb is not a notebook, or a damaged one" in damaged
    assert "open it in JupyterLab and save it again" in damaged
    (course / "nbgrader_config.py").write_text("c = get_config(")
    broken = tiny.cli(course, "grade", "week1")
    assert broken.returncode == 1
    assert "nbgrader_config.py does not run: SyntaxError" in " ".join(broken.stderr.split())
    assert "Traceback" not in broken.stderr


def test_a_notebook_of_another_language_is_for_nbgrader(course):
    path = course / "originals" / "week1" / "two.ipynb"
    nb = read(path)
    nb.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}
    nbformat.write(nb, path)
    with pytest.raises(AssignmentError, match="in R, not in Python; grade it with: nbgrader autograde"):
        Course(course).templates("week1")
