"""`exercises`: the graded assignment of a chapter, what each exercise asks, and where to open it."""

import math
import re
from html import escape

from dlcourse.page import source
from dlcourse.page.output import STYLE, Output, inline

_EFFORT = re.compile(r"^\*Difficulty (\d) of 3 · about (\d+) minutes\b", re.M)


def exercises(topic: str) -> Output:
    """The assignment of the chapter on `topic`: each exercise with its points, and links to open it.

    Raises
    ------
    ValueError
        If there is no such chapter, or the assignment does not say what an exercise asks.
    FileNotFoundError
        If the assignment was not released.
    """
    path = source.assignment(topic)
    asks = source.course_metadata(path, "asks")["asks"]
    items, lines = [], []
    nb = source.notebook(path)
    for name, points, by_hand in graded(nb, topic):
        if name not in asks:
            raise ValueError(f'{path.name} does not say what "{name}" asks, in its metadata dlcourse.asks')
        worth = f"{points} point{'' if points == 1 else 's'}" + (", graded by hand" if by_hand else "")
        items.append(f"<li><code>{escape(name)}</code> ({worth}): {inline(asks[name])}</li>")
        lines.append(f"- {name} ({worth}): {asks[name]}")
    where = f"exercises/{topic}/{topic}.ipynb"
    colab, download = source.colab(where), source.download(where)
    html = (
        f'{STYLE}<div class="dlc dlc-exercises"><p><b>Graded assignment</b> <code>{where}</code>, '
        f"{effort(nb)}</p>"
        f'<ul>{"".join(items)}</ul><p><a href="{colab}">Open in Colab</a> · '
        f'<a href="{download}">Download</a> · check it: <code>dlcourse check {where}</code></p></div>'
    )
    links = [f"Open in Colab: {colab}", f"Download: {download}", f"Check it: dlcourse check {where}"]
    return Output(html, "\n".join([f"Graded assignment: {where}, {effort(nb)}", *lines, *links]))


def graded(nb: dict, topic: str) -> list[tuple[str, float, bool]]:
    """Name, points and "graded by hand?" of each exercise of an assignment, in its order."""
    cells = [cell["metadata"].get("nbgrader", {}) for cell in nb["cells"]]
    return [
        (
            cell["grade_id"].removeprefix(f"{topic}-").removesuffix("-tests"),
            cell["points"],
            bool(cell.get("solution")),
        )
        for cell in cells
        if cell.get("grade")
    ]


def efforts(nb: dict) -> list[tuple[int, int]]:
    """Difficulty, from 1 to 3, and minutes of each exercise of an assignment, as its task says them."""
    cells = ["".join(cell["source"]) for cell in nb["cells"]]
    return [(int(level), int(minutes)) for cell in cells for level, minutes in _EFFORT.findall(cell)]


def effort(nb: dict) -> str:
    """How long an assignment takes and how hard it is.

    Raises
    ------
    ValueError
        If none of its tasks says so.

    Examples
    --------
    >>> lines = ["*Difficulty 1 of 3 · about 10 minutes*", "*Difficulty 3 of 3 · about 45 minutes · by hand*"]
    >>> effort({"cells": [{"source": f"## One\\n\\n{line}"} for line in lines]})
    '2 exercises, about 55 min, difficulty 1 to 3 of 3'
    """
    if not (found := efforts(nb)):
        raise ValueError('no task says its effort, as in "*Difficulty 1 of 3 · about 10 minutes*"')
    levels, minutes = zip(*found, strict=True)
    return f"{len(found)} exercises, about {sum(minutes)} min, difficulty {min(levels)} to {max(levels)} of 3"


def due_week(i: int, of: int, weeks: int) -> int:
    """The week, from 1, at whose end assignment `i` (from 0) of `of` is due in a term of `weeks`.

    Examples
    --------
    >>> [due_week(i, 4, 2) for i in range(4)], [due_week(i, 2, 3) for i in range(2)]
    ([1, 1, 2, 2], [2, 3])
    """
    return math.ceil((i + 1) * weeks / of)
