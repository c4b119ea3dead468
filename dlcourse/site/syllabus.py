"""The table of the syllabus: each of its items, and what covers it."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from myst_parser.mdit_to_docutils.base import default_slugify

from dlcourse import figures
from dlcourse.page import source
from dlcourse.page.exercises import graded
from dlcourse.site.verified import title

_HEADING = re.compile(r"^#{1,4} (.+)$", re.M)
_FIGURE = re.compile(rf"^({'|'.join(figures.__all__)})\(|^show\(", re.M)


@dataclass
class Section:
    """A section of a page: its heading and, in their order, its figures: a class's name, or "" if drawn."""

    page: str
    heading: str
    figures: list[str]

    @property
    def link(self) -> str:
        return f"[{self.heading}]({self.page}#{default_slugify(self.heading)})"


def sections(path: Path) -> dict[str, Section]:
    """The sections of a chapter or a page by their headings; the first has the page's title, or ""."""
    if path.suffix == ".md":
        found = _HEADING.findall(path.read_text("utf8"))
        return {heading: Section(path.name, heading, []) for heading in found}
    first = Section(path.name, title(path), [])
    result = {first.heading: first, "": first}
    current = first
    for cell in source.notebook(path)["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            for heading in _HEADING.findall(text):
                current = result.setdefault(heading, Section(path.name, heading, []))
        else:
            current.figures += _FIGURE.findall(text)
    return result


def table(book: Path) -> str:
    """The syllabus in markdown: for each of its parts a table from items to sections, exercises and figures.

    Parameters
    ----------
    book : Path
        The folder with the chapters and `syllabus.toml`.

    Raises
    ------
    ValueError
        If an item names a section or an exercise that is not there, or if an item that chapters cover
        lacks an exercise or a figure.
    """
    paths = [*sorted(book.glob("*.ipynb")), *sorted(book.glob("*.md"))]
    pages = {path.stem: sections(path) for path in paths}
    lines = []
    for part, items in tomllib.loads((book / "syllabus.toml").read_text("utf8")).items():
        lines += [f"## {part}", "", "| in the syllabus | where | exercise | figure |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(_row(pages, item))} |" for item in items]
        lines.append("")
    return "\n".join(lines)


def _row(pages: dict[str, dict[str, Section]], item: dict[str, Any]) -> list[str]:
    places = [_section(pages, place) for place in item["in"]]
    tasks = [_exercise(pages, name) for name in item.get("exercise", [])]
    elsewhere = [_section(pages, item["figure"])] if "figure" in item else []
    drawn = [section for section in [*places, *elsewhere] if section.figures]
    if any(place[:2].isdigit() for place in item["in"]) and not (tasks and drawn):
        raise ValueError(f"the syllabus's item {item['item']!r} has no {'figure' if tasks else 'exercise'}")
    return [
        item["item"],
        ", ".join(f"{_number(section)}{section.link}" for section in places),
        ", ".join(tasks),
        _figure(drawn[0]) if drawn else "",
    ]


def _section(pages: dict[str, dict[str, Section]], place: str) -> Section:
    page, _, heading = place.partition("#")
    if heading not in pages.get(page, {}):
        raise ValueError(f"the syllabus names {place!r}, and there is no such section")
    return pages[page][heading]


def _exercise(pages: dict[str, dict[str, Section]], name: str) -> str:
    topic, _, task = name.partition(" ")
    if task not in [known for known, *_ in graded(source.notebook(source.assignment(topic)), topic)]:
        raise ValueError(f"the syllabus names the exercise {name!r}, and there is no such exercise")
    return f"[{task}]({source.chapter(topic).name}#exercises)"


def _figure(section: Section) -> str:
    live = next(filter(None, section.figures), "")
    return f"[{live or 'drawn'}]({section.page}#{default_slugify(section.heading)})"


def _number(section: Section) -> str:
    return f"{section.page[:2]} " if section.page[:2].isdigit() else ""
