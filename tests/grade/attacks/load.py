"""`ATTACKS`: every attack of the corpus, from files of cells and from `whole`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from dlcourse.grade.assignment import by_id
from tests.grade.attacks import target, whole
from tests.grade.attacks.outside import Outside

FOLDER = Path(__file__).parent / "corpus"
_HEAD = re.compile(r"# (tries|earns|stock|tier 1|hurts itself): (.+)\n")
_CELL = re.compile(r"^# %%(?: \[(markdown)\])?\n", re.MULTILINE)
_MARKER = re.compile(rf"# exercise: {target.NAME}\.(\w+)\n")


@dataclass(frozen=True)
class Attack:
    """One student who does not play fair.

    Attributes
    ----------
    name, category, tries : str
        What it is called (also the student's id), what it belongs to, and what it attempts.
    earns : float
        The points that it deserves: of what it answers honestly.
    stock : str
        Why it is not run against stock nbgrader; empty if it is.
    alone : bool
        Whether it may run where there is no sandbox: at worst it hurts its own process.
    hurts_itself : bool
        Whether it may lose the points that it deserves.
    """

    name: str
    category: str
    tries: str
    hand_in: Callable[[Path, Outside], None]
    earns: float = target.HONEST
    stock: str = ""
    alone: bool = False
    hurts_itself: bool = False


def _read(path: Path) -> Attack:
    text = path.read_text("utf8")
    head = dict(_HEAD.findall(text))
    return Attack(
        path.stem,
        path.parent.name,
        head["tries"],
        partial(_hand_in, path),
        float(head.get("earns", target.HONEST)),
        head.get("stock", ""),
        "tier 1" in head,
        "hurts itself" in head,
    )


def _hand_in(path: Path, course: Path, outside: Outside) -> None:
    """The released notebook with the cells of a file: answers in their places, all others before those."""
    source = _HEAD.sub("", path.read_text("utf8"))
    for word, value in outside.words(path.stem).items():
        source = source.replace(f"@{word}@", value)
    first, *others = _CELL.split(source)
    cells = [(None, first), *zip(others[::2], others[1::2], strict=True)]
    nb = target.answered(course, steps=target.ANSWERS["steps"])
    at = 1
    for kind, text in cells:
        if found := _MARKER.match(text.strip("\n")):
            answer = by_id(nb)[f"{target.NAME}-{found[1]}"]
            answer.source = text.strip("\n")
            at = nb.cells.index(answer) + 2  # behind its tests
        elif text.strip():
            nb.cells.insert(at, _cell(kind, text.strip("\n")))
            at += 1
    target.hand_in(course, path.stem, nb)


def _cell(kind: str | None, text: str) -> NotebookNode:
    if kind is None:
        return new_code_cell(text)
    return new_markdown_cell("\n".join(line.removeprefix("# ") for line in text.split("\n")))


def _all() -> dict[str, Attack]:
    found = [_read(path) for path in sorted(FOLDER.glob("*/*.py"))]
    found += [
        Attack(
            one.__name__, "notebook", (one.__doc__ or "").strip(), one, **whole.SPECIAL.get(one.__name__, {})
        )
        for one in whole.ALL
    ]
    return {attack.name: attack for attack in found}


ATTACKS = _all()
CATEGORIES = sorted({attack.category for attack in ATTACKS.values()})
