"""What a student wrote or showed, made so that no viewer of the graded notebook runs it.

nbgrader's formgrader and Jupyter show a notebook's HTML, scripts and all, with the rights of who looks at it.
"""

import re
from html.parser import HTMLParser
from typing import Any

from nbformat import NotebookNode

_PLAIN = ("text/plain", "image/png", "image/jpeg", "image/gif")
#: Elements that do something, load something, or change the look of the page around them.
_ACTIVE = {
    *("applet", "audio", "base", "embed", "form", "frame", "iframe", "input", "link", "meta", "object"),
    *("script", "style", "svg", "video"),
}
#: Without any of these, prose is words.
_SIGNS = ("<", "&", "](", "]:", "][")
_LONG = 5000  # characters of prose, of which a reader may make any depth
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def sanitize(nb: NotebookNode) -> None:
    """Clean a graded notebook in place: outputs, and prose that is not the instructor's."""
    for cell in nb.cells:
        given = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code":
            cell.outputs = [_output(output) for output in cell.outputs]
        elif cell.cell_type == "markdown" and not given.get("locked") and _acts(cell.source):
            cell.source = _as_text(cell.source)


def without_colors(text: str) -> str:
    """Text of a terminal without the codes that color it."""
    return _ANSI.sub("", text)


def clean(text: str, *, pictures: bool = True) -> str:
    """HTML without scripts, styles, forms, frames; without pictures, nothing in it is loaded either."""
    import nh3

    tags = nh3.ALLOWED_TAGS if pictures else nh3.ALLOWED_TAGS - {"img"}
    return nh3.clean(text, tags=tags, url_schemes={"https", "http", "mailto"})


def _output(output: NotebookNode) -> NotebookNode:
    if output.output_type not in ("display_data", "execute_result"):
        return output
    kept = {kind: output.data[kind] for kind in _PLAIN if kind in output.data}
    if "text/html" in output.data:
        kept["text/html"] = clean(_text(output.data["text/html"]))
    if "text/markdown" in output.data and not _acts(text := _text(output.data["text/markdown"])):
        kept["text/markdown"] = text
    if "text/latex" in output.data and "<" not in (text := _text(output.data["text/latex"])):
        kept["text/latex"] = text
    output.data = NotebookNode(kept or {"text/plain": f"[{', '.join(output.data)}: not shown]"})
    return output


def _text(data: Any) -> str:
    return data if isinstance(data, str) else "".join(map(str, data)) if isinstance(data, list) else str(data)


def _acts(source: str) -> bool:
    """Whether prose holds more than words and pictures, or cannot be read at all."""
    if len(source) < _LONG and not any(sign in source for sign in _SIGNS):
        return False
    from nbconvert.filters import markdown2html

    try:
        return _Looks(markdown2html(source)).found
    except Exception:  # a missing attachment, nested too deep: so a viewer would fail, too
        return True


class _Looks(HTMLParser):
    def __init__(self, page: str):
        super().__init__()
        self.found = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        odd = any(
            name.startswith("on") or "javascript:" in "".join((value or "").lower().split())
            for name, value in attributes
        )
        self.found = self.found or odd or tag in _ACTIVE


def _as_text(source: str) -> str:
    """The same as a block of code, behind a fence that nothing in it can close."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", source))])
    return f"{fence}\n{source}\n{fence}"
