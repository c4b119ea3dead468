"""The book as an EPUB, to be read without a network: Sphinx's builder, with pages of our own.

It holds what a reader reads. Mathematics is MathML, plots are files, figures are their posters; there are no
scripts. What needs a browser (recall), Python (the reference of the package) or a class (the pages for
instructors) stays on the site, and links to it lead there.
"""

import re
from importlib.metadata import version
from pathlib import Path
from string import Template
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder
from sphinx.config import Config

from dlcourse.site import figures, layout, plots
from dlcourse.site.xhtml import xhtml

_HERE = Path(__file__).parent
_FOR_INSTRUCTORS = "instructors|by_hand|hand_answers|own_exercises|more_machines|grader"
_ON_THE_SITE = re.compile(rf"api_\w+|recall|{_FOR_INSTRUCTORS}")
_MOVES = "(This figure moves where JavaScript runs.)"
_PAGE = Template("""\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en">
<head>
<meta charset="utf-8" />
<title>$title</title>
<link rel="stylesheet" type="text/css" href="_static/book.css" />
</head>
<body>
$body
</body>
</html>
""")


class CourseEpub(Epub3Builder):
    """Sphinx's EPUB builder without its theme: a page is its text, and one style sheet serves all."""

    search = False

    def prepare_writing(self, docnames: set[str]) -> None:
        super().prepare_writing(docnames)
        self.domain_indices = []
        self._pages: dict[Path, str] = {}
        self._titles: dict[Path, str] = {}

    def write_doc(self, docname: str, doctree: Any) -> None:
        if not _ON_THE_SITE.fullmatch(docname):
            super().write_doc(docname, doctree)

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        if _ON_THE_SITE.fullmatch(to) and from_ != to:
            return f"{self.config.html_baseurl}{to}.html"
        return super().get_relative_uri(from_, to, typ)

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        outfilename: str | None = None,
        event_arg: Any = None,
    ) -> None:
        if "body" in addctx:
            path = Path(self.outdir, pagename + self.out_suffix)
            self._pages[path] = addctx["body"]
            self._titles[path] = re.sub(r"<[^>]+>", "", addctx["title"])

    def copy_static_files(self) -> None:
        """The one style sheet: the book's, the figures' and the colors of code."""
        assert self.highlighter
        (static := Path(self.outdir, "_static")).mkdir(exist_ok=True)
        css = [
            (_HERE / "epub.css").read_text("utf8"),
            figures.bundle.style(),
            self.highlighter.get_stylesheet(),
        ]
        (static / "book.css").write_text("\n".join(css), "utf8")

    def handle_finish(self) -> None:
        out, npm = Path(self.outdir), Path(self.srcdir).parent / "npm"
        ink = {"light": plots.ink((_HERE / "static/course.css").read_text("utf8"))["light"]}
        for path, body in figures.with_posters(self._pages, npm).items():
            page = f"{self.config.html_baseurl}{path.stem}.html"
            body = body.replace(_MOVES, f'(<a href="{page}">It moves on the site.</a>)')
            body = re.sub("<dl-figure [^>]*>", "<div>", body).replace("</dl-figure>", "</div>")
            body = xhtml(plots.to_files(body, out, ink))
            path.write_text(_PAGE.substitute(title=self._titles[path], body=body), "utf8")
        super().handle_finish()

    def build_content(self) -> None:
        """Write the list of files, and what it has to say of each page that Sphinx does not know."""
        super().build_content()
        path = Path(self.outdir, "content.opf")

        def item(found: re.Match) -> str:
            text = written.get(found[1], "")
            kinds = " ".join(kind for kind, tag in (("mathml", "<math "), ("svg", "<svg ")) if tag in text)
            return f'{found[0]} properties="{kinds}"' if kinds else found[0]

        written = {path.name: path.read_text("utf8") for path in self._pages}
        listed = r'<item id="[^"]*" href="([^"]+)"'
        path.write_text(re.sub(listed, item, path.read_text("utf8")), "utf8")


def setup(app: Sphinx) -> None:
    app.add_builder(CourseEpub, override=True)
    app.connect("config-inited", _configure)


def _configure(app: Sphinx, config: Config) -> None:
    """What the book says about itself; the same for every builder, since pages are read once for all."""
    config.epub_basename = Path(layout.EPUB).stem
    config.version = version("dlcourse")
    config.epub_title = config.html_title
    config.epub_publisher = config.epub_contributor = config.author
    config.epub_identifier = config.epub_uid = "dlcourse-book"
    config.epub_description = "From one neuron to transformers, question by question."
    config.epub_show_urls = "no"
    config.epub_tocdepth = 2
    config.epub_tocdup = False
