"""`export`: the points of an assignment as the files that other systems read."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dlcourse import files
from dlcourse.grade import AssignmentError
from dlcourse.grade.gradebook.batch import refused
from dlcourse.grade.gradebook.course import Course


@dataclass(frozen=True)
class Score:
    """What one student has for an assignment, after penalties and after what a person changed.

    `waits` says whether a person has still to look; `why`, what was found where it could not be graded.
    """

    student: str
    first: str
    last: str
    email: str
    lms: str
    total: float
    most: float
    penalty: float
    waits: bool
    why: str
    parts: dict[str, tuple[float, float]]


def export(root: Path, assignment: str, kind: str, folder: Path) -> list[Path]:
    """Write the scores of an assignment for another system into `folder`; return the files.

    Parameters
    ----------
    root : Path, the course
    assignment : str, its name
    kind : one of `KINDS`: "csv", "canvas", "moodle", "gradescope"

    Raises
    ------
    AssignmentError
        If nothing was graded yet, or the folder cannot be written.
    """
    found = scores(root, assignment)
    if not found:
        raise AssignmentError(f"nothing was graded yet; run: dlcourse grade {assignment}")
    written = []
    for name, text in KINDS[kind](assignment, found).items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            files.replace(path, text.encode("utf8", "replace"))
        except OSError as refused:
            raise AssignmentError(f"cannot write {path}: {refused.strerror}") from refused
        written.append(path)
    return written


def scores(root: Path, assignment: str) -> list[Score]:
    """One score a student, sorted by student; also of those whom the gradebook cannot hold."""
    course, found = Course(root), []
    why = defaultdict[str, list[str]](list)
    for done in refused(course, assignment):
        why[done.student] += [str(finding) for finding in done.findings if finding.refused]
    with course.gradebook() as gradebook:
        for one in gradebook.assignment_submissions(assignment):
            who, penalty = one.student, one.late_submission_penalty or 0.0
            grades = [grade for nb in one.notebooks for grade in nb.grades]
            found.append(
                Score(
                    *(one.student_id, who.first_name or "", who.last_name or "", who.email or ""),
                    lms=getattr(who, "lms_user_id", None) or "",
                    total=max(0.0, one.score - penalty),
                    most=one.max_score,
                    penalty=penalty,
                    waits=bool(one.needs_manual_grade),
                    why="; ".join(why.pop(one.student_id, [])),
                    parts={grade.name: (grade.score, grade.max_score) for grade in grades},
                )
            )
    most = found[0].most if found else 0.0
    for student, texts in why.items():
        shown = ascii(student)[1:-1]
        found.append(Score(shown, "", "", "", "", 0.0, most, 0.0, waits=True, why="; ".join(texts), parts={}))
    return sorted(found, key=lambda score: score.student)


def _csv(assignment: str, found: list[Score]) -> dict[str, str]:
    names = list(dict.fromkeys(name for score in found for name in score.parts))
    head = [
        "student",
        "first_name",
        "last_name",
        "email",
        "score",
        "max_score",
        "penalty",
        "waits",
        "why",
        *names,
    ]
    rows: list[list[object]] = []
    for s in found:
        about = [s.student, s.first, s.last, s.email, s.total, s.most, s.penalty, s.waits, s.why]
        rows.append([*about, *(s.parts[name][0] if name in s.parts else "" for name in names)])
    return {f"{assignment}.csv": _table(head, rows)}


def _canvas(assignment: str, found: list[Score]) -> dict[str, str]:
    """Canvas's gradebook import: a row with the points possible, and who waits for a person left out."""
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment]
    points: list[list[object]] = [["Points Possible", "", "", "", "", found[0].most]]
    rows = [
        [f"{s.last}, {s.first}", s.lms, s.student, s.email or s.student, "", s.total] for s in _final(found)
    ]
    return {f"{assignment}-canvas.csv": _table(head, points + rows)}


def _moodle(assignment: str, found: list[Score]) -> dict[str, str]:
    head = ["ID number", "Email address", assignment, f"{assignment} (feedback)"]
    rows = [[s.student, s.email, s.total, f"{s.total:g} of {s.most:g}"] for s in _final(found)]
    return {f"{assignment}-moodle.csv": _table(head, rows)}


def _gradescope(assignment: str, found: list[Score]) -> dict[str, str]:
    """One results.json a student, as Gradescope's autograder reads it."""
    return {f"{s.student}/results.json": json.dumps(_results(s), indent=2, ensure_ascii=False) for s in found}


def _results(s: Score) -> dict[str, object]:
    tests = [
        {"name": name, "score": got, "max_score": most, "visibility": "after_published"}
        for name, (got, most) in s.parts.items()
    ]
    waits = f"Waits for a person: these points are not final. {s.why}".strip() if s.waits else ""
    told = {"output": waits} if waits else {}
    return {"score": s.total, "visibility": "hidden" if waits else "after_published", **told, "tests": tests}


def _final(found: list[Score]) -> list[Score]:
    return [score for score in found if not score.waits]


def _table(head: list[str], rows: list[list[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([head, *([_cell(value) for value in row] for row in rows)])
    return text.getvalue()


def _cell(value: object) -> object:
    """A name that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


KINDS: dict[str, Callable[[str, list[Score]], dict[str, str]]] = {
    "csv": _csv,
    "canvas": _canvas,
    "moodle": _moodle,
    "gradescope": _gradescope,
}
