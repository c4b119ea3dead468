"""`feedback`: a page for each student that keeps the hidden tests, and that no output can take over.

The page is nbconvert's, by the template beside this file. HTML and Markdown are cleaned by nh3, and the
page's Content-Security-Policy forbids scripts and everything from elsewhere.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from dlcourse.grade.assignment import grade_id, is_tests
from dlcourse.grade.gradebook import seeds
from dlcourse.grade.gradebook.course import Course
from dlcourse.grade.judge import BEYOND
from dlcourse.grade.reports import graded, write
from dlcourse.grade.submission.graft import visible
from dlcourse.grade.submission.reader import PICTURE
from dlcourse.grade.submission.sanitize import clean, without_colors

if TYPE_CHECKING:
    from nbconvert import HTMLExporter
    from nbgrader.api import SubmittedNotebook

Reveal = Literal["never", "deadline", "always"]
_ENDS, _LIMITS = ("Crashed", "NotRun"), ("TimeoutError", "MemoryError")  # as the judge calls them
_LONGEST = 20_000  # characters of one output
_LONGEST_NOTE = 1000  # bytes of a file that nbgrader puts beside a notebook


def feedback(
    root: Path, assignment: str, *, reveal: Reveal = "never", step: Callable[[str, int, int], None]
) -> list[Path]:
    """Write feedback/STUDENT/ASSIGNMENT/NOTEBOOK.html for everybody in the gradebook; return the pages.

    Parameters
    ----------
    root : Path, the course
    assignment : str, its name
    reveal : when hidden tests are shown: never, once the assignment's deadline has passed, or always
    step : called with the assignment, pages written and pages in all

    Raises
    ------
    AssignmentError
        If nothing was graded yet, or a folder cannot be written.
    """
    course, pages = Course(root), []
    with course.gradebook() as gradebook:
        submissions = graded(gradebook, assignment)
        for done, one in enumerate(submissions, 1):
            shown = reveal == "always" or (reveal == "deadline" and _over(one.duedate))
            for rows in one.notebooks:
                path = course.folder("autograded", one.student_id, assignment) / f"{rows.name}.ipynb"
                nb = nbformat.read(path, as_version=4) if path.exists() else None
                folder = course.folder("feedback", one.student_id, assignment)
                pages.append(write(folder / f"{rows.name}.html", page(nb, rows, reveal=shown)))
                _tell_the_exchange(course, one.student_id, assignment, folder)
            step(assignment, done, len(submissions))
    return pages


def _tell_the_exchange(course: Course, student: str, assignment: str, folder: Path) -> None:
    """Write what `nbgrader release_feedback` reads beside each page, or it stops: when the work was handed
    in, and the secret from which only its owner knows the page's name. Who handed in neither has others."""
    drawn = seeds.seed(seeds.secret(course.secret()), student, assignment)
    unknown = sha256(drawn.encode()).hexdigest()
    for name, otherwise in (("timestamp.txt", ""), ("submission_secret.txt", unknown)):
        path = course.folder("submitted", student, assignment) / name
        known = path.is_file() and not path.is_symlink() and path.stat().st_size <= _LONGEST_NOTE
        write(folder / name, path.read_text("utf8", "replace") if known else otherwise)


def page(nb: NotebookNode | None, rows: "SubmittedNotebook", *, reveal: bool) -> str:
    """One student's notebook with points, messages and comments, as HTML."""
    penalty = rows.late_submission_penalty or 0
    whole = {"title": f"{rows.name}: {rows.student.id}", "penalty": penalty, "before": rows.score}
    whole |= {"score": max(0.0, rows.score - penalty), "max_score": rows.max_score}
    grades, comments = ({one.name: one for one in table} for table in (rows.grades, rows.comments))
    nb = nb or new_notebook()
    for cell in nb.cells:
        name = grade_id(cell)
        said: dict[str, object] = {"name": name}
        if one := grades.get(name):
            waits = bool(one.needs_manual_grade)
            said["grade"] = {"score": one.score, "max_score": one.max_score, "waits": waits}
        if name in comments:
            said["comment"] = comments[name].comment
        if name in grades and is_tests(cell):
            errors = [output for output in cell.outputs if output.output_type == "error"]
            said |= {"tests": True, "reveal": reveal, "message": errors and message(errors[0], reveal)}
            if not reveal:  # what is hidden does not reach the page's template
                cell.source, cell.outputs = visible(cell.source), []
        cell.metadata |= {"feedback": said, "alt": "A figure that the notebook draws."}
    return str(_exporter().from_notebook_node(nb, {"feedback": whole})[0])


@cache
def _exporter() -> "HTMLExporter":
    from nbconvert import HTMLExporter

    templates = [str(Path(__file__).with_name("templates"))]
    exporter = HTMLExporter(template_name="feedback", extra_template_basedirs=templates, sanitize_html=True)
    exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
    exporter.register_filter("clean_html", lambda page: clean(page[:_LONGEST], pictures=False))
    exporter.register_filter("markdown2html", _markdown)
    exporter.environment.globals["longest"] = _LONGEST
    return exporter


def _markdown(source: str) -> str:
    from nbconvert.filters import markdown2html

    source = PICTURE.sub("#a-picture", source)  # whose words count, and which may be far longer than they
    try:
        return markdown2html(source[:_LONGEST])
    except Exception:  # a missing attachment, nested too deep: whatever it is, the others get their pages
        return f"<pre>{escape(source[:_LONGEST])}</pre>"


def message(output: NotebookNode, reveal: bool) -> str:
    """What a student reads about a failed test.

    An assertion of the tests carries the author's own words, and the end of a process the judge's. Any
    other error comes from the student's code, and its text could carry a hidden input out: only its kind
    is told.
    """
    text, theirs = without_colors(output.evalue).strip(), BEYOND in output.traceback
    if reveal or output.ename in _ENDS or (output.ename in _LIMITS and not theirs):
        return f"{output.ename}: {text}" if text else output.ename
    if output.ename == "AssertionError" and not theirs:
        return text or "A hidden test fails."
    if output.ename == "NotImplementedError":
        return "NotImplementedError"
    return f"Your code raises {output.ename} in a test; run the visible tests, and think of other inputs."


def _over(deadline: datetime | None) -> bool:
    return deadline is not None and deadline < datetime.now(UTC).replace(tzinfo=None)
