"""`graft`: the instructor's notebook with a student's sources in it.

Everything that decides about points (tests, their order, flags, points) comes from the template.
A student's cell only says what is in an answer, or stands between the answers as a helper.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from copy import deepcopy

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from dlcourse.grade.assignment import by_id
from dlcourse.grade.submission.reader import PICTURE, WAITS, Cell, Finding

_NEW = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
#: Wherever it stands: editors and people put magics, titles and blank lines before it.
_MARKER = re.compile(r"^[ \t]*#+[ \t]*(exercise|tests)[ \t]*:[ \t]*(\w+\.\w+)[ \t]*$", re.MULTILINE | re.I)
#: What a cell defines at its top level, read without a parser: hostile source can crash those.
_DEFINES = re.compile(r"^(?:async +def|def|class) +(\w+)|^(\w+) *(?::[^=\n]+)?=(?!=)", re.MULTILINE)
_HIDDEN = re.compile(
    r"^[^\n]*BEGIN (HIDDEN TESTS|MARK SCHEME).*?END \1[^\n]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_FLAGS = {"grade": False, "solution": False, "locked": False, "task": False, "points": None}


def graft(student: list[Cell], template: NotebookNode) -> tuple[NotebookNode, list[Finding]]:
    """The notebook to grade, and what had to be mended.

    It holds the graded and locked cells of the template (the assignment with its hidden tests, without
    solutions) in their order, the student's answers in place, and the student's other cells each after the
    cell that it stood behind. A finding is made for each cell that was not as it had been handed out.
    """
    ours = by_id(template)
    which, findings = _identify(student, ours)
    places = {name: [at for at, one in enumerate(which) if one == name] for name in ours}
    chosen = {name: _choose(at, student, ours[name]) for name, at in places.items() if at}
    extras = _extras(student, which, chosen, ours)
    nb = deepcopy(template)
    nb.cells = extras.pop("", [])
    for name, cell in ours.items():
        new = deepcopy(cell)
        if name in chosen:
            copies, taken = [student[at] for at in places[name]], student[chosen[name]]
            findings += [Finding(f"cell {name}", text) for text in _compare(name, cell, copies, taken)]
            if _is_answer(cell):
                new.source = taken.source
        elif chosen:
            findings.append(Finding(f"cell {name}", "was deleted; restored from the template"))
        nb.cells += [new, *extras.pop(name, [])]
    if not chosen:
        text = f"no cell of it belongs to the assignment; is it the right one? {WAITS}"
        findings.append(Finding("notebook", text, refused=True))
    order = list(chosen)
    if sorted(order, key=lambda name: chosen[name]) != order:
        findings.append(Finding("notebook", "its cells were moved; the order of the template is used"))
    for number, cell in enumerate(nb.cells):
        cell.id = f"cell-{number}"  # a copied cell keeps its id, and nbformat wants each only once
    return nb, findings


def recognized(student: list[Cell], template: NotebookNode) -> set[str]:
    """The ids of the template's cells that are among a student's cells."""
    return set(_identify(student, by_id(template))[0]) - {""}


def written(student: list[Cell], template: NotebookNode) -> bool:
    """Whether any answer of a student's is more than what was handed out."""
    ours = by_id(template)
    found = zip(student, _identify(student, ours)[0], strict=True)
    return any(
        name and _is_answer(ours[name]) and not is_blank(cell.source, ours[name]) for cell, name in found
    )


def is_blank(source: str, cell: NotebookNode) -> bool:
    """Whether an answer is empty, or still what was handed out."""
    return not source.strip() or source.split() == cell.source.split()


def visible(source: str) -> str:
    """The source of a cell as students get it: without hidden tests and mark scheme."""
    return _HIDDEN.sub("", source)


def _is_answer(cell: NotebookNode) -> bool:
    return bool(cell.metadata.nbgrader.get("solution"))


def _identify(student: list[Cell], ours: dict[str, NotebookNode]) -> tuple[list[str], list[Finding]]:
    """For each cell of the student the template's cell that it is, or "".

    By grade_id; else by its marker comment; else by its words; else by the names that it defines; and
    an answer in prose, which has none of these, by standing behind its task.
    """
    which = [cell.claimed_id if cell.claimed_id in ours else "" for cell in student]
    known: dict[str, set[str]] = {}
    for way, parts in _WAYS.items():
        owners, taken = _owners(parts, ours), set(which)
        for at, cell in enumerate(student):
            candidates = {owners[part] for part in parts(cell.source) if part in owners}
            if not which[at] and len(candidates) == 1 and not candidates & taken:
                which[at] = candidates.pop()
                known.setdefault(way, set()).add(which[at])
    for before, name in zip(ours, list(ours)[1:], strict=False):
        if ours[name].cell_type == "markdown" and _is_answer(ours[name]) and name not in which:
            after = which.index(before) + 1 if before in which else len(which)
            if after < len(which) and not which[after]:
                which[after] = name
                known.setdefault("its place", set()).add(name)
    findings = []
    if known:
        count = len(set().union(*known.values()))
        text = f"cells without their ids, as Colab leaves them: {count}; recognized by {', '.join(known)}"
        findings.append(Finding("notebook", text))
    return which, findings


def _marker(source: str) -> list[str]:
    """The first one: an answer comes before its tests where someone merged their cells."""
    return [f"{role.lower()} {name}" for role, name in _MARKER.findall(source)[:1]]


def _words(source: str) -> list[str]:
    return [" ".join(PICTURE.sub("", source).split())]


def _names(source: str) -> list[str]:
    return [first or second for first, second in _DEFINES.findall(source)]


_WAYS: dict[str, Callable[[str], list[str]]] = {
    "marker comment": _marker,
    "words": _words,
    "the names that a cell defines": _names,
}


def _owners(parts: Callable[[str], list[str]], ours: dict[str, NotebookNode]) -> dict[str, str]:
    """From a part to the cell that has it, for the parts that only one has; tests define no answer."""
    owners: dict[str, set[str]] = defaultdict(set)
    for name, cell in ours.items():
        if parts is not _names or (_is_answer(cell) and cell.cell_type == "code"):
            for part in parts(visible(cell.source)):
                owners[part].add(name)
    return {part: names.pop() for part, names in owners.items() if len(names) == 1}


def _choose(places: list[int], student: list[Cell], cell: NotebookNode) -> int:
    """Of several copies of a cell the last one that someone wrote in, as nbgrader takes the last."""
    written = [at for at in places if not is_blank(student[at].source, cell)]
    return (written or places)[-1]


def _extras(
    student: list[Cell], which: list[str], chosen: dict[str, int], ours: dict[str, NotebookNode]
) -> dict[str, list[NotebookNode]]:
    """The student's own cells, by the template's cell that they stand behind ("" for the first ones).

    The other part of an answer that was split in two belongs to them; a copy of a given cell does not.
    """
    extras: dict[str, list[NotebookNode]] = defaultdict(list)
    anchor = ""
    for at, (cell, name) in enumerate(zip(student, which, strict=True)):
        if name and chosen[name] == at:
            anchor = name
        elif not name or (_is_answer(ours[name]) and not is_blank(cell.source, ours[name])):
            extras[anchor].append(_NEW[cell.kind](cell.source))
    return extras


def _compare(name: str, cell: NotebookNode, copies: list[Cell], taken: Cell) -> list[str]:
    """How a cell that was handed out came back."""
    true, found = {**_FLAGS, **cell.metadata.nbgrader}, []
    if len(copies) > 1:
        used = "the last one that was written in is graded" if _is_answer(cell) else "the template's is used"
        found.append(f"stands in {len(copies)} places; {used}")
    if taken.kind != cell.cell_type:
        found.append(f"was changed from {cell.cell_type} to {taken.kind}; read as {cell.cell_type}")
    given = (cell.source.split(), visible(cell.source).split())
    if not _is_answer(cell) and any(copy.source.split() not in given for copy in copies):
        what = "its tests were edited" if true["grade"] else "was edited, though it is given"
        found.append(f"{what}; the template's is used")
    if taken.claimed_id and taken.claimed_id != name:
        found.append(f"carried the id {taken.claimed_id!r}; recognized, and graded as {name}")
    flags = [f for f in _FLAGS if taken.claims.get(f, true[f]) != true[f]] if taken.claimed_id == name else []
    if flags:
        found.append(f"its {', '.join(flags)} had been changed; what the template says counts")
    return found
