"""`feedback`: a page for each student that keeps the hidden tests, and that no output can take over.

What a notebook shows (HTML, Markdown, images) is cleaned by nh3; the page forbids scripts and everything
from elsewhere by its Content-Security-Policy, and HTML of outputs is shown in a sandboxed frame.
"""

import base64
import html
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import nbformat
from nbformat import NotebookNode

from dlcourse import files
from dlcourse.grade import AssignmentError
from dlcourse.grade.assignment import grade_id
from dlcourse.grade.gradebook.course import Course
from dlcourse.grade.judge import BEYOND
from dlcourse.grade.submission.graft import visible
from dlcourse.grade.submission.reader import PICTURE
from dlcourse.grade.submission.sanitize import clean, without_colors

if TYPE_CHECKING:
    from nbgrader.api import SubmittedNotebook

Reveal = Literal["never", "deadline", "always"]
_ENDS, _LIMITS = ("Crashed", "NotRun"), ("TimeoutError", "MemoryError")  # as the judge calls them
_LONGEST = 20_000  # characters of one output
_IMAGES = ("image/png", "image/jpeg", "image/gif", "image/svg+xml")
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }}
pre {{ overflow-x: auto; padding: .5rem; border-left: 3px solid #8888 }}
img {{ max-width: 100% }} iframe {{ width: 100%; border: 1px solid #8888 }}
.tests {{ border: 1px solid #8888; border-radius: .5rem; padding: 0 1rem; margin: 1rem 0 }}
</style></head><body>
<h1>{title}</h1>
{body}
</body></html>
"""


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
        submissions = gradebook.assignment_submissions(assignment)
        if not submissions:
            raise AssignmentError(f"nothing was graded yet; run: dlcourse grade {assignment}")
        for done, one in enumerate(submissions, 1):
            shown = reveal == "always" or (reveal == "deadline" and _over(one.duedate))
            for rows in one.notebooks:
                graded = course.folder("autograded", one.student_id, assignment) / f"{rows.name}.ipynb"
                path = course.folder("feedback", one.student_id, assignment) / f"{rows.name}.html"
                nb = nbformat.read(graded, as_version=4) if graded.exists() else None
                try:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    files.replace(path, page(nb, rows, reveal=shown).encode("utf8", "replace"))
                except OSError as refused:
                    raise AssignmentError(f"cannot write {path}: {refused.strerror}") from refused
                pages.append(path)
            step(assignment, done, len(submissions))
    return pages


def page(nb: NotebookNode | None, rows: "SubmittedNotebook", *, reveal: bool) -> str:
    """One student's notebook with points, messages and comments, as HTML."""
    penalty = rows.late_submission_penalty or 0
    total = max(0.0, rows.score - penalty)
    late = f" ({rows.score:g}, less {penalty:g} for handing in late)" if penalty else ""
    body = [f"<p><strong>{total:g} of {rows.max_score:g} points</strong>{late}.</p>"]
    if nb is None:
        body.append("<p>No notebook was handed in.</p>")
    grades, comments = ({one.name: one for one in table} for table in (rows.grades, rows.comments))
    for cell in nb.cells if nb else []:
        name = grade_id(cell)
        if name in grades and cell.cell_type == "code" and not cell.metadata.nbgrader.get("solution"):
            body.append(_tests(cell, grades[name], reveal))
            continue
        body.append(_markdown(cell.source) if cell.cell_type == "markdown" else _pre(cell.source))
        body += [_output(output) for output in cell.get("outputs", [])]
        if name in grades:
            body.append(f"<p class=tests><strong>{_points(grades[name])}</strong></p>")
        if name in comments and comments[name].comment:
            body.append(f"<blockquote>{html.escape(comments[name].comment)}</blockquote>")
    title = html.escape(f"{rows.name}: {rows.student.id}")
    return _PAGE.format(title=title, body="\n".join(body))


def _tests(cell: NotebookNode, grade: Any, reveal: bool) -> str:
    """The tests of one exercise: without the hidden ones only name, points and the author's message."""
    parts = [f"<p><strong>{html.escape(grade.name)}: {_points(grade)}</strong></p>"]
    parts += [f"<p>{html.escape(message(output, reveal))}</p>" for output in _errors(cell)[:1]]
    if reveal:
        parts += [_pre(cell.source), *(_output(output) for output in cell.outputs)]
    else:
        parts.append(f"<details><summary>The visible tests</summary>{_pre(visible(cell.source))}</details>")
    return f'<div class="tests">{"".join(parts)}</div>'


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


def _points(grade: Any) -> str:
    wait = ", waits for a person" if grade.needs_manual_grade else ""
    return f"{grade.score:g} of {grade.max_score:g} points{wait}"


def _errors(cell: NotebookNode) -> list[NotebookNode]:
    return [output for output in cell.get("outputs", []) if output.output_type == "error"]


def _output(output: NotebookNode) -> str:
    """One output as HTML that can do nothing."""
    if output.output_type == "stream":
        return _pre(output.text)
    if output.output_type == "error":
        return _pre("\n".join(output.traceback) or f"{output.ename}: {output.evalue}")
    data = output.data
    for kind in _IMAGES:
        if kind in data and (image := _base64(kind, data[kind])):
            return f'<img alt="A figure that the notebook draws." src="data:{kind};base64,{image}">'
    if "text/html" in data:
        inner = html.escape(_clean(_text(data["text/html"])), quote=True)
        return f'<iframe sandbox title="An output of the notebook." srcdoc="{inner}"></iframe>'
    if "text/markdown" in data:
        return _markdown(_text(data["text/markdown"]))
    return _pre(_text(data.get("text/plain", "")))


def _base64(kind: str, data: Any) -> str:
    """An image as base64 and nothing else; a drawing in an <img> runs no scripts."""
    text = _text(data)
    if kind == "image/svg+xml":
        return base64.b64encode(text.encode("utf8", "replace")).decode()
    packed = "".join(text.split())
    return packed if re.fullmatch(r"[A-Za-z0-9+/]+={0,2}", packed) else ""


def _text(data: Any) -> str:
    return (
        data
        if isinstance(data, str)
        else "".join(map(str, data))
        if isinstance(data, list)
        else json.dumps(data)
    )


def _pre(text: str) -> str:
    text = without_colors(text)
    cut = "\n… and more, cut here." if len(text) > _LONGEST else ""
    return f"<pre>{html.escape(text[:_LONGEST])}{cut}</pre>" if text.strip() else ""


def _markdown(source: str) -> str:
    from nbconvert.filters import markdown2html

    source = PICTURE.sub("#a-picture", source)  # whose words count, and which may be far longer than they
    try:
        return _clean(markdown2html(source[:_LONGEST]))
    except Exception:  # a missing attachment, nested too deep: whatever it is, the others get their pages
        return _pre(source)


def _clean(text: str) -> str:
    return clean(text[:_LONGEST], pictures=False)  # which are loaded from elsewhere


def _over(deadline: datetime | None) -> bool:
    return deadline is not None and deadline < datetime.now(UTC).replace(tzinfo=None)
