"""What people read of a graded assignment: feedback, exports, the report on a class, alike answers."""

from pathlib import Path
from typing import TYPE_CHECKING

from dlcourse import files
from dlcourse.grade import AssignmentError

if TYPE_CHECKING:
    from nbgrader.api import Gradebook, SubmittedAssignment


def graded(gradebook: "Gradebook", assignment: str) -> "list[SubmittedAssignment]":
    """The submissions that the gradebook holds; an AssignmentError if there are none."""
    if found := gradebook.assignment_submissions(assignment):
        return found
    raise AssignmentError(f"nothing was graded yet; run: dlcourse grade {assignment}")


def write(path: Path, text: str) -> Path:
    """Write a file and the folders above it; an AssignmentError if that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        files.replace(path, text.encode("utf8", "replace"))
    except OSError as refused:
        raise AssignmentError(f"cannot write {path}: {refused.strerror}") from refused
    return path
