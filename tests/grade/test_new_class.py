"""`dlcourse class`: a folder that grades, whose later versions lose nothing of a teacher's or a student's."""

import time
from datetime import date
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from dlcourse.cli import main
from dlcourse.grade import AssignmentError
from dlcourse.grade.assignment import by_id, read
from dlcourse.grade.gradebook.batch import grade
from dlcourse.grade.gradebook.course import Course
from dlcourse.grade.gradebook.roster import Student, read_roster
from dlcourse.grade.new_class import make_class
from tests.grade import tiny

ADA, BOB = Student("ada", "Ada", "Lovelace", "ada@example.org"), Student("bob")
TASK = """Double it.

*Difficulty 1 of 3 · about 10 minutes · 2 points*

[The page](../../book/01_neurons.ipynb#x)"""


@pytest.fixture
def course(tmp_path, monkeypatch) -> Course:
    """A course with two assignments, of which the chapters name the second one first, and kept answers."""
    monkeypatch.setenv("DLCOURSE_SECRET", str(tmp_path / "secret"))
    root = tmp_path / "course"
    for number, topic in enumerate(("tiny", "again")):
        nb = tiny.source()
        by_id(nb)["tiny-double-task"].source = TASK
        nb.metadata.dlcourse.topic = topic
        put(root / "book" / f"0{2 - number}_{topic}.ipynb", nb)
        del nb.metadata["dlcourse"]
        put(root / "solutions" / topic / f"{topic}.ipynb", nb)
    answer = root / "tests" / "answers" / "tiny" / "double" / "wrong_sign.py"
    answer.parent.mkdir(parents=True)
    answer.write_text("# exercise: tiny.double\n# must read: -42\ndef double(x):\n    return abs(x) * 2\n")
    (root / "nbgrader_config.py").write_bytes((tiny.ROOT / "nbgrader_config.py").read_bytes())
    return Course(root)


def put(path: Path, nb: nbformat.NotebookNode) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nb, path)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf8")
    assert old in text
    path.write_text(text.replace(old, new), "utf8")


def source(folder: Path, topic: str = "tiny") -> Path:
    return folder / topic / f"{topic}.ipynb"


def test_a_class_grades(course, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        made = make_class(course, tmp_path / "class", students=[ADA, BOB], start=date(2027, 1, 13), weeks=3)
    finally:
        monkeypatch.undo()
        time.tzset()
    monkeypatch.setenv("DLCOURSE_SECRET", str(tmp_path / "secret"))
    new = Course(made.root)
    assert [(one.name, one.points, one.minutes) for one in made.assignments] == [
        ("again", 9.5, 10),
        ("tiny", 9.5, 10),
    ]
    assert (made.root / "calendar.csv").read_text() == (
        "assignment,begins,due,points,minutes\n"
        "again,2027-01-11,2027-01-24 23:59,9.5,10\n"
        "tiny,2027-01-25,2027-01-31 23:59,9.5,10\n"
    )
    with new.gradebook() as gradebook:
        assert {one.id: (one.first_name, one.last_name, one.email) for one in gradebook.students} == {
            "ada": ("Ada", "Lovelace", "ada@example.org"),
            "bob": (None, None, None),
        }
        assert str(gradebook.find_assignment("tiny").duedate) == "2027-02-01 04:59:59"

    released = read(source(made.root / "release"))
    assert "canary" not in str(released) and "BEGIN SOLUTION" not in str(released)
    assert "(https://dlcourse.github.io/dlcourse/01_neurons.html#x)" in str(released)
    by_id(released)["tiny-double"].source = tiny.DOUBLE
    put(made.root / "submitted" / "ada" / "tiny" / "tiny.ipynb", released)
    grade(made.root, "tiny", jobs=1)
    with new.gradebook() as gradebook:
        assert gradebook.find_submission("tiny", "ada").score == 2


def test_it_takes_the_checks_of_the_course_along(course, tmp_path, monkeypatch):
    """A teacher's own exercise goes through the same release."""
    root = make_class(course, tmp_path / "class", names=["tiny"]).root
    edit(source(root / "source"), "double(-21) == -42", "abs(double(-21)) == 42")
    monkeypatch.chdir(root)
    refused = CliRunner().invoke(main, ["release", "tiny"])
    assert refused.exit_code == 1 and "wrong_sign.py earns points" in refused.output


def test_a_later_version_replaces_what_nobody_touched_and_nothing_else(course, tmp_path):
    root = make_class(course, tmp_path / "class", students=[ADA]).root
    put(source(root / "source", "own"), tiny.source())
    edit(source(root / "source"), "Because.", "My question.")
    mine = source(root / "source").read_bytes()
    for topic in ("tiny", "again"):
        edit(source(course.root / "solutions", topic), "Draw something.", "Draw a cat.")

    later = make_class(course, root, students=[BOB])
    assert source(root / "source").read_bytes() == mine
    assert "Draw a cat." in (root / ".dlcourse" / "new" / "source" / "tiny" / "tiny.ipynb").read_text()
    assert [sentence.split(",")[0] for sentence in later.kept] == ["source/tiny/tiny.ipynb was changed here"]
    assert "Draw a cat." in source(root / "release", "again").read_text()
    assert "My question." in source(root / "source").read_text() and source(root / "source", "own").exists()
    with Course(root).gradebook() as gradebook:
        assert {one.id for one in gradebook.students} == {"ada", "bob"}
    assert make_class(course, root).kept == []  # it was said once


def test_what_was_handed_in_or_thrown_away_stays_so_unless_it_is_named(course, tmp_path):
    root = make_class(course, tmp_path / "class").root
    put(root / "submitted" / "ada" / "tiny" / "tiny.ipynb", read(source(root / "release")))
    before = source(root / "release").read_bytes()
    source(root / "source", "again").unlink()
    source(root / "source", "again").parent.rmdir()
    edit(source(course.root / "solutions"), "Draw something.", "Draw a cat.")

    later = make_class(course, root)
    assert source(root / "release").read_bytes() == before and "was handed in already" in later.kept[0]
    assert [one.name for one in later.assignments] == ["tiny"]

    make_class(course, root, names=["tiny", "again"])
    assert "Draw a cat." in source(root / "release").read_text()
    assert source(root / "source", "again").exists()


def test_the_command_says_what_it_did(course, tmp_path, monkeypatch):
    monkeypatch.chdir(course.root)
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "\ufeffFirst name;Surname;Username;Email address\nAda;Lovelace;ada;ada@example.org\n", "utf8"
    )
    options = ["--roster", str(roster), "--start", "2027-01-11", "--assignment", "tiny"]
    done = CliRunner().invoke(main, ["class", str(tmp_path / "class"), *options])
    assert done.exit_code == 0, done.output
    assert (
        "tiny,2027-01-11,2027-01-17 23:59,9.5,10" in done.output and str(tmp_path / "secret") in done.output
    )
    with Course(tmp_path / "class").gradebook() as gradebook:
        assert gradebook.find_student("ada").last_name == "Lovelace"


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"names": ["tinny"]}, "no assignment tinny; the assignments are again, tiny"),
        ({"weeks": 3}, "give --start too"),
        ({"weeks": 0, "start": date(2027, 1, 1)}, "weeks count from 1"),
    ],
)
def test_what_cannot_be_made_is_refused_before_a_file_is_written(course, tmp_path, how, message):
    with pytest.raises(AssignmentError, match=message):
        make_class(course, tmp_path / "class", **how)
    assert not (tmp_path / "class").exists()


def test_it_makes_no_class_where_other_files_are(course, tmp_path):
    with pytest.raises(AssignmentError, match="lies in the course itself"):
        make_class(course, course.root / "class")
    with pytest.raises(AssignmentError, match="name a new folder"):
        make_class(course, tmp_path)


def test_rosters_of_canvas_moodle_and_by_hand(tmp_path):
    def roster(text: str) -> list[Student]:
        (tmp_path / "roster.csv").write_bytes(text.encode("utf8"))
        return read_roster(tmp_path / "roster.csv")

    assert roster("id\nada\nbob\n") == [Student("ada"), Student("bob")]
    canvas = (
        'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\nAda,17,ada,ada@x.org,"a\nb"\n'
    )
    assert roster(canvas) == [Student("ada", lms_user_id="17")]
    moodle = "First name;Surname;ID number;Email address\nAda;Lovelace;ada;ada@example.org\n"
    assert roster(moodle) == [ADA]
    assert roster("id\tlast_name\r\nada\tLovelace\r\n\r\n") == [Student("ada", last_name="Lovelace")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"name\nAda\n", r"no column for the students' ids: its headers are name"),
        (b"", "its headers are missing"),
        (
            b"id,email\nada,\n../bob,\nada,\n,e@x.org\n",
            r"(?s)line 3: '\.\./bob'.*line 4: ada stands.*line 5: ''",
        ),
        ("id\nÄda\n".encode("latin1"), "not in UTF-8"),
    ],
)
def test_a_roster_that_cannot_be_read_says_why(tmp_path, text, message):
    (tmp_path / "roster.csv").write_bytes(text)
    with pytest.raises(AssignmentError, match=message):
        read_roster(tmp_path / "roster.csv")
    with pytest.raises(AssignmentError, match="No such file"):
        read_roster(tmp_path / "nobody.csv")
