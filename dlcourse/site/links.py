"""Check a built site: every internal link and anchor resolves, and no page asks anything of another host."""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: What a browser fetches by itself when it shows the page; an `<a href>` is followed only by a click.
_FETCHED = {
    "script": ("src",), "img": ("src", "srcset"), "iframe": ("src",), "source": ("src", "srcset"),
    "audio": ("src",), "video": ("src", "poster"), "embed": ("src",), "object": ("data",),
    "use": ("href", "xlink:href"), "image": ("href", "xlink:href"), "input": ("src",),
}  # fmt: skip
_FETCHED_LINKS = {
    "stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "manifest",
}  # fmt: skip


class _Page(HTMLParser):
    """What one page links to, fetches and can be linked at."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.anchors: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value for name, value in attrs if value is not None}
        self.anchors.update(values[name] for name in ("id", "name") if name in values)
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag == "link" and _FETCHED_LINKS & set(values.get("rel", "").split()):
            self.fetched.append(values.get("href", ""))
        elif tag == "link" and "href" in values:
            self.links.append(values["href"])
        self.fetched += [values[name] for name in _FETCHED.get(tag, ()) if name in values]


def problems(site: Path) -> list[str]:
    """Every broken link, missing file and third-party request of the site in a folder, one line each."""
    pages = {
        path: _Page(path.read_text("utf8"))
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.parts
    }
    if not pages:
        raise ValueError(f"{site} holds no pages; build the book first")
    found = [line for path, page in pages.items() for line in _problems(site, path, page, pages)]
    return found + [line for path in sorted(site.rglob("*.css")) for line in _stylesheet_problems(site, path)]


def _problems(site: Path, path: Path, page: _Page, pages: dict[Path, _Page]) -> Iterator[str]:
    here = path.relative_to(site)
    for address in page.fetched:
        parts = urlsplit(address)
        if parts.netloc or parts.scheme in ("http", "https"):
            yield f"{here}: fetches {address} from another host"
        elif parts.scheme != "data" and parts.path and not (path.parent / unquote(parts.path)).is_file():
            yield f"{here}: fetches {address}, which does not exist"
    for address in page.links:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if not target.is_file():
            yield f"{here}: links to {address}, which does not exist"
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
            yield f"{here}: links to {address}, and there is no such anchor"


def _stylesheet_problems(site: Path, path: Path) -> Iterator[str]:
    here = path.relative_to(site)
    for address in re.findall(r"""(?:url\(|@import )\s*['"]?([^'")\s;]+)""", path.read_text("utf8")):
        parts = urlsplit(address)
        if parts.netloc:
            yield f"{here}: fetches {address} from another host"
        elif parts.scheme != "data" and parts.path and not (path.parent / unquote(parts.path)).is_file():
            yield f"{here}: fetches {address}, which does not exist"


if __name__ == "__main__":
    found = problems(Path(sys.argv[1]))
    print("\n".join(found) or "every link resolves, and no page asks anything of another host")
    sys.exit(bool(found))
