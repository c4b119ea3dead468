"""Sphinx extension: a tick at the end of each section, kept quiz answers, and a page that asks again.

What a reader did stays in the browser; the scripts in `scripts/` keep it, count it in the menu, and save it
to a file for another device. A section is ticked by hand, when its quiz is answered, and by the link that
`dlcourse check` prints. Without JavaScript the pages have no ticks, and the page that asks again has all
questions.
"""

import json
import re
from html import escape, unescape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from dlcourse.page import source
from dlcourse.page.output import STYLE, inline
from dlcourse.page.quiz import asked, questions
from dlcourse.site.verified import title

_SCRIPTS = Path(__file__).parent / "scripts"
_NAME = "reading.js"
#: In this order they are one script: browsers load no modules from file://, and one request is enough.
_PARTS = ("store.js", "tools.js", "ticks.js", "quiz.js", "recall.js", "start.js")
_QUESTION = re.compile(r'<details name="([^"]+)"')
_TICK = re.compile(r'<input type="checkbox" data-section="([^"]+)"')


class Recall(SphinxDirective):
    """```` ```{recall} ```` shows the quiz questions of all chapters, each with a link to its chapter."""

    def run(self) -> list[nodes.Node]:
        parts = []
        for path in sorted(source.book().glob("[0-9][0-9]_*.ipynb")):
            if path.stem not in self.env.found_docs:
                continue
            link = f'<p class="dlc-from">From <a href="{path.stem}.html">{inline(title(path))}</a></p>'
            topic = path.stem[3:]
            parts += [f'<div class="dlc">{asked(topic, one)}{link}</div>' for one in questions(topic)]
        html = f'{STYLE}<div class="dlc-recall">{"".join(parts)}</div>'
        return [nodes.raw("", html, format="html")]


def setup(app: Sphinx) -> None:
    app.add_directive("recall", Recall)
    app.add_js_file(_NAME, loading_method="defer")
    app.connect("doctree-resolved", _add_ticks)
    app.connect("build-finished", _write_script)


def add_ticks(doctree: nodes.document) -> None:
    """Put a checkbox at the end of each section of a page; it is hidden where no script runs."""
    for section in list(doctree.findall(nodes.section)):
        page = section.parent
        if isinstance(page, nodes.section) and isinstance(page.parent, nodes.document):
            name, title = section["ids"][0], section.next_node(nodes.title)
            section += nodes.raw("", tick(name, title.astext() if title else name), format="html")


def tick(section: str, title: str) -> str:
    """The checkbox of a section; `autocomplete` keeps browsers from ticking it by their own memory."""
    return (
        '<p class="dlc-tick pst-js-only d-print-none"><label>'
        f'<input type="checkbox" data-section="{escape(section)}" autocomplete="off" /> '
        f"Done: {escape(title)}</label></p>"
    )


def script(chapters: dict[str, list[str]], names: list[str]) -> str:
    """The site's script, which knows the sections with ticks, by page, and the quiz questions.

    Parameters
    ----------
    chapters : dict of str to list of str
        The ids of each page's sections, in their order; the page without `.html`.
    names : list of str
        The names of all questions.
    """
    parts = [(_SCRIPTS / name).read_text("utf8") for name in _PARTS]
    known = (
        f"const CHAPTERS = {json.dumps(chapters, sort_keys=True)};\nconst QUESTIONS = {json.dumps(names)};\n"
    )
    return "(() => {\n'use strict';\n" + known + "\n".join(parts) + "})();\n"


def _add_ticks(app: Sphinx, doctree: nodes.document, page: str) -> None:
    # a chapter has outcomes and is there to be read from its start to its end; other pages are looked up
    about = json.loads(app.env.metadata[page].get("dlcourse", "{}"))
    if app.builder.name == "html" and "outcomes" in about:
        add_ticks(doctree)


def _write_script(app: Sphinx, problem: Exception | None) -> None:
    if problem or app.builder.name != "html":
        return
    out = Path(app.outdir)
    pages = {page: (out / f"{page}.html").read_text("utf8") for page in app.env.found_docs}
    found = {page: _TICK.findall(html) for page, html in pages.items()}
    chapters = {page: [unescape(name) for name in names] for page, names in found.items() if names}
    names = sorted({name for html in pages.values() for name in _QUESTION.findall(html)})
    (out / "_static" / _NAME).write_text(script(chapters, names), "utf8")
