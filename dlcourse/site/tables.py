"""Sphinx extension: where a page says `<!-- workload -->`, say, a table made when the book is built."""

from pathlib import Path

from sphinx.application import Sphinx

from dlcourse.site import syllabus, workload

_TABLES = {"<!-- syllabus -->": syllabus.table, "<!-- workload -->": workload.table}


def setup(app: Sphinx) -> None:
    app.connect("source-read", _put)


def _put(app: Sphinx, page: str, text: list[str]) -> None:
    for place, table in _TABLES.items():
        if place in text[0]:
            text[0] = text[0].replace(place, table(Path(app.srcdir)))
