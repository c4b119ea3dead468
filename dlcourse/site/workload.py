"""The table of the assignments, and their work."""

from collections.abc import Iterator
from pathlib import Path

from dlcourse.page import source
from dlcourse.page.exercises import due_week, efforts, graded

_HEAD = [
    "| assignment | builds on | points | by hand | minutes | week of 14 | week of 7 |",
    "|---|---|--:|--:|--:|--:|--:|",
]


def table(book: Path) -> str:
    """The assignments of the chapters in a folder in markdown: a row each, and their sums."""
    found = {path.stem[3:]: path for path in sorted(book.glob("[0-9][0-9]_*.ipynb"))}
    chapters = {topic: path for topic, path in found.items() if (source.assignments() / topic).is_dir()}
    lines, sums = [*_HEAD], [0.0, 0.0, 0.0]
    for i, (topic, path) in enumerate(chapters.items()):
        numbers = list(_work(topic))
        sums = [a + b for a, b in zip(sums, numbers, strict=True)]
        needs = source.course_metadata(path, "needs")["needs"]
        before = " ".join(sorted(found[need].stem[:2] for need in needs))
        weeks = [due_week(i, len(chapters), term) for term in (14, 7)]
        lines.append(f"| [{path.stem[:2]} {topic}]({path.name}) | {before} | {_cells(*numbers, *weeks)} |")
    return "\n".join([*lines, f"| all | | {_cells(*sums)} | | |", ""])


def _work(topic: str) -> Iterator[float]:
    """Points, those of them that a person gives, and minutes."""
    nb = source.notebook(source.assignment(topic))
    yield sum(points for _, points, _ in graded(nb, topic))
    yield sum(points for _, points, by_hand in graded(nb, topic) if by_hand)
    yield sum(minutes for _, minutes in efforts(nb))


def _cells(*numbers: float) -> str:
    return " | ".join(f"{number:g}" for number in numbers)
