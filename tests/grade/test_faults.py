"""Whatever fails while a class is graded, what was judged is kept, nothing is lost and nothing done twice."""

import contextlib
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from dlcourse.grade import AssignmentError
from dlcourse.grade.gradebook import course as course_room
from dlcourse.grade.gradebook.batch import grade
from tests.grade import tiny
from tests.grade.tiny import DOUBLE, STUB

KEPT = Path(".grading") / tiny.NAME
COMMAND = [sys.executable, "-m", "dlcourse.cli", "grade", tiny.NAME, "--jobs", "2"]


def hand_in(course: Path, students: int) -> None:
    """A class of which every second student is wrong, and no two answers are alike."""
    for number in range(students):
        answer = STUB.format(f"return x + x + {number % 2}")
        tiny.hand_in(course, f"student-{number}", tiny.answered(course, double=answer, why=str(number)))


def results(course: Path) -> dict[str, int]:
    """What was judged so far, and when it was written."""
    found = {}
    for path in (course / KEPT).glob("result-*"):
        with contextlib.suppress(FileNotFoundError):
            found[path.name] = path.stat().st_mtime_ns
    return found


def assert_same(course: Path, calm: Path) -> None:
    """Both courses hold the same rows and the same notebooks, and no half of one."""
    assert tiny.rows(course) == tiny.rows(calm)
    for path in calm.rglob("autograded/**/*.ipynb"):
        assert (course / path.relative_to(calm)).read_bytes() == path.read_bytes()
    assert not list(course.glob("autograded/*/*/.*"))


def session(number: int) -> list[str]:
    """The processes of a session that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, of = path.read_text().rpartition(")")[2].split()[:4]
            if int(of) == number and state not in "ZX":
                found.append(path.parent.name)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "moments",  # how many results are on the disk when it is killed
    [(1, 12), pytest.param(range(3, 60, 6), marks=pytest.mark.weekly)],
    ids=["two", "ten"],
)
def test_killed_at_any_moment_it_goes_on_and_ends_with_the_same_gradebook(course, tmp_path, moments):
    students = moments[-1] + 15  # enough are left that it is killed before it has ended
    hand_in(course, students)
    calm = Path(shutil.copytree(course, tmp_path / "calm"))
    grade(calm, tiny.NAME, jobs=2)
    seen: dict[str, int] = {}
    for stop_at in moments:
        grader = subprocess.Popen(
            COMMAND, cwd=course, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        while grader.poll() is None and len(results(course)) < stop_at:
            with contextlib.suppress(subprocess.TimeoutExpired):
                grader.wait(0.01)
        grader.send_signal(signal.SIGKILL)
        grader.wait()
        while session(grader.pid):  # judges that outlive their grader end this as a test that hangs
            time.sleep(0.01)
        now = results(course)
        assert seen.items() <= now.items(), "judged twice"
        seen = now
    assert moments[-1] <= len(seen) < students
    assert len(grade(course, tiny.NAME, jobs=2)) == students
    assert seen.items() <= results(course).items(), "judged twice"
    assert_same(course, calm)


def test_ctrl_c_ends_in_words_and_leaves_nothing_running(course):
    hand_in(course, 100)  # not all are judged before the signal comes, on a busy machine either
    grader = subprocess.Popen(COMMAND, cwd=course, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while grader.poll() is None and not results(course):
        with contextlib.suppress(subprocess.TimeoutExpired):
            grader.wait(0.01)
    os.killpg(grader.pid, signal.SIGINT)  # as a terminal sends it
    _, said = grader.communicate()
    assert grader.returncode == 130
    assert "Stopped. What was finished is kept; run it again to go on." in said
    assert "Traceback" not in said
    assert session(grader.pid) == []
    assert len(results(course)) in range(1, 100)


@pytest.fixture
def impatient(monkeypatch):
    """SQLite waits half a second for a lock in place of five."""
    monkeypatch.setattr(sqlite3.dbapi2, "connect", partial(sqlite3.connect, timeout=0.5))


def test_a_locked_gradebook_is_waited_for(course, impatient):
    tiny.hand_in(course, "ada", tiny.answered(course, double=DOUBLE))
    other = sqlite3.connect(course / "gradebook.db", check_same_thread=False, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    threading.Timer(1.5, other.rollback).start()  # longer than SQLite itself waits
    grade(course, tiny.NAME, jobs=1)
    assert tiny.rows(course)["ada"]["grades"]["tiny-double-tests"]["auto_score"] == 2


def test_a_gradebook_that_stays_locked_is_named_and_what_was_judged_is_kept(course, impatient, monkeypatch):
    monkeypatch.setattr(course_room, "_TRIES", 1)
    hand_in(course, 2)
    other = sqlite3.connect(course / "gradebook.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # which lets others read
    with pytest.raises(AssignmentError, match=r"database is locked.*is formgrader at work.*what was judged"):
        grade(course, tiny.NAME, jobs=2)
    other.rollback()
    other.close()
    judged = results(course)
    assert judged
    assert {one.state for one in grade(course, tiny.NAME, jobs=2)} == {"graded"}
    assert judged.items() <= results(course).items()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 4 MB; only root can have one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if os.name != "posix" or os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_named_and_once_there_is_space_it_goes_on(course, small_disk, tmp_path):
    hand_in(course, 12)
    calm = Path(shutil.copytree(course, tmp_path / "calm"))
    grade(calm, tiny.NAME, jobs=2)
    full = Path(shutil.copytree(course, small_disk / "course"))
    there = shutil.disk_usage(small_disk)
    judged: dict[str, int] = {}
    for free in (0, 20_000, 60_000, 120_000):  # so that another file is the first that does not fit
        (small_disk / "ballast").write_bytes(bytes(max(0, shutil.disk_usage(small_disk).free - free)))
        with pytest.raises(AssignmentError, match=r"(No space left on device|disk is full|disk I/O error)"):
            grade(full, tiny.NAME, jobs=2)
        assert judged.items() <= results(full).items()
        judged = results(full)
        (small_disk / "ballast").unlink()
    assert there.total == shutil.disk_usage(small_disk).total
    grade(full, tiny.NAME, jobs=2)
    assert judged.items() <= results(full).items(), "judged twice"
    assert_same(full, calm)


def test_files_that_may_not_grow_end_in_words_and_the_next_run_mends_it(course, tmp_path):
    hand_in(course, 4)
    calm = Path(shutil.copytree(course, tmp_path / "calm"))
    grade(calm, tiny.NAME, jobs=2)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))  # less than any notebook or page of SQLite

    done = subprocess.run(COMMAND, cwd=course, preexec_fn=limit, capture_output=True, text=True)
    assert done.returncode == 1
    assert "run this again: what was judged is kept" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    grade(course, tiny.NAME, jobs=2)
    assert_same(course, calm)


def test_a_student_who_eats_memory_loses_that_test_alone_and_the_others_nothing(course):
    eater = "held = []\n    while True:\n        held.append(bytearray(16 << 20))"
    right = {"steps": tiny.SQUARE.format("return x ** 2")}
    tiny.hand_in(course, "eater", tiny.answered(course, double=STUB.format(eater), **right))
    tiny.hand_in(course, "ada", tiny.answered(course, double=DOUBLE, **right))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert {one.state for one in grade(course, tiny.NAME, jobs=2)} == {"graded"}
    points = {who: row["grades"] for who, row in tiny.rows(course).items()}
    assert [points["eater"][f"tiny-{name}-tests"]["auto_score"] for name in ("double", "steps")] == [0, 2]
    assert [points["ada"][f"tiny-{name}-tests"]["auto_score"] for name in ("double", "steps")] == [2, 2]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # KB


@pytest.mark.weekly
def test_five_hundred_submissions_take_no_more_memory_than_a_hundred(course):
    hand_in(course, 500)
    held: list[int] = []

    def step(name: str, done: int, of: int) -> None:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        held.append(pages * resource.getpagesize())

    done = grade(course, tiny.NAME, jobs=2, step=step)
    assert len({one.student for one in done}) == len(done) == len(tiny.rows(course)) == 500
    assert {one.state for one in done} == {"graded"}
    assert max(held[400:]) - max(held[:100]) < 30e6
