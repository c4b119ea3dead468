"""What feeds and messengers show of a link to a page: its title, a sentence and a picture.

The picture of a chapter, its cover, is its first plot, or that of the cell with the tag `thumbnail`; other
pages have the picture of the site, `assets/site.png`.
"""

import re
import shutil
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError

_PLOT = re.compile(r'<img class="dlc-plot dlc-(?P<theme>light|dark)[^>]* src="(?P<file>[^"]+)"')
_CELL = re.compile(r'<div class="cell\b')
_TAGGED = re.compile(r'<div class="cell\b[^"]*\btag_thumbnail\b')
_FOLDER = "_images/covers"
_WIDTH = 1200  # pixels


def cover(html: str) -> dict[str, str]:
    """The files of a page's cover by theme, "light" and "dark"; none if it shows no plot.

    Parameters
    ----------
    html : str
        The page, with its plots as files.

    Raises
    ------
    ExtensionError
        If a cell has the tag `thumbnail` and shows no plot.
    """
    tagged = _TAGGED.search(html)
    text = _CELL.split(html[tagged.start() :])[1] if tagged else html
    found = {plot["theme"]: plot["file"] for plot in reversed(list(_PLOT.finditer(text)))}
    if tagged and not found:
        raise ExtensionError("a cell with the tag `thumbnail` shows no plot")
    return found


def write(pages: dict[Path, str], out: Path, source: Path) -> dict[str, dict[str, str]]:
    """Write the pictures that the pages name, below `out`; the cover of each page, by the page's name.

    Parameters
    ----------
    pages : dict of Path to str
        The finished pages, with their plots as files.
    out, source : Path
        The folder of the site, and that of its sources, which may hold `assets/site.png`.
    """
    from resvg_py import svg_to_bytes

    folder = out / _FOLDER
    folder.mkdir(parents=True)
    if (site := source / "assets/site.png").is_file():
        shutil.copy(site, folder)
    covers = {path.stem: cover(html) for path, html in pages.items()}
    for name, plots in covers.items():
        if plots:
            png = svg_to_bytes(svg_path=str(out / plots["light"]), width=_WIDTH, background="white")
            (folder / f"{name}.png").write_bytes(png)
    return covers


def tags(page: str, title: str, description: str, base: str, doctree: nodes.document) -> str:
    """The elements of a page's head that say what to show of a link to it; `base` is the site's address."""
    plots = any('class="dlc-figure"' in raw.astext() for raw in doctree.findall(nodes.raw))
    said = {
        "type": "article" if plots else "website",
        "title": re.sub(r"<[^>]+>", "", title),
        "description": description,
        "url": f"{base}{page}.html",
        "image": f"{base}{_FOLDER}/{page if plots else 'site'}.png",
    }
    return "".join(
        f'\n    <meta property="og:{name}" content="{escape(text, quote=True)}" />'
        for name, text in said.items()
    )
