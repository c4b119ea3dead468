"""Sphinx extension: the first page shows a figure that moves, and the chapters as cards.

In Markdown the chapters are a list, `1. **[Name](file.ipynb)**: question`, which every reader of Markdown
shows; here its items get the chapter's cover, its minutes and those of its exercises.
"""

import re
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

from dlcourse import figures
from dlcourse.page import source
from dlcourse.page.card import reading_minutes
from dlcourse.page.exercises import effort, efforts


class LiveFigure(Directive):
    """```` ```{figure-live} Playground ```` shows `dlcourse.figures.Playground()` on a page without cells."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name not in figures.__all__:
            raise self.error(f"there is no figure {name!r}; the figures are {', '.join(figures.__all__)}")
        return [nodes.raw("", getattr(figures, name)().html(), format="html")]


def setup(app: Sphinx) -> None:
    app.add_directive("figure-live", LiveFigure)
    app.connect("doctree-resolved", _make_cards)


def with_covers(html: str, covers: dict[str, dict[str, str]]) -> str:
    """The finished first page, with the covers of chapters, from `covers.write`, on their cards."""

    def picture(place: re.Match) -> str:
        images = "".join(
            f'<img class="dlc-plot dlc-{theme} dark-light" src="{file}" alt="" loading="lazy" />'
            for theme, file in covers[place[1]].items()
        )
        return images and f'<div class="dlc-thumbnail">{images}</div>'

    return re.sub(r"<!-- cover of (\w+) -->", picture, html)


def _make_cards(app: Sphinx, doctree: nodes.document, page: str) -> None:
    if page != app.config.root_doc or app.builder.format != "html":
        return
    runs, read, practice = source.timings()["chapters"], 0, 0
    for item in doctree.findall(nodes.list_item):
        link = next(item.findall(nodes.reference), None)
        if (
            not isinstance(item.parent, nodes.enumerated_list)
            or link is None
            or ".html" not in link["refuri"]
        ):
            continue
        name = link["refuri"].partition(".html")[0]
        minutes = reading_minutes(source.notebook(Path(app.srcdir) / f"{name}.ipynb"))
        facts = f"{minutes} min to read"
        if seconds := runs.get(name, {}).get("seconds"):
            facts += f", runs in {seconds:.0f} s"
        if (assignment := source.assignments() / name[3:] / f"{name[3:]}.ipynb").is_file():
            facts += f"; {effort(nb := source.notebook(assignment))}"
            practice += sum(minutes for _, minutes in efforts(nb))
        read += minutes
        item.parent["classes"] = ["dlc-chapters"]
        item.insert(0, nodes.raw("", f"<!-- cover of {name} -->", format="html"))
        item.append(nodes.paragraph("", facts, classes=["dlc-facts"]))
        chapters = item.parent
    if read:
        hours = [round(minutes / 60) for minutes in (read, practice)]
        text = "All of it: about {} hours to read and {} hours of exercises.".format(*hours)
        chapters.parent.insert(chapters.parent.index(chapters) + 1, nodes.paragraph("", text))
