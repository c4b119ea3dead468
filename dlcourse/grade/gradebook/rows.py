"""`Rows`: the one writer of a course's gradebook, with the rows that `nbgrader autograde` would write."""

from collections.abc import Collection
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from dlcourse.grade.assignment import by_id
from dlcourse.grade.gradebook.course import Course, patiently

if TYPE_CHECKING:
    from nbgrader.api import SubmittedAssignment, SubmittedNotebook


class Rows:
    """The rows of one assignment; a context manager, since the connection must be closed again."""

    def __init__(self, course: Course, assignment: str) -> None:
        from nbgrader.preprocessors import AssignLatePenalties

        self._assignment = assignment
        self._gradebook = course.gradebook()
        # A row that was just written need not be read again.
        self._gradebook.db().expire_on_commit = False
        notebooks = self._gradebook.find_assignment(assignment).notebooks
        cells = [c for nb in notebooks for c in (*nb.grade_cells, *nb.solution_cells, *nb.task_cells)]
        self._names = {cell.id: cell.name for cell in cells}  # or each row would ask for that of its cell
        self._penalties = AssignLatePenalties(config=course.config)
        self._penalties.init_plugin()

    def __enter__(self) -> "Rows":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._gradebook.close()
        self._gradebook.engine.dispose()

    def students(self) -> set[str]:
        """Who has a submission in the gradebook."""
        book = self._gradebook
        return patiently(lambda: {one.student_id for one in book.assignment_submissions(self._assignment)})

    def write(
        self,
        student: str,
        notebook: str,
        nb: NotebookNode | None,
        when: datetime | None,
        *,
        refused: bool = False,
        waits: Collection[str] = (),
    ) -> None:
        """Set every automatic score and comment of one submitted notebook, in one transaction.

        Parameters
        ----------
        student, notebook : str, their ids
        nb : notebook as judged; None if none was handed in, which is 0 points
        when : datetime, when it was handed in (UTC), if that is known
        refused : whether it could not be graded: 0 points until a person has looked
        waits : names of cells whose points a person has to look at

        Raises
        ------
        AssignmentError
            If the gradebook stays locked, or cannot be written.
        """
        book = self._gradebook

        def once() -> None:
            book.update_or_create_student(student)
            known = {"timestamp": when} if when else {}
            handed_in = book.update_or_create_submission(self._assignment, student, **known)
            rows = book.find_submission_notebook(notebook, self._assignment, student)
            if nb is None or refused:
                for grade in rows.grades:
                    grade.auto_score, grade.needs_manual_grade = 0.0, refused
                for comment in rows.comments:
                    comment.auto_comment = None
            else:
                self._set(rows, by_id(nb), waits)
            book.db.flush()
            book.db.refresh(rows)  # its score is summed by the database
            rows.late_submission_penalty = self._penalty(handed_in, rows)
            book.db.commit()

        with book.db.no_autoflush:  # nbgrader adds a submission to the session late
            patiently(once, book.db.rollback)

    def _set(self, rows: "SubmittedNotebook", cells: dict[str, NotebookNode], waits: Collection[str]) -> None:
        """By nbgrader's own rule for points; a score given by hand stays, and asks to be looked at again."""
        from nbgrader.utils import compute_checksum, determine_grade, is_task

        for grade in rows.grades:
            cell = cells[self._names[grade.cell_id]]
            if not is_task(cell):
                grade.auto_score = determine_grade(cell)[0]
                by_hand = grade.manual_score is not None or grade.auto_score is None
                grade.needs_manual_grade = by_hand or self._names[grade.cell_id] in waits
        for comment in rows.comments:
            cell = cells[self._names[comment.cell_id]]
            blank = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell) and not is_task(cell)
            comment.auto_comment = "No response." if blank else None

    def _penalty(self, handed_in: "SubmittedAssignment", rows: "SubmittedNotebook") -> float | None:
        late = handed_in.total_seconds_late
        if not late:
            return None
        plugin = self._penalties.plugin_inst
        penalty = plugin.late_submission_penalty(handed_in.student_id, rows.score, late)
        return None if penalty is None else self._penalties._check_late_penalty(rows, penalty)
