"""Sphinx extension: mathematics becomes HTML and MathML while the book is built; pages need no script.

KaTeX comes from npm and runs in Node.js, once a page.
"""

import json
import shutil
from html import escape, unescape
from pathlib import Path
from typing import Any, Literal

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from dlcourse.site import assets
from dlcourse.site.fonts import subset

_LOG = logging.getLogger(__name__)
_CSS = "katex/katex.min.css"
_SCRIPT = Path(__file__).with_suffix(".cjs")


def setup(app: Sphinx) -> None:
    app.add_html_math_renderer("katex", (_visit_inline, None), (_visit_block, None))
    app.connect("doctree-resolved", _render_page, priority=900)  # after everything that may add a formula
    app.connect("html-page-context", _link_stylesheet)
    app.connect("build-finished", _copy_stylesheet)


def render(
    formulas: list[tuple[str, bool]], dist: Path, output: Literal["htmlAndMathml", "mathml"] = "htmlAndMathml"
) -> list[dict[str, str]]:
    """For each formula, `{"html": ...}` with HTML and MathML, or `{"problem": ...}`: where KaTeX stopped.

    Parameters
    ----------
    formulas : list of (str, bool)
        TeX, and whether it stands on a line of its own.
    dist : Path
        KaTeX's folder of that name.
    output : {"htmlAndMathml", "mathml"}
        What to make; "mathml" needs neither style sheet nor fonts.
    """
    if not formulas:
        return []
    arguments = [str(_SCRIPT), str((dist / "katex.js").resolve()), output]
    return json.loads(assets.run("node", arguments, input=json.dumps(formulas)))


def package(npm_folder: Path) -> Path:
    """KaTeX's `dist` folder, fetched by npm if need be."""
    return assets.packages(npm_folder) / "katex" / "dist"


def _dist(app: Sphinx) -> Path:
    return package(Path(app.srcdir).parent / "npm")


def _is_formula(node: nodes.Node) -> bool:
    return isinstance(node, (nodes.math, nodes.math_block))


def _render_page(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Keep on each formula of a page the HTML that the writer will put out."""
    formulas: list[Any] = list(doctree.findall(_is_formula))
    asked = [(node.astext(), isinstance(node, nodes.math_block)) for node in formulas]
    if app.builder.format != "html" or not asked:
        return
    rendered = render(asked, _dist(app), "mathml" if app.builder.name == "epub" else "htmlAndMathml")
    for node, (tex, _), done in zip(formulas, asked, rendered, strict=True):
        if problem := done.get("problem"):
            _LOG.warning("%s (in the formula %s)", problem, " ".join(tex.split()), location=node)
        node["dlcourse_html"] = done.get("html", f"<code>{escape(tex)}</code>")
    for node in doctree.findall(nodes.math):
        _join_punctuation(node)


def _join_punctuation(node: nodes.math) -> None:
    """Take the punctuation around an inline formula to it: browsers would break the line between them."""
    place, around = node.parent.index(node), node.parent.children
    node["dlcourse_before"] = node["dlcourse_after"] = ""
    if place + 1 < len(around) and isinstance(after := around[place + 1], nodes.Text):
        rest = after.lstrip(".,:;!?)]’”")
        node["dlcourse_after"] = after[: len(after) - len(rest)]
        node.parent[place + 1] = nodes.Text(rest)  # replace() would find the first text that reads the same
    if place and isinstance(before := around[place - 1], nodes.Text):
        rest = before.rstrip("([‘“")
        node["dlcourse_before"] = before[len(rest) :]
        node.parent[place - 1] = nodes.Text(rest)


def _visit_inline(self: Any, node: nodes.math) -> None:
    # no break at its ends, and inside it where KaTeX allows one
    html = node["dlcourse_html"].replace('<span class="katex-base">', '<wbr /><span class="katex-base">')
    before, after = escape(node["dlcourse_before"]), escape(node["dlcourse_after"])
    self.body.append(f'<span class="math notranslate nohighlight">{before}{html}{after}</span>')
    raise nodes.SkipNode


def _visit_block(self: Any, node: nodes.math_block) -> None:
    # a formula wider than the page scrolls in its own box; the theme's class lets the keyboard reach it
    boxed = "math notranslate nohighlight pst-scrollable-table-container"
    self.body.append(self.starttag(node, "div", CLASS=boxed))
    if node.get("number"):
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(node["dlcourse_html"] + "</div>\n")
    raise nodes.SkipNode


def _link_stylesheet(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document) -> None:
    if doctree is not None and any(doctree.findall(_is_formula)):
        app.add_css_file(_CSS)


def _copy_stylesheet(app: Sphinx, problem: Exception | None) -> None:
    if problem or app.builder.name != "html":
        return
    dist, out = _dist(app), Path(app.outdir) / "_static" / Path(_CSS).parent
    shown = {ord(c) for page in Path(app.outdir).glob("*.html") for c in unescape(page.read_text("utf8"))}
    for font in (dist / "fonts").glob("*.woff2"):
        subset(font, out / "fonts" / font.name, shown)
    shutil.copy(dist / "katex.min.css", out)
