"""HTML as XHTML without scripts, forms and what else a book on paper could not show.

Readers of EPUB parse pages as XML. Those of the site hold HTML from many hands (outputs of cells, posters of
figures, markdown), in which elements stay open and attributes have no values.
"""

import re
from html import escape, unescape
from html.parser import HTMLParser

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SCOPE = {"svg": "http://www.w3.org/2000/svg", "math": "http://www.w3.org/1998/Math/MathML"}
_ATTRIBUTE = re.compile(r"""([^\s=/<>"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?""")
#: What answers to a hand, and the links and the setup that only the site and notebooks need.
_DROPPED = {"script", "style", "link", "button", "select", "fieldset", "textarea"}
_DROPPED_CLASSES = {"headerlink", "expanded", "dlc-setup"}
_DROPPED_CLASSES |= {"dlf-controls", "dlf-predict", "dlf-ask", "dlf-buttons"}
_PICTURES = {"dlf-net", "dlf-maps"}  # their buttons are pictures
_DROPPED_ATTRIBUTES = {"inert", "tabindex", "loading", "decoding", "autocomplete", "state"}
#: What the schema of EPUB does not know, by element.
_UNKNOWN = {"details": {"name"}, "mtable": {"width"}, "mtd": {"width"}}


def xhtml(html: str) -> str:
    """The content of a page as well-formed XHTML, as it looks before anybody has touched it."""
    made = _Xhtml()
    made.feed(html)
    made.close()
    return made.text()


class _Xhtml(HTMLParser):
    """Writes what it reads again; elements that were left open end with those around them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._open: list[tuple[str, set[str]]] = []  # names as they are written (SVG has capitals), classes
        self._dropping = 0  # how many elements are open down to the one that is left out

    def text(self) -> str:
        return "".join([*self._out, *(f"</{name}>" for name, _ in reversed(self._open))])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, dict(attrs), closed=tag in _VOID)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, dict(attrs), closed=True)

    def handle_endtag(self, tag: str) -> None:
        tag = self._renamed(tag)
        if tag not in (name.lower() for name, _ in self._open):
            return
        name = ""
        while name.lower() != tag:
            name, _ = self._open.pop()
            self._write(f"</{name}>")
            if len(self._open) < self._dropping:
                self._dropping = 0

    def handle_data(self, data: str) -> None:
        self._write(escape(data, quote=False))

    def _start(self, tag: str, attrs: dict[str, str | None], *, closed: bool) -> None:
        if tag == "input":
            self._write(_in_print(attrs))
            return
        classes = set((attrs.get("class") or "").split())
        if not self._dropping and self._is_dropped(tag, classes):
            if closed:
                return
            self._dropping = len(self._open) + 1
        (name, _), *pairs = _ATTRIBUTE.findall(self.get_starttag_text() or tag)
        without = _DROPPED_ATTRIBUTES | _UNKNOWN.get(tag, set())
        told = {key: unescape(value.strip("\"'")) for key, value in pairs if key not in without}
        if tag in _SCOPE:
            told.setdefault("xmlns", _SCOPE[tag])
        name = name if tag != "p" else self._renamed(tag)
        written = "".join(f' {key}="{escape(value)}"' for key, value in told.items())
        self._write(f"<{name}{written}{' /' if closed else ''}>")
        if not closed:
            self._open.append((name, classes))

    def _renamed(self, tag: str) -> str:
        """A paragraph in a summary is no paragraph."""
        return "span" if tag == "p" and any(name == "summary" for name, _ in self._open) else tag

    def _is_dropped(self, tag: str, classes: set[str]) -> bool:
        picture = tag == "button" and any(_PICTURES & around for _, around in self._open)
        return not picture and (tag in _DROPPED or bool(_DROPPED_CLASSES & classes))

    def _write(self, text: str) -> None:
        if not self._dropping:
            self._out.append(text)


def _in_print(attrs: dict[str, str | None]) -> str:
    """What stands for a field of a form: a box to tick, a number, or nothing."""
    if attrs.get("type") == "checkbox":
        return "☐ "
    return escape(attrs.get("value") or "") if attrs.get("type") == "number" else ""
