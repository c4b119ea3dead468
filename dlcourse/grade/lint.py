"""The rules of a release: what every assignment must have, and what a student's copy must not hold."""

import ast
import re
from collections import Counter

from nbformat import NotebookNode

from dlcourse.grade.assignment import by_id, grade_id
from dlcourse.grade.submission.graft import visible

_SOLUTION = re.compile(r"^[ \t]*### BEGIN SOLUTION\n(.*?)^[ \t]*### END SOLUTION", re.DOTALL | re.MULTILINE)
_HIDDEN = re.compile(
    r"^[ \t]*### BEGIN HIDDEN TESTS\n(.*?)^[ \t]*### END HIDDEN TESTS", re.DOTALL | re.MULTILINE
)


def lint_source(nb: NotebookNode, topic: str) -> list[str]:
    """What is wrong with the source of an assignment, one sentence a finding.

    Of a notebook whose metadata does not name `dlcourse` only what would break any course is asked.
    """
    ids = Counter(grade_id(cell) for cell in nb.cells if grade_id(cell))
    found = [f"the grade_id {one!r} stands in {n} cells" for one, n in ids.items() if n > 1]
    if not (course := nb.metadata.get("dlcourse", {})):
        return found
    if course.get("topic") != topic:
        found = [f"its metadata names the topic {course.get('topic')!r}, its folder {topic!r}", *found]
    cells = Counter(cell.get("id", "") for cell in nb.cells)
    found += [f"the cell id {one!r} stands in {n} cells" for one, n in cells.items() if n > 1]
    names = []
    for position, cell in enumerate(nb.cells):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            name = grade_id(cell).removeprefix(f"{topic}-")
            names.append(name)
            found += [f"{topic}.{name}: {what}" for what in _lint_exercise(nb, position, topic, name)]
    known = {f"{topic}-{name}{end}" for name in names for end in ("", "-tests")}
    graded = [grade_id(cell) for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    found += [f"{one!r} is graded but belongs to no exercise" for one in graded if one not in known]
    if sorted(course.get("asks", {})) != sorted(names):
        found.append(
            f"`asks` in the metadata describes {sorted(course.get('asks', {}))}, not {sorted(names)}"
        )
    return found


def _lint_exercise(nb: NotebookNode, position: int, topic: str, name: str) -> list[str]:
    """What is wrong with one exercise, given the position of its solution cell."""
    solution, cells = nb.cells[position], by_id(nb)
    found = []
    if grade_id(solution) != f"{topic}-{name}":
        found.append(f"its grade_id must be {topic}-{name}, not {grade_id(solution)!r}")
    task = cells.get(f"{topic}-{name}-task")
    if task is None or task.cell_type != "markdown" or not task.metadata.nbgrader.get("locked"):
        found.append(f"it needs a locked markdown cell {topic}-{name}-task that says what to do")
    if solution.cell_type == "markdown":
        return found + _lint_points(solution)
    if not f"{solution.source}\n".startswith(f"# exercise: {topic}.{name}\n"):
        found.append(f"the solution must begin with the line `# exercise: {topic}.{name}`")
    if not _SOLUTION.search(solution.source):
        found.append("the solution has no region ### BEGIN SOLUTION ... ### END SOLUTION")
    after = nb.cells[position + 1] if position + 1 < len(nb.cells) else None
    if after is None or grade_id(after) != f"{topic}-{name}-tests":
        return [*found, f"the cell after the solution must be {topic}-{name}-tests"]
    if not f"{after.source}\n".startswith(f"# tests: {topic}.{name}\n"):
        found.append(f"the tests must begin with the line `# tests: {topic}.{name}`")
    if not after.metadata.nbgrader.get("locked"):
        found.append("the tests are not locked, so a student's own would count")
    hidden = _HIDDEN.search(after.source)
    if not hidden or not hidden[1].strip():
        found.append("the tests have no region ### BEGIN HIDDEN TESTS ... ### END HIDDEN TESTS")
    shown = visible(after.source)
    if not "".join(shown.splitlines()[1:]).strip():
        found.append("all its tests are hidden: a student could not tell what is asked")
    if _ends_in_a_value(shown) or _ends_in_a_value(after.source):
        found.append("its tests end in a value, which nbgrader takes for partial credit: end with a print")
    return found + _lint_points(after)


def _ends_in_a_value(code: str) -> bool:
    """Whether a cell with this code may show the value of its last line.

    A call of `print`, `same`, `claim` or of a function that the cell itself defines shows none.
    """
    try:
        body = ast.parse(code).body or [ast.Pass()]
    except SyntaxError:  # a magic, or a mistake that shows when the reference is run
        return False
    last = body[-1]
    if not isinstance(last, ast.Expr):
        return False
    silent = {"print", "same", "claim", *(node.name for node in body if isinstance(node, ast.FunctionDef))}
    return not (isinstance(last.value, ast.Call) and ast.unparse(last.value.func) in silent)


def _lint_points(cell: NotebookNode) -> list[str]:
    points = cell.metadata.nbgrader.get("points")
    good = isinstance(points, int | float) and points > 0
    return [] if good else [f"it must be worth more than 0 points, not {points!r}"]


def lint_release(source: NotebookNode, released: NotebookNode, stubs: tuple[str, str]) -> list[str]:
    """What a student's copy holds that it must not, or lacks.

    Parameters
    ----------
    source, released : notebooks
    stubs : what stands in place of a solution, in code and in text
    """
    found, everything = [], "\n".join(_squeeze(cell.source) for cell in released.cells)
    for region, what in ((_SOLUTION, "solution"), (_HIDDEN, "hidden tests")):
        for cell in source.cells:
            for secret in map(_squeeze, region.findall(cell.source)):
                if secret and secret in everything:
                    found.append(f"the {what} of {grade_id(cell)!r} can be read in the release")
    for cell in source.cells:
        by_hand = cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "markdown"
        if by_hand and _squeeze(cell.source) in everything:
            found.append(f"the answer of {grade_id(cell)!r} can be read in the release")
    for word in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS"):
        if word in everything:
            found.append(f"the release still holds the words {word!r}")
    for cell in released.cells:
        stub, ours = stubs[cell.cell_type == "markdown"], "dlcourse" in source.metadata
        if ours and cell.metadata.get("nbgrader", {}).get("solution") and stub not in cell.source:
            found.append(f"{grade_id(cell)!r} does not say where to write: it lacks `{stub}`")
        if cell.get("outputs"):
            found.append(f"{grade_id(cell) or cell.id!r} has stored outputs")
    return found


def _squeeze(text: str) -> str:
    """The text without what a copy may change: indentation and blank lines."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
