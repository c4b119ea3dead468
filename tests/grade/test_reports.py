"""Exports, the report on a class, and the report on answers that are alike."""

import csv
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.grade.assignment import read
from dlcourse.grade.gradebook.batch import grade
from dlcourse.grade.gradebook.course import Course
from dlcourse.grade.gradebook.rows import Rows
from dlcourse.grade.reports.classroom import classroom, misconception
from dlcourse.grade.reports.exports import export
from dlcourse.grade.reports.similarity import fingerprints, similar
from tests.grade import tiny
from tests.grade.tiny import DOUBLE, STUB, honest


@pytest.fixture
def graded(course) -> Path:
    honest(course)
    for number in range(3):
        answer = STUB.format(f"return x + x + {number + 1}")
        tiny.hand_in(course, f"off-by-{number + 1}", tiny.answered(course, double=answer))
    tiny.hand_in(course, "=cmd", tiny.answered(course, double=DOUBLE)).parent.rename(
        course / "submitted" / "-cmd"
    )
    grade(course, tiny.NAME, jobs=2)
    return course


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf8") as file:
        return list(csv.DictReader(file))


def test_csv_holds_what_the_gradebook_says(graded, tmp_path):
    (path,) = export(graded, tiny.NAME, "csv", tmp_path)
    rows = {row["student"]: row for row in read_csv(path)}
    for student, said in tiny.rows(graded).items():
        row = rows.get(student) or rows[f"'{student}"]  # no formula for a spreadsheet
        penalty = said["penalty"] or 0
        assert float(row["score"]) == max(0, said["submission"]["score"] - penalty)
        assert float(row["tiny-double-tests"]) == said["grades"]["tiny-double-tests"]["auto_score"]
    assert "'-cmd" in rows


def test_canvas_and_moodle_get_final_scores_only(graded, tmp_path):
    with tiny.gradebook(graded) as book:
        for grade_row in (g for n in book.find_submission(tiny.NAME, "ada").notebooks for g in n.grades):
            grade_row.needs_manual_grade = False
        book.update_or_create_student("ada", first_name="Ada", last_name="Lovelace", email="ada@uni.edu")
        book.db.commit()
    (canvas,) = export(graded, tiny.NAME, "canvas", tmp_path)
    points, ada = read_csv(canvas)
    assert points["Student"] == "Points Possible" and float(points["tiny"]) == 9.5
    assert (ada["Student"], ada["SIS User ID"], float(ada["tiny"])) == ("Lovelace, Ada", "ada", 4.0)
    (moodle,) = export(graded, tiny.NAME, "moodle", tmp_path)
    (ada,) = read_csv(moodle)
    assert (ada["Email address"], float(ada["tiny"])) == ("ada@uni.edu", 4.0)


def test_what_is_refused_waits_for_a_person_in_every_export_and_report(course, tmp_path):
    good = tiny.answered(course, double=DOUBLE)
    folder = tiny.hand_in(course, "nested", good)
    (folder / "two.ipynb").write_bytes((folder / "tiny.ipynb").read_bytes().replace(b"x + x", b"3 * x"))
    (folder / "tiny.ipynb").rename(folder / "one.ipynb")
    tiny.hand_in(course, "broken", b"{")
    tiny.hand_in(course, "odd\u202ename", good)
    tiny.hand_in(course, "fine", good)
    grade(course, tiny.NAME, jobs=2)
    rows = {row["student"]: row for row in read_csv(export(course, tiny.NAME, "csv", tmp_path)[0])}
    reasons = {
        "nested": "one.ipynb and two.ipynb hold different answers",
        "broken": "is no notebook, or was cut off",
        r"odd\u202ename": r"holds '\u202e'",
    }
    for student, why in reasons.items():
        assert rows[student]["waits"] == "True" and float(rows[student]["score"]) == 0
        assert why in rows[student]["why"]
    assert rows["fine"]["why"] == ""
    (canvas,) = export(course, tiny.NAME, "canvas", tmp_path)
    assert not {row["SIS User ID"] for row in read_csv(canvas)} & reasons.keys()
    (moodle,) = export(course, tiny.NAME, "moodle", tmp_path)
    assert not {row["ID number"] for row in read_csv(moodle)} & reasons.keys()
    paths = {path.parent.name: path for path in export(course, tiny.NAME, "gradescope", tmp_path)}
    told = json.loads(paths["broken"].read_bytes())
    assert told["visibility"] == "hidden" and "Waits for a person" in told["output"]
    said = tiny.cli(course, "report", tiny.NAME)
    for student, why in reasons.items():
        assert f"{student}: " in said.stdout and why in said.stdout
    graded = read(course / "autograded" / "fine" / tiny.NAME / "tiny.ipynb")
    with Rows(Course(course), tiny.NAME) as book:  # as where tests end in no number of points
        book.write("fine", "tiny", graded, None, waits={"tiny-steps-tests"})
    grades = tiny.rows(course)["fine"]["grades"]
    waiting = {name for name, row in grades.items() if row["needs_manual_grade"] and name.endswith("-tests")}
    assert waiting == {"tiny-steps-tests"}


def test_gradescope_results_have_its_form(graded, tmp_path):
    paths = {path.parent.name: path for path in export(graded, tiny.NAME, "gradescope", tmp_path)}
    results = json.loads(paths["off-by-1"].read_bytes())
    tests = {one["name"]: one for one in results["tests"]}
    assert results["score"] == 0 and tests["tiny-double-tests"]["max_score"] == 2
    assert "canary" not in paths["off-by-1"].read_text()


def test_class_report_counts_misconceptions_not_messages(graded):
    double = {one.name: one for one in classroom(graded, tiny.NAME)}["tiny-double-tests"]
    assert double.misconceptions["double(#) is #, not #"] == 4  # three are off by one number, one by sign
    assert len(double.scores) == 9
    assert double.mean == sum(double.scores) / 9
    assert double.full == double.scores.count(2.0) / 9


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("max|Δ| = 1.5e-03 at [0, 2]", "max|Δ| = 7 at [11, 3]"),
        ("<Tensor at 0x7f00aa>", "<Tensor at 0x10>"),
        ("shape (3, 4)", "shape (10,)"),
        ("got [[0.1, -2.], [nan, 3e4]]\nmore", "got [[1., 2., 3.]]"),
    ],
)
def test_same_mistake_reads_the_same(one, other):
    assert misconception(one) == misconception(other)


@given(st.text())
def test_any_message_is_one_short_line(text):
    assert len(misconception(text).splitlines()) <= 1
    assert len(misconception(text)) <= 200


def test_doctor_says_what_there_is_and_what_to_run(course):
    said = tiny.cli(course, "doctor")
    assert said.returncode == 0, said.stdout + said.stderr
    assert re.search(r"^✓ sandbox: tier [23]: ", said.stdout, re.MULTILINE)
    assert "✓ assignment tiny: ready to grade" in said.stdout
    (course / "gradebook.db").unlink()
    said = tiny.cli(course, "doctor")
    assert "! assignment tiny: the gradebook does not hold tiny" in said.stdout
    assert "nbgrader generate_assignment tiny --force" in said.stdout


LONG = """# exercise: tiny.double
def double(x):
    total = 0
    for value in [x, x]:
        if value > 0:
            total = total + abs(value)
        elif value < 0:
            total = total - abs(value)
        else:
            total = total + 0 * value
    return total"""
RENAMED = LONG.replace("total", "acc").replace("value", "v").replace("# exercise", "# mine\n# exercise")
OTHER = """# exercise: tiny.double
def double(x):
    result = {"twice": x}
    while result["twice"] != 2 * x:
        result["twice"] += x
    assert isinstance(result, dict), "never"
    return next(iter(result.values())) if x else x"""


def test_renamed_copy_is_found_and_own_work_is_not(course):
    answers = {
        "ada": LONG,
        "bob": RENAMED.removeprefix("# mine\n"),
        "eve": OTHER,
        "blank": STUB.format("pass"),
    }
    for student, answer in answers.items():
        tiny.hand_in(course, student, tiny.answered(course, double=answer))
    grade(course, tiny.NAME, jobs=2)
    (pair,) = similar(course, tiny.NAME)
    assert (pair.exercise, pair.one, pair.other, pair.share) == ("tiny-double", "ada", "bob", 1.0)


def test_names_comments_and_layout_do_not_count():
    assert fingerprints(LONG) == fingerprints(RENAMED.replace("    ", "  ") + "\n\n# the end")
    assert fingerprints("a = np.maximum(b, c) + np.exp(d) * e") != fingerprints(
        "a = np.add(b, c) + np.log(d) * e"
    )


@given(st.text())
def test_any_source_has_fingerprints(source):
    assert fingerprints(source) == fingerprints(source)


def test_commands_write_and_say(graded):
    said = tiny.cli(graded, "export", tiny.NAME, "--as", "canvas", "--to", "out")
    assert said.returncode == 0, said.stderr
    assert (graded / "out" / "tiny-canvas.csv").is_file()
    assert re.search(r"\d still wait for a person, and are left out; formgrader", said.stderr)
    said = tiny.cli(graded, "report", tiny.NAME)
    assert said.returncode == 0, said.stderr
    assert "tiny-double-tests: 4 × double(#) is #, not #" in said.stdout
