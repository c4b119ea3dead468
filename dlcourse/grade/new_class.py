"""`dlcourse class`: a folder in nbgrader's layout for one class, made from this course or brought up to date.

What a teacher changed there stays. The file `.dlcourse/class.json` says what each file was when it was put
there, so that a later version of the course replaces only what nobody has touched.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from dlcourse.files import replace
from dlcourse.grade import AssignmentError, need
from dlcourse.grade.assignment import by_id, read
from dlcourse.grade.gradebook import seeds
from dlcourse.grade.gradebook.course import Course, patiently
from dlcourse.grade.gradebook.roster import Student
from dlcourse.page.exercises import due_week, efforts
from dlcourse.page.source import urls

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

_SETTINGS = """\
\"\"\"nbgrader's settings for this class; its commands and those of dlcourse read them here.\"\"\"

import os

from dlcourse.grade.gradebook.bridge import use
from dlcourse.grade.kernel import ARGUMENTS

c = get_config()

c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))
c.CourseDirectory.course_id = {name!r}
c.CourseDirectory.db_url = "sqlite:///" + os.path.join(c.CourseDirectory.root, "gradebook.db")
c.GenerateAssignment.force = True
c.ClearSolutions.code_stub = {{"python": {code!r}}}
c.ClearSolutions.text_stub = {text!r}
c.Execute.timeout = 60  # seconds a cell
c.Execute.startup_timeout = 120
c.Execute.extra_arguments = ARGUMENTS

use(c)  # formgrader's button and `nbgrader autograde` judge in the sandbox
"""


@dataclass
class Assignment:
    """A row of the calendar. `minutes` is the sum of what its exercises say, 0 if they say nothing."""

    name: str
    points: float
    minutes: int
    begins: date | None = None
    due: datetime | None = None


@dataclass
class Class:
    """What was done: the assignments in their order, and a sentence for each file that waits for a person."""

    root: Path
    secret: Path
    assignments: list[Assignment]
    students: int
    kept: list[str] = field(default_factory=list)


def make_class(
    course: Course,
    root: Path,
    *,
    names: Sequence[str] = (),
    students: Sequence[Student] = (),
    start: date | None = None,
    weeks: int | None = None,
    step: Callable[[str, int, int], None] = lambda name, done, of: None,
) -> Class:
    """Make the class in the folder `root`, or bring one up to date that was made there.

    It copies sources and kept answers of the assignments `names` (default: all, in the order of the book),
    makes what students get, and puts assignments and students into the gradebook. With `start`, each is due
    at the end of a Sunday (of this machine's time zone), spread evenly over `weeks` (default: one a week).

    An assignment that students have handed in, or whose source a teacher deleted, is touched only if it is
    among `names`.

    Raises
    ------
    AssignmentError
        If `root` lies in the course or holds something else, `weeks` is below 1 or without `start`, there is
        no such assignment, or nbgrader refuses one.
    """
    need("grade")
    from nbgrader.converters import GenerateAssignment

    root = root.resolve()
    if root.is_relative_to(course.root.resolve()):
        raise AssignmentError(f"{root} lies in the course itself; name a folder outside of {course.root}")
    record = root / ".dlcourse" / "class.json"
    if not record.exists() and root.exists() and any(root.iterdir()):
        raise AssignmentError(f"{root} is no class made by this command, and not empty; name a new folder")
    if weeks is not None and (weeks < 1 or start is None):
        raise AssignmentError("weeks count from 1, and from a start: give --start too")
    for name in names:
        course.notebooks(name)
    topics = [name for name in in_order(course) if not names or name in names]

    then: dict[str, str] = json.loads(record.read_text("utf8")) if record.exists() else {}
    root.mkdir(parents=True, exist_ok=True)
    settings = root / "nbgrader_config.py"
    if not settings.exists():
        replace(settings, _settings(course, root.name).encode("utf8"))
    new = Course(root)
    done = Class(root, new.secret(), [], len(students))
    seeds.secret(done.secret)
    with new.gradebook() as gradebook:
        patiently(lambda: _enrol(gradebook, students))
        closed = {name for name in topics if name not in names and _handed_in(gradebook, new, name)}
    topics = [name for name in topics if name in names or not _dropped(new, name, then)]
    for number, name in enumerate(topics, 1):
        if name not in closed:
            done.kept += _copy(course, new, name, then)
            replace(record, json.dumps(then, indent=1, sort_keys=True).encode("utf8"))
            new.convert(GenerateAssignment, name)
        done.assignments.append(_described(new, name))
        step("assignments", number, len(topics))
    if start:
        _schedule(done.assignments, start, weeks or len(topics))
        with new.gradebook() as gradebook:
            patiently(lambda: _set_due(gradebook, done.assignments))
        replace(root / "calendar.csv", calendar(done.assignments).encode("utf8"))
    done.kept += [f"{name} was handed in already, and stays as it is (--assignment {name} says otherwise)"
                  for name in topics if name in closed]  # fmt: skip
    return done


def in_order(course: Course) -> list[str]:
    """The assignments of a course, first those that the chapters of its book name, in their order."""
    there = course.assignments()
    chapters = [read(path).metadata for path in sorted((course.root / "book").glob("[0-9]*.ipynb"))]
    told = [metadata.get("dlcourse", {}).get("topic") for metadata in chapters]
    return [name for name in told if name in there] + [name for name in there if name not in told]


def calendar(assignments: Sequence[Assignment]) -> str:
    """The calendar as CSV."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["assignment", "begins", "due", "points", "minutes"])
    for one in assignments:
        due = f"{one.due:%Y-%m-%d %H:%M}" if one.due else ""
        rows.writerow([one.name, one.begins or "", due, f"{one.points:g}", one.minutes or ""])
    return text.getvalue()


def _settings(course: Course, name: str) -> str:
    stubs = course.config.ClearSolutions
    code = stubs.get("code_stub", {}).get("python", "# YOUR CODE HERE\nraise NotImplementedError()")
    return _SETTINGS.format(name=name, code=code, text=stubs.get("text_stub", "YOUR ANSWER HERE"))


def _enrol(gradebook: "Gradebook", students: Sequence[Student]) -> None:
    """Add students, or bring their names up to date. Who is no longer on the roster stays."""
    for one in students:
        told = {name: value for name, value in vars(one).items() if name != "id" and value}
        gradebook.update_or_create_student(one.id, **told)


def _handed_in(gradebook: "Gradebook", course: Course, name: str) -> bool:
    from nbgrader.api import MissingEntry

    try:
        known = gradebook.find_assignment(name)
    except MissingEntry:
        return False
    return bool(known.submissions) or bool(course.students(name))


def _dropped(new: Course, name: str, then: dict[str, str]) -> bool:
    """Whether a teacher has deleted an assignment that was put there."""
    folder = new.folder("source", ".", name)
    return not folder.exists() and any(new.root / key == folder / Path(key).name for key in then)


def _copy(course: Course, new: Course, name: str, then: dict[str, str]) -> Iterator[str]:
    """Copy sources and kept answers of one assignment; say which files of the teacher's stayed."""
    answers = course.root / "tests" / "answers" / name
    pairs = [(path, new.folder("source", ".", name) / path.name) for path in course.notebooks(name)]
    pairs += [
        (path, new.root / "tests" / "answers" / name / path.relative_to(answers))
        for path in sorted(answers.rglob("*.py"))
    ]
    for path, to in pairs:
        key, data = to.relative_to(new.root).as_posix(), path.read_bytes()
        if path.suffix == ".ipynb":
            data = _with_links(data)
        now, before = _hash(to.read_bytes()) if to.exists() else None, then.get(key)
        latest = _hash(data)
        if now in (None, before) and now != latest:
            replace(to, data)
        elif now != latest and before != latest:
            beside = new.root / ".dlcourse" / "new" / key
            replace(beside, data)
            yield f"{key} was changed here, and in the course: yours stays, the course's is in {beside}"
        then[key] = latest


def _with_links(data: bytes) -> bytes:
    """A notebook whose links to pages of the book lead to the site: beside a class there is no book."""
    site = urls()["Homepage"]
    pattern = rb"\]\(\.\./\.\./book/([\w.-]+)\.(?:ipynb|md)"
    return re.sub(pattern, rb"](" + site.encode("ascii") + rb"/\1.html", data)


def _described(course: Course, name: str) -> Assignment:
    points, minutes = 0.0, 0
    for nb in map(read, course.notebooks(name)):
        points += sum(cell.metadata.nbgrader.get("points") or 0 for cell in by_id(nb).values())
        minutes += sum(spent for _, spent in efforts(nb))
    return Assignment(name, points, minutes)


def _schedule(assignments: Sequence[Assignment], start: date, weeks: int) -> None:
    """Give each its dates, in weeks that begin on the Monday of the week of `start`."""
    monday, before = start - timedelta(days=start.weekday()), 0
    for i, one in enumerate(assignments):
        due = due_week(i, len(assignments), weeks)
        one.begins = monday + timedelta(weeks=min(before, due - 1))
        one.due = datetime.combine(monday + timedelta(weeks=due, days=-1), time(23, 59, 59))
        before = due


def _set_due(gradebook: "Gradebook", assignments: Sequence[Assignment]) -> None:
    for one in assignments:
        if one.due:
            due = f"{one.due.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
            gradebook.update_or_create_assignment(one.name, duedate=due)


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()
