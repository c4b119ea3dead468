"""A batch: the rows of stock nbgrader, nothing lost, nothing stale, nothing that stops the others."""

import json
import os
import shutil
from pathlib import Path

import nbformat
import pytest
from filelock import FileLock

from dlcourse.grade import AssignmentError
from dlcourse.grade.assignment import by_id, read
from dlcourse.grade.gradebook.batch import grade
from tests.grade import tiny
from tests.grade.tiny import DOUBLE, SQUARE, honest, nothing


def by_a_person(course: Path) -> None:
    """What an instructor enters in formgrader."""
    with tiny.gradebook(course) as book:
        book.find_grade("tiny-why", "tiny", tiny.NAME, "ada").manual_score = 2.5
        book.find_grade("tiny-why", "tiny", tiny.NAME, "ada").needs_manual_grade = False
        book.find_grade("tiny-double-tests", "tiny", tiny.NAME, "ada").extra_credit = 0.5
        book.find_comment("tiny-why", "tiny", tiny.NAME, "ada").manual_comment = "Good."
        book.db.commit()


@pytest.mark.slow
def test_rows_are_those_of_stock_nbgrader(course, tmp_path):
    honest(course)
    stock = Path(shutil.copytree(course, tmp_path / "stock"))
    tiny.nbgrader(stock, "autograde", tiny.NAME)
    grade(course, tiny.NAME, jobs=2)
    ours = tiny.rows(course)
    assert ours == tiny.rows(stock)
    assert ours["partial"]["grades"]["tiny-steps-tests"]["auto_score"] == 1.0
    assert ours["partial"]["penalty"] == 2.0
    assert ours["wrong"]["penalty"] == ours["wrong"]["submission"]["score"] == 2.0
    assert ours["ada"]["grades"]["tiny-plot"]["needs_manual_grade"]
    assert ours["blank"]["comments"]["tiny-why"]["auto_comment"] == "No response."
    for where in (stock, course):  # again, after a person has been at it, and with another answer
        by_a_person(where)
        tiny.hand_in(where, "ada", tiny.answered(where, double=DOUBLE), "2026-01-02 12:00:00 UTC")
    tiny.nbgrader(stock, "autograde", tiny.NAME, "--force")
    grade(course, tiny.NAME, jobs=2, force=True)
    ours = tiny.rows(course)
    assert ours == tiny.rows(stock)
    assert ours["ada"]["grades"]["tiny-steps-tests"]["auto_score"] == 0.0
    assert ours["ada"]["grades"]["tiny-why"]["manual_score"] == 2.5


@pytest.mark.slow
def test_stock_feedback_and_its_release_work_on_what_is_written(course):
    honest(course)
    grade(course, tiny.NAME, jobs=2)
    tiny.nbgrader(course, "generate_feedback", tiny.NAME)
    page = (course / "feedback" / "wrong" / tiny.NAME / "tiny.html").read_text("utf8")
    assert "double(-21) is -42, not 42" in page.replace("&#39;", "'")


def test_a_bad_submission_costs_nobody_else_anything(course):
    good = tiny.answered(course, double=DOUBLE)
    tiny.hand_in(course, "ada", good)
    tiny.hand_in(course, "broken", b"{")
    (tiny.hand_in(course, "linked", good) / "tiny.ipynb").unlink()
    os.symlink(course / "solutions" / tiny.NAME / "tiny.ipynb", course / "submitted/linked/tiny/tiny.ipynb")
    tiny.hand_in(course, "right\u202eleft", good)
    os.symlink(course / "submitted" / "ada", course / "submitted" / "twin")
    (course / "submitted" / "file").mkdir()
    (course / "submitted" / "file" / tiny.NAME).write_text("no folder")
    (tiny.hand_in(course, "beside", good) / "math.py").write_text("raise SystemExit")
    tiny.hand_in(course, "when", good, "yesterday")
    os.mkfifo(course / "zone")
    tiny.hand_in(course, "zone", good, f"2026-01-01 00:00:00 {course / 'zone'}")
    newer = tiny.answered(course, double=DOUBLE)
    for cell in newer.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.schema_version = 999
    tiny.hand_in(course, "schema", newer)
    twice = tiny.answered(course, double=DOUBLE)
    twice.cells.append(by_id(twice)["tiny-double-tests"])
    tiny.hand_in(course, "twice", twice)
    done = {one.student: one for one in grade(course, tiny.NAME, jobs=2)}
    refused = {name for name, one in done.items() if one.state == "refused"}
    assert refused == {"broken", "linked", "right\u202eleft", "twin", "file"}
    rows = tiny.rows(course)
    for name in ("ada", "beside", "when", "zone", "schema", "twice"):
        assert rows[name]["grades"]["tiny-double-tests"]["auto_score"] == 2
    for name in ("broken", "linked"):
        grades = rows[name]["grades"].values()
        assert all(one["auto_score"] == 0 and one["needs_manual_grade"] for one in grades)
    assert rows.keys() == done.keys() - {"right\u202eleft"}
    text = {name: " ".join(map(str, one.findings)) for name, one in done.items()}
    assert "not used, only the notebook is graded: math.py" in text["beside"]
    assert "holds no time" in text["when"] and "holds no time" in text["zone"]
    assert "stands in 2 places" in text["twice"]
    assert "symbolic link" in text["linked"]
    assert not (course / "autograded" / "beside" / tiny.NAME / "math.py").exists()
    assert "Not graded" in read(course / "autograded" / "broken" / tiny.NAME / "tiny.ipynb").cells[0].source


def test_no_score_of_an_earlier_submission_is_left(course):
    good = tiny.answered(course, double=DOUBLE)
    for student in ("deleted", "broken", "gone"):
        tiny.hand_in(course, student, good, "2026-01-03 12:00:00 UTC")
    grade(course, tiny.NAME, jobs=2)
    assert {row["submission"]["code_score"] for row in tiny.rows(course).values()} == {2.0}
    without = tiny.answered(course)
    without.cells = [cell for cell in without.cells if not cell.metadata.get("nbgrader", {}).get("grade")]
    tiny.hand_in(course, "deleted", without)
    tiny.hand_in(course, "broken", b"[]")
    (tiny.hand_in(course, "gone", b"") / "tiny.ipynb").unlink()
    findings = [str(f) for one in grade(course, tiny.NAME, jobs=2) for f in one.findings]
    assert "cell tiny-double-tests: was deleted; restored from the template" in findings
    for row in tiny.rows(course).values():
        assert row["submission"]["score"] == 0
        assert not row["penalty"]
    assert not (course / "autograded" / "gone" / tiny.NAME / "tiny.ipynb").exists()


@pytest.mark.parametrize("value", ["float('nan')", "-5", "1e9", "'full marks'", "[2]"])
def test_odd_partial_credit_earns_nothing_and_is_named(course, value):
    answer = SQUARE.format("return Odd()").replace(
        "def square",
        f"""class Odd:
    def __eq__(self, other): return Odd()
    def __radd__(self, other): return Odd()
    __add__ = __radd__
    def __float__(self): return float({value})


def square""",
    )
    tiny.hand_in(course, "ada", tiny.answered(course, steps=answer))
    grade(course, tiny.NAME, jobs=1)
    assert tiny.rows(course)["ada"]["grades"]["tiny-steps-tests"]["auto_score"] == 0


def test_an_unchanged_batch_is_not_judged_and_not_written_again(course):
    honest(course)
    nothing(course)
    first = grade(course, tiny.NAME, jobs=2)
    by_a_person(course)
    rows = tiny.rows(course)
    stamps = {path: path.stat().st_mtime_ns for path in course.rglob("autograded/**/*.ipynb")}
    again = grade(course, tiny.NAME, jobs=2)
    assert {one.state for one in again if one.student != "nothing"} == {"kept"}
    assert [one.findings for one in again] == [one.findings for one in first]
    assert tiny.rows(course) == rows  # a grade given by hand needs no second look
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps


def test_results_are_the_same_bytes_with_any_number_of_judges(course):
    honest(course)

    def graded(jobs: int) -> dict[str, bytes]:
        grade(course, tiny.NAME, jobs=jobs, force=True)
        return {str(path): path.read_bytes() for path in course.rglob("autograded/**/*.ipynb")}

    assert graded(1) == graded(3)


def test_what_was_judged_is_used_even_if_nothing_was_written(course):
    honest(course)
    grade(course, tiny.NAME, jobs=2)
    rows = tiny.rows(course)
    (result, *_) = (course / ".grading" / tiny.NAME).glob("result-*")
    result.write_text("{half of")  # of a disk that was full, say
    shutil.rmtree(course / "autograded")
    grade(course, tiny.NAME, jobs=2)
    assert tiny.rows(course) == rows
    json.loads(result.read_bytes())


def test_what_is_kept_does_not_grow(course):
    honest(course)
    grade(course, tiny.NAME, jobs=2)
    kept = course / ".grading" / tiny.NAME
    before = len(list(kept.iterdir()))
    tiny.hand_in(course, "ada", tiny.answered(course, double=DOUBLE, why="Else."))
    (kept / ".result-of-a-killed-grader").touch()
    grade(course, tiny.NAME, jobs=2)
    assert len(list(kept.iterdir())) == before
    assert kept.stat().st_mode & 0o077 == 0


def test_two_gradings_at_once_are_refused(course):
    honest(course)
    (course / ".grading").mkdir()
    with FileLock(course / ".grading" / "lock"), pytest.raises(AssignmentError, match="another grading"):
        grade(course, tiny.NAME)


def test_a_folder_that_cannot_be_written_is_named_and_what_was_judged_is_kept(course):
    honest(course)
    (course / "autograded").write_text("a file where the folder should be")
    with pytest.raises(AssignmentError, match=r"cannot write .*autograded.*what was judged is kept"):
        grade(course, tiny.NAME, jobs=1)
    assert list((course / ".grading" / tiny.NAME).glob("result-*"))
    (course / "autograded").unlink()
    assert len(grade(course, tiny.NAME, jobs=1)) == 5


def test_a_source_that_the_gradebook_does_not_know_is_refused(course):
    honest(course)
    path = course / "solutions" / tiny.NAME / "tiny.ipynb"
    nb = read(path)
    by_id(nb)["tiny-double-tests"].metadata.nbgrader.points = 5
    nbformat.write(nb, path)
    with pytest.raises(AssignmentError, match="run: nbgrader generate_assignment tiny --force"):
        grade(course, tiny.NAME)


def test_command_says_what_became_of_everybody(course):
    honest(course)
    nothing(course)
    tiny.hand_in(course, "broken", b"{")
    (tiny.hand_in(course, "empty", b"") / "tiny.ipynb").unlink()
    nbformat.write(tiny.answered(course, double=DOUBLE), course / "submitted" / "empty" / "mine.ipynb")
    said = tiny.cli(course, "grade", tiny.NAME, "--jobs", "2")
    assert said.returncode == 0, said.stderr
    assert "submitted/empty/mine.ipynb lies outside of a folder STUDENT/tiny/" in " ".join(
        said.stderr.split()
    )
    assert "8 notebooks: 5 graded, 1 missing, 2 refused." in said.stdout
    assert "broken: tiny.ipynb: is no notebook, or was cut off" in said.stdout
    assert "tiny-double-tests: 1 × double(#) is #, not #" in said.stdout
    unknown = tiny.cli(course, "grade", "tinny")
    assert unknown.returncode == 1
    assert unknown.stderr.endswith("Error: no assignment tinny; the assignments are tiny\n")
