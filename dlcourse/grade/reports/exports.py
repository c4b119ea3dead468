"""`export`: the points of an assignment as the files that other systems read."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dlcourse.grade.gradebook.batch import refused
from dlcourse.grade.gradebook.course import Course
from dlcourse.grade.reports import graded, write

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Score:
    """What one student has for an assignment, after penalties and after what a person changed.

    `waits` says whether a person has still to look; `why`, what was found where it could not be graded;
    `parts` holds the points got and possible of each graded cell.
    """

    student: str
    total: float
    most: float
    penalty: float = 0.0
    waits: bool = True
    why: str = ""
    first: str = ""
    last: str = ""
    email: str = ""
    lms: str = ""
    parts: dict[str, tuple[float, float]] = field(default_factory=dict)


def export(root: Path, assignment: str, kind: str, folder: Path) -> list[Path]:
    """Write the scores of an assignment into `folder`, as one of `KINDS`; return the files.

    Raises
    ------
    AssignmentError
        If nothing was graded yet, or the folder cannot be written.
    """
    texts = KINDS[kind](assignment, scores(root, assignment))
    return [write(folder / name, text) for name, text in texts.items()]


def scores(root: Path, assignment: str) -> list[Score]:
    """One score a student, sorted by student; also of those whom the gradebook cannot hold."""
    course, found = Course(root), []
    why = defaultdict[str, list[str]](list)
    for done in refused(course, assignment):
        why[done.student] += [str(finding) for finding in done.findings if finding.refused]
    with course.gradebook() as gradebook:
        for one in graded(gradebook, assignment):
            who, penalty = one.student, one.late_submission_penalty or 0.0
            found.append(
                Score(
                    one.student_id,
                    total=max(0.0, one.score - penalty),
                    most=one.max_score,
                    penalty=penalty,
                    waits=bool(one.needs_manual_grade),
                    why="; ".join(why.pop(one.student_id, [])),
                    first=who.first_name or "",
                    last=who.last_name or "",
                    email=who.email or "",
                    lms=who.lms_user_id or "",
                    parts={g.name: (g.score, g.max_score) for nb in one.notebooks for g in nb.grades},
                )
            )
    most = found[0].most
    found += [Score(ascii(who)[1:-1], 0.0, most, why="; ".join(texts)) for who, texts in why.items()]
    return sorted(found, key=lambda score: score.student)


def _csv(assignment: str, found: list[Score]) -> dict[str, str]:
    rows = [
        {
            "student": s.student,
            "first_name": s.first,
            "last_name": s.last,
            "email": s.email,
            "score": s.total,
            "max_score": s.most,
            "penalty": s.penalty,
            "waits": s.waits,
            "why": s.why,
            **{name: got for name, (got, _) in s.parts.items()},
        }
        for s in found
    ]
    head = list(dict.fromkeys(name for row in rows for name in row))
    return {f"{assignment}.csv": _table(head, [[row.get(name, "") for name in head] for row in rows])}


def _canvas(assignment: str, found: list[Score]) -> dict[str, str]:
    """Canvas's gradebook import: a row with the points possible, and who waits for a person left out."""
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment]
    rows = [
        [
            ", ".join(filter(None, (s.last, s.first))) or s.student,
            s.lms,
            s.student,
            s.email or s.student,
            "",
            s.total,
        ]
        for s in found
        if not s.waits
    ]
    points = ["Points Possible", "", "", "", "", found[0].most]
    return {f"{assignment}-canvas.csv": _table(head, [points, *rows])}


def _moodle(assignment: str, found: list[Score]) -> dict[str, str]:
    head = ["ID number", "Email address", assignment, f"{assignment} (feedback)"]
    rows = [[s.student, s.email, s.total, f"{s.total:g} of {s.most:g}"] for s in found if not s.waits]
    return {f"{assignment}-moodle.csv": _table(head, rows)}


def _gradescope(assignment: str, found: list[Score]) -> dict[str, str]:
    """One results.json a student, as Gradescope's autograder reads it."""
    return {f"{s.student}/results.json": json.dumps(_results(s), indent=2, ensure_ascii=False) for s in found}


def _results(s: Score) -> dict[str, object]:
    shown = "after_published"
    tests = [
        {"name": name, "score": got, "max_score": most, "visibility": shown}
        for name, (got, most) in s.parts.items()
    ]
    if not s.waits:
        return {"score": s.total, "visibility": shown, "tests": tests}
    waits = f"Waits for a person: these points are not final. {s.why}".strip()
    return {"score": s.total, "visibility": "hidden", "output": waits, "tests": tests}


def _table(head: list[str], rows: Sequence[Sequence[object]]) -> str:
    """A CSV file; a name that a spreadsheet would take for a formula gets an apostrophe before it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for row in [head, *rows]:
        writer.writerow([f"'{x}" if isinstance(x, str) and x.startswith(_FORMULA) else x for x in row])
    return text.getvalue()


KINDS: dict[str, Callable[[str, list[Score]], dict[str, str]]] = {
    "csv": _csv,
    "canvas": _canvas,
    "moodle": _moodle,
    "gradescope": _gradescope,
}
