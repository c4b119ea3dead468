"""The list of a class: a CSV file, as learning platforms write it."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from dlcourse.grade import AssignmentError

#: What a column may be called, in lower case, by platforms and by hand; of several, the first one counts.
_COLUMNS = {
    "id": ("student_id", "student id", "sis user id", "sis login id", "id number", "username", "id"),
    "first_name": ("first_name", "first name", "given name"),
    "last_name": ("last_name", "last name", "surname", "family name"),
    "email": ("email", "email address", "e-mail"),
    "lms_user_id": ("lms_user_id", "id"),
}
_USABLE = re.compile(r"[\w@+=,-][\w.@+=, -]*", re.ASCII)  # it becomes the name of a folder


@dataclass(frozen=True)
class Student:
    """One row: `id` names a student in submitted/ and in the gradebook."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""


def read_roster(path: Path) -> list[Student]:
    """The students in a CSV file with a line of headers, separated by commas, semicolons or tabs.

    The columns are `id` and, where there are any, `first_name`, `last_name`, `email` and `lms_user_id`; the
    headers of Canvas and Moodle are understood, with the ids that `dlcourse export` gives back to them.

    Raises
    ------
    AssignmentError
        If the file cannot be read, no column holds an id, or an id is missing, stands twice or cannot be the
        name of a folder. It lists all lines that are wrong.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        reason = wrong.strerror if isinstance(wrong, OSError) else "it is not in UTF-8; save it as CSV UTF-8"
        raise AssignmentError(f"cannot read the roster {path}: {reason}") from wrong
    headers, _, _ = text.partition("\n")
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=headers.count))
    found = {header.strip().lower(): header for header in rows.fieldnames or () if header}
    columns = {
        name: next((found[header] for header in known if header in found), None)
        for name, known in _COLUMNS.items()
    }
    if columns["id"] is None:
        raise AssignmentError(
            f"{path} has no column for the students' ids: its headers are {', '.join(found) or 'missing'}; "
            "call one of them id"
        )
    if columns["lms_user_id"] == columns["id"]:
        columns["lms_user_id"] = None
    students, mistakes = dict[str, Student](), []
    for row in rows:
        cells = {name: (row.get(header) or "").strip() for name, header in columns.items() if header}
        student = Student(**cells)
        if not any(cells.values()):
            continue
        if not _USABLE.fullmatch(student.id):
            mistakes.append(f"line {rows.line_num}: {student.id!r} cannot be a student's id")
        elif student.id in students:
            mistakes.append(f"line {rows.line_num}: {student.id} stands twice")
        students[student.id] = student
    if mistakes:
        raise AssignmentError(
            f"nothing was changed; mend {path}:\n" + "\n".join(f"- {line}" for line in mistakes)
        )
    return list(students.values())
