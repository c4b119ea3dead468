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
    `cells` holds the points got and possible of each graded cell.
    """

    student: str
    score: float
    max_score: float
    penalty: float = 0.0
    waits: bool = True
    why: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    cells: dict[str, tuple[float, float]] = field(default_factory=dict)


_ABOUT = ("student", "first_name", "last_name", "email", "score", "max_score", "penalty", "waits", "why")


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
            penalty = one.late_submission_penalty or 0.0
            names = ("first_name", "last_name", "email", "lms_user_id")
            found.append(
                Score(
                    one.student_id,
                    score=max(0.0, one.score - penalty),
                    max_score=one.max_score,
                    penalty=penalty,
                    waits=bool(one.needs_manual_grade),
                    why="; ".join(why.pop(one.student_id, [])),
                    **{name: getattr(one.student, name) or "" for name in names},
                    cells={g.name: (g.score, g.max_score) for nb in one.notebooks for g in nb.grades},
                )
            )
    most = found[0].max_score
    found += [Score(ascii(who)[1:-1], 0.0, most, why="; ".join(texts)) for who, texts in why.items()]
    return sorted(found, key=lambda score: score.student)


def _csv(assignment: str, found: list[Score]) -> dict[str, str]:
    cells = list(dict.fromkeys(name for s in found for name in s.cells))
    rows = [
        [*(getattr(s, name) for name in _ABOUT), *(s.cells.get(name, ("",))[0] for name in cells)]
        for s in found
    ]
    return {f"{assignment}.csv": _table([*_ABOUT, *cells], rows)}


def _canvas(assignment: str, found: list[Score]) -> dict[str, str]:
    """Canvas's gradebook import: a row with the points possible, and who waits for a person left out."""
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment]
    rows = [
        [
            ", ".join(filter(None, (s.last_name, s.first_name))) or s.student,
            s.lms_user_id,
            s.student,
            s.email or s.student,
            "",
            s.score,
        ]
        for s in found
        if not s.waits
    ]
    points = ["Points Possible", "", "", "", "", found[0].max_score]
    return {f"{assignment}-canvas.csv": _table(head, [points, *rows])}


def _moodle(assignment: str, found: list[Score]) -> dict[str, str]:
    head = ["ID number", "Email address", assignment, f"{assignment} (feedback)"]
    rows = [[s.student, s.email, s.score, f"{s.score:g} of {s.max_score:g}"] for s in found if not s.waits]
    return {f"{assignment}-moodle.csv": _table(head, rows)}


def _gradescope(assignment: str, found: list[Score]) -> dict[str, str]:
    """One results.json a student, as Gradescope's autograder reads it."""
    return {f"{s.student}/results.json": json.dumps(_results(s), indent=2, ensure_ascii=False) for s in found}


def _results(s: Score) -> dict[str, object]:
    shown = "after_published"
    tests = [
        {"name": name, "score": got, "max_score": most, "visibility": shown}
        for name, (got, most) in s.cells.items()
    ]
    if not s.waits:
        return {"score": s.score, "visibility": shown, "tests": tests}
    waits = f"Waits for a person: these points are not final. {s.why}".strip()
    return {"score": s.score, "visibility": "hidden", "output": waits, "tests": tests}


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
