"""Sphinx extension: the glossary is checked, gets an A to Z, and its words explain themselves everywhere."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

_LOG = logging.getLogger(__name__)
_PAGE = "glossary"
_INTRODUCED = re.compile(r"^Introduced in \[[^\]]+\]\([^)]+\)\.$")


@dataclass(frozen=True)
class Entry:
    """One term: its name, its definition as plain text, and the line that says where it is introduced."""

    term: str
    definition: str
    introduced: str


def setup(app: Sphinx) -> None:
    app.connect("source-read", _check_source)
    app.connect("doctree-read", _add_letters)
    app.connect("doctree-resolved", _explain_links)


def entries(markdown: str) -> list[Entry]:
    """The entries of a glossary page, in its order: a `## Term`, its definition, where it is introduced."""
    found = []
    for section in re.split(r"^## ", markdown, flags=re.M)[1:]:
        term, *lines = (line.strip() for line in section.strip().splitlines())
        introduced = lines.pop() if lines and lines[-1].startswith("Introduced in ") else ""
        found.append(Entry(term, _plain(" ".join(filter(None, lines))), introduced))
    return found


def problems(markdown: str) -> list[str]:
    """What is wrong with a glossary page: entries out of order, twice, empty or without a chapter."""
    found = entries(markdown)
    wrong = [
        f"{entry.term!r} lacks its last line, 'Introduced in [Chapter](file.ipynb).'"
        for entry in found
        if not _INTRODUCED.match(entry.introduced)
    ]
    wrong += [f"{entry.term!r} has no definition" for entry in found if not entry.definition]
    for before, after in pairwise(found):
        if before.term.casefold() == after.term.casefold():
            wrong.append(f"{after.term!r} is there twice")
        elif before.term.casefold() > after.term.casefold():
            wrong.append(f"{after.term!r} belongs before {before.term!r}: the order is alphabetical")
    return wrong


def _plain(markdown: str) -> str:
    return re.sub(r"[`*$]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown))


def _check_source(app: Sphinx, page: str, source: list[str]) -> None:
    if page == _PAGE:
        for problem in problems(source[0]):
            _LOG.warning("%s", problem, location=page)


def _add_letters(app: Sphinx, doctree: nodes.document) -> None:
    """Put links to the first term of each letter under the title."""
    terms = [node for node in doctree.findall(nodes.section) if isinstance(node.parent, nodes.section)]
    if app.env.docname != _PAGE or not terms:
        return
    first: dict[str, str] = {}
    for term in terms:
        first.setdefault(term[0].astext()[0].upper(), term["ids"][0])
    row = nodes.paragraph(classes=["dlc-letters"])
    for letter, target in first.items():
        row += [nodes.reference("", letter, refid=target, internal=True), nodes.Text(" ")]
    terms[0].parent.insert(terms[0].parent.index(terms[0]), row)


def _explain_links(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Give each link to a term its definition as hover text."""
    if _PAGE not in app.env.found_docs:
        return
    address = app.builder.get_relative_uri(page, _PAGE) + "#"
    meaning = {
        entry.term: entry.definition for entry in entries(Path(app.env.doc2path(_PAGE)).read_text("utf8"))
    }
    term_at = {target: term for _, target, term in app.env.metadata[_PAGE].get("myst_slugs", {}).values()}
    for link in doctree.findall(nodes.reference):
        term = term_at.get(link.get("refuri", "").removeprefix(address))
        if page != _PAGE and term in meaning:
            link["classes"].append("dlc-term")
            link["reftitle"] = meaning[term]
