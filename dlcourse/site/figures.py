"""Interactive figures on the finished pages: the scripts that they need, and a poster in each one's place.

A poster is what a figure shows before anybody has touched it, drawn while the book is built by the figure's
own script, in Node.js with linkedom in place of a browser. It is the same HTML and SVG that the script makes
on the page, so it has the same size at any width and follows the theme, and it stands there without
JavaScript, in print, and until the script has come.
"""

import json
import re
from html import unescape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from dlcourse.figures import bundle
from dlcourse.site import assets

_ELEMENT = re.compile(
    r'(?P<open><dl-figure name="(?P<name>[\w-]+)"[^>]* state="(?P<state>[^"]*)".*?)(?=</dl-figure>)', re.S
)
_SCRIPT = Path(__file__).with_name("poster.cjs")


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", _link)


def _link(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    if doctree is not None and any("<dl-figure " in raw.astext() for raw in doctree.findall(nodes.raw)):
        app.add_css_file("figures/figures.css")
        app.add_js_file("figures/host.js", loading_method="defer")


def finish(pages: dict[Path, str], static: Path, npm: Path) -> dict[Path, str]:
    """The pages with a poster in each figure; the figures' scripts and style are written to `static`.

    Parameters
    ----------
    pages : dict of Path to str
        Finished pages; nothing may edit their figures afterwards.
    static : Path
        The site's folder `_static`.
    npm : Path
        Where packages from npm are kept.
    """
    if shown := {name for name, _ in _found(pages)}:
        folder = static / "figures"
        folder.mkdir(parents=True)
        files = {"figures.css": bundle.style(), "host.js": bundle.host()}
        for file, text in (files | {f"{name}.js": bundle.script(name) for name in shown}).items():
            (folder / file).write_text(text, "utf8")
    return with_posters(pages, npm)


def with_posters(pages: dict[Path, str], npm: Path) -> dict[Path, str]:
    """The pages with a poster in each figure; parameters as for `finish`."""
    shown = sorted(_found(pages))
    drawn = posters([(bundle.script(name), json.loads(unescape(state))) for name, state in shown], npm)
    of = dict(zip(shown, drawn, strict=True))

    def with_poster(figure: re.Match) -> str:
        return f'{figure["open"]}<div class="dlf-poster" inert>{of[figure["name"], figure["state"]]}</div>'

    return {path: _ELEMENT.sub(with_poster, page) for path, page in pages.items()}


def _found(pages: dict[Path, str]) -> set[tuple[str, str]]:
    """Name and state of each figure on the pages."""
    found = [figure for page in pages.values() for figure in _ELEMENT.finditer(page)]
    if len(found) != (has := sum(page.count("<dl-figure ") for page in pages.values())):
        raise ExtensionError(
            f"{has} figures, {len(found)} of them as Figure.html writes them: adapt figures.py"
        )
    return {(figure["name"], figure["state"]) for figure in found}


def posters(shown: list[tuple[str, dict]], npm: Path) -> list[str]:
    """The HTML of each figure's poster.

    Parameters
    ----------
    shown : list of (str, dict)
        The script of a figure, from `bundle.script`, and its state.
    npm : Path
        Where packages from npm are kept.

    Raises
    ------
    RuntimeError
        If a script fails, or its figure does not come to rest.
    """
    if not shown:
        return []
    package = assets.packages(npm) / "linkedom"
    asked = [{"script": script, "state": state} for script, state in shown]
    return json.loads(assets.run("node", [str(_SCRIPT), str(package.resolve())], input=json.dumps(asked)))
