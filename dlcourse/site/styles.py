"""Sphinx extension: one style sheet for the whole site, with what its pages use and no more.

The theme and the extensions bring ten, which hold up the first sight of a page, and nine tenths of whose
rules apply to nothing here. PurgeCSS, from npm, reads the finished pages and scripts and leaves those out.
"""

import hashlib
import json
import posixpath
import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from dlcourse.site import assets

_LINK = re.compile(r'\s*<link (?=[^>]*rel="stylesheet")[^>]*?href="((?:\.\./)*_static/([^"?]+)[^"]*)"[^>]*>')
_IMPORT = re.compile(r'@import "([^"]+)";')
_URL = re.compile(r"""url\((["']?)(?!data:|#|["'])([^"')]+)\1\)""")
_SCRIPT = Path(__file__).with_name("purge.cjs")
_NAME = "site.css"


def setup(app: Sphinx) -> None:
    app.connect(
        "build-finished", _finish, priority=620
    )  # after the pages and the icons are what they will be


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
    css = re.sub(r'@charset "[^"]*";', "", css)
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


def _finish(app: Sphinx, problem: Exception | None) -> None:
    if problem or app.builder.format != "html":
        return
    out = Path(app.outdir)
    static = out / "_static"
    pages = {path: path.read_text("utf8") for path in sorted(out.glob("*.html"))}
    names: list[str] = []  # a page that has fewer has them in the same order, and the course's own come last
    for html in pages.values():
        here = [name for _, name in _LINK.findall(html)]
        for before, name in zip(["", *here], here, strict=False):
            if name not in names:
                names.insert(names.index(before) + 1 if before else 0, name)
    if not names or names == [_NAME]:
        return
    files = [*pages, *static.rglob("*.js")]
    css = purge(bundle(static, names), files, Path(app.srcdir).parent / "npm")
    (static / _NAME).write_text(css, "utf8")
    digest = hashlib.sha256(css.encode()).hexdigest()[:12]
    for path, html in pages.items():
        links = _LINK.findall(html)
        if not links:
            continue
        up = links[0][0].partition("_static/")[0]
        one = f'\n    <link rel="stylesheet" href="{up}_static/{_NAME}?v={digest}" />'
        first = True

        def single(_link: re.Match, one: str = one) -> str:
            nonlocal first
            was, first = first, False
            return one if was else ""

        path.write_text(_LINK.sub(single, html), "utf8")
