"""One style sheet for the whole site, with what its pages use and no more.

The theme and the extensions bring ten, which hold up the first sight of a page, and nine tenths of whose
rules apply to nothing here. PurgeCSS, from npm, reads the finished pages and scripts and leaves those out.
"""

import hashlib
import json
import posixpath
import re
from pathlib import Path

from sphinx.errors import ExtensionError

from dlcourse.site import assets

_LINK = re.compile(r'\s*<link (?=[^>]*rel="stylesheet")[^>]*?href="_static/([^"?]+)[^"]*"[^>]*>')
_IMPORT = re.compile(r'@import "([^"]+)";')
#: Every browser that shows the rest of a page reads woff2, the first format that a font is there in.
_OLD_FONT = re.compile(r',url\([^)]*\.(?:woff|ttf)\) format\("[a-z]+"\)')
_URL = re.compile(r"""url\((["']?)(?!data:|#|["'])([^"')]+)\1\)""")
_SCRIPT = Path(__file__).with_name("purge.cjs")
NAME = "site.css"


def bundle(static: Path, names: list[str]) -> str:
    """Style sheets in their order as one, for the folder `static`, in which they are.

    Raises
    ------
    ExtensionError
        If one imports another from elsewhere, or is not there.
    """
    return "\n".join(_sheet(static, name) for name in names)


def _sheet(static: Path, name: str) -> str:
    path, folder = static / name, posixpath.dirname(name)
    if not path.is_file():
        raise ExtensionError(f"a page asks for the style sheet {name}, which is not among the site's files")
    css = path.read_text("utf8").removeprefix("\ufeff")
    css = _OLD_FONT.sub("", re.sub(r'@charset "[^"]*";', "", css))
    inside = {
        found: _sheet(static, posixpath.normpath(posixpath.join(folder, found)))
        for found in _IMPORT.findall(css)
    }
    css = _IMPORT.sub("", css)
    css = _URL.sub(lambda m: f'url("{posixpath.normpath(posixpath.join(folder, m[2]))}")', css)
    return "\n".join([*inside.values(), css])


def purge(css: str, files: list[Path], npm: Path) -> str:
    """What of a style sheet the files, pages and scripts, can use.

    Raises
    ------
    RuntimeError
        If Node.js or npm is missing or fails.
    """
    package = assets.packages(npm) / "purgecss"
    asked = {"css": css, "content": [str(path.resolve()) for path in files]}
    return assets.run("node", [str(_SCRIPT), str(package.resolve())], input=json.dumps(asked))


def in_one_sheet(pages: dict[Path, str], static: Path, npm: Path) -> dict[Path, str]:
    """The pages with a link to one style sheet, which is written in place of those that they link to.

    Parameters
    ----------
    pages : dict of Path to str
        As they lie in their files.
    static : Path
        The site's folder `_static`.
    npm : Path
        Where packages from npm are kept.
    """
    names: list[str] = []  # a page that has fewer has them in the same order, and the course's own come last
    for html in pages.values():
        here = _LINK.findall(html)
        for before, name in zip(["", *here], here, strict=False):
            if name not in names:
                names.insert(names.index(before) + 1 if before else 0, name)
    css = purge(bundle(static, names), [*pages, *static.rglob("*.js")], npm)
    for name in names:
        (static / name).unlink()
    (static / NAME).write_text(css, "utf8")
    digest = hashlib.sha256(css.encode()).hexdigest()[:12]
    link = f'\n    <link rel="stylesheet" href="_static/{NAME}?v={digest}" />'
    return {path: _linked(html, link) for path, html in pages.items()}


def _linked(html: str, link: str) -> str:
    """A page with `link` in place of all that it has."""
    if (first := _LINK.search(html)) is None:
        return html
    return html[: first.start()] + link + _LINK.sub("", html[first.end() :])
