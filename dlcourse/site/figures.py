"""Sphinx extension: the scripts of interactive figures, on the pages that show one and nowhere else."""

import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from dlcourse.figures import bundle

_ELEMENT = re.compile(r'<dl-figure name="([\w-]+)"')


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", _link)
    app.connect("build-finished", _copy)


def _link(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    if doctree is not None and any(_ELEMENT.search(raw.astext()) for raw in doctree.findall(nodes.raw)):
        app.add_css_file("figures/figures.css")
        app.add_js_file("figures/host.js", loading_method="defer")


def _copy(app: Sphinx, problem: Exception | None) -> None:
    if problem or app.builder.format != "html":
        return
    out = Path(app.outdir)
    pages = [(out / f"{page}.html").read_text("utf8") for page in app.env.found_docs]
    names = {name for page in pages for name in _ELEMENT.findall(page)}
    if not names:
        return
    folder = out / "_static" / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    files = {"figures.css": bundle.style(), "host.js": bundle.host()}
    for name, text in (files | {f"{name}.js": bundle.script(name) for name in names}).items():
        (folder / name).write_text(text, "utf8")
