"""The page of cited works, made from `book/references.bib`; a Sphinx extension makes it anew in each build.

The committed `book/references.md` is the same text, for readers of the notebooks:
`python -m dlcourse.site.references` writes it.
"""

import re
import sys
from pathlib import Path

from docutils import nodes
from pybtex.backends.plaintext import Backend
from pybtex.database import Entry, Person, parse_string
from pybtex.richtext import Text
from sphinx.application import Sphinx
from sphinx.util import logging

from dlcourse.site import layout

_LOG = logging.getLogger(__name__)
_PAGE = "references"
_PLAIN = Backend()  # asked for by its name, it is looked up among all installed packages each time
_HEAD = """# References

Every work that a chapter cites, by author and year.
<!-- made from references.bib by `python -m dlcourse.site.references`: edit that file, not this one -->
"""


def setup(app: Sphinx) -> None:
    app.connect("source-read", _make_page)
    app.connect("doctree-read", _declare_anchors)


def render(bibtex: str) -> str:
    """The page in markdown: one list item a work, sorted by author and year, with its key as anchor.

    Parameters
    ----------
    bibtex : str
        Entries with at least author, title and year; a doi or url becomes a link.

    Raises
    ------
    ValueError
        If an entry lacks one of them; every such entry is named.
    """
    works = parse_string(bibtex, "bibtex").entries.values()
    problems = []
    for work in works:
        lacking = [field for field in ("title", "year") if field not in work.fields]
        lacking += [] if work.persons.get("author") else ["author"]
        if lacking:
            problems.append(f"{work.key} lacks {', '.join(lacking)}")
    if problems:
        raise ValueError("references.bib is incomplete: " + "; ".join(problems))
    items = sorted((_surnames(work).casefold(), work.fields["year"], _item(work)) for work in works)
    return _HEAD + "\n" + "\n".join(item for *_, item in items) + "\n"


def write(book: Path) -> Path:
    """Write `references.md` into the folder `book`, from the `references.bib` there."""
    page = book / "references.md"
    layout.write(page, render((book / "references.bib").read_text("utf8")).encode())
    return page


def _item(work: Entry) -> str:
    """`- **Rosenblatt 1958.** Frank Rosenblatt. *Title.* Where. Link.`, with an anchor in front."""
    authors = [
        _text(str(person).partition(",")[2] + " " + " ".join(_last(person)))
        for person in work.persons["author"]
    ]
    parts = [_joined(authors) + ".", f"*{_text(work.fields['title'])}*.", _where(work)]
    fields = work.fields
    link = ""  # some old proceedings have no address
    if "doi" in fields:
        link = f"[doi:{fields['doi']}](https://doi.org/{fields['doi']})"
    elif "url" in fields:
        link = f"<{fields['url']}>"
    label = f"{_surnames(work)} {fields['year']}"
    return f'- <a id="{work.key}"></a>**{label}.** ' + " ".join(part for part in [*parts, link] if part)


def _where(work: Entry) -> str:
    """Journal, volume, number and pages, or whatever else the entry says about where it appeared."""
    fields = {name: _text(value) for name, value in work.fields.items()}
    place = next(
        (fields[n] for n in ("journal", "booktitle", "publisher", "school", "institution") if n in fields), ""
    )
    if not place:
        return fields.get("note", "").removesuffix(".") + "." if "note" in fields else ""
    if "volume" in fields:
        place += f" {fields['volume']}" + (f"({fields['number']})" if "number" in fields else "")
    return place + (f", {fields['pages']}" if "pages" in fields else "") + "."


def _surnames(work: Entry) -> str:
    names = [_text(" ".join(_last(person))) for person in work.persons["author"]]
    return names[0] + " et al." if len(names) > 3 else _joined(names)


def _last(person: Person) -> list[str]:
    return [*person.prelast_names, *person.last_names]


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _text(latex: str) -> str:
    """LaTeX of a field as plain text that markdown leaves alone."""
    plain = Text.from_latex(latex).render(_PLAIN).replace("--", "–")
    return re.sub(r"([*_<\[\]])", r"\\\1", " ".join(plain.split()))


def _make_page(app: Sphinx, page: str, source: list[str]) -> None:
    if page != _PAGE:
        return
    try:
        source[0] = render((Path(app.srcdir) / "references.bib").read_text("utf8"))
    except ValueError as problem:
        _LOG.warning("%s", problem, location=page)


def _declare_anchors(app: Sphinx, doctree: nodes.document) -> None:
    """Let `references.md#key` resolve as a heading does, so that a citation of nothing is a warning."""
    if app.env.docname == _PAGE:
        slugs = app.env.metadata[_PAGE].setdefault("myst_slugs", {})
        for anchor in doctree.findall(nodes.raw):
            for key in re.findall(r'<a id="([^"]+)">', anchor.astext()):
                slugs[key] = (anchor.line, key, key)


if __name__ == "__main__":
    print(f"wrote {write(Path(sys.argv[1] if len(sys.argv) > 1 else 'book'))}")
