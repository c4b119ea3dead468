"""Around the text: lighter pages, descriptions, the sitemap, the recorded run, the check of links."""

import re
import shutil
from pathlib import Path

import pydata_sphinx_theme
import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx.errors import ExtensionError

from dlcourse.site import icons, light, links, pages, verified

THEME = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static"


def test_a_theme_that_writes_its_pages_in_another_way_stops_the_build():
    with pytest.raises(ExtensionError, match="expected 1 to 1 matches, got 0"):
        light.lighten("<html><head></head></html>", "index.html")


def test_a_signature_over_several_lines_is_no_definition_list():
    signature = (
        '<span class="sig-paren">(</span>\n\n<dl>\n<dd><em class="sig-param"><span>x</span></em>,</dd>\n</dl>'
        '<span class="sig-paren">)</span>'
    )
    for edit in light._EDITS:
        if "signature" in edit.why or "parameters" in edit.why:
            signature = edit.apply(signature, "api.html")
    assert "<dl>" not in signature
    assert "</dl>" not in signature
    assert '<span class="dlc-parameter"><em class="sig-param"><span>x</span></em>,</span>' in signature


def test_a_theme_that_names_its_icons_in_another_way_stops_the_build(tmp_path):
    with pytest.raises(RuntimeError, match="another way than before"):
        icons.subset_fonts(tmp_path, '.fa-bars:before{--fa:"\\f0c9"}')


def test_of_the_icons_those_that_occur_are_kept(tmp_path):
    from fontTools.ttLib import TTFont

    (tmp_path / "vendor").mkdir()
    shutil.copytree(THEME / "vendor/fontawesome", tmp_path / "vendor/fontawesome")
    theme = (THEME / "styles/pydata-sphinx-theme.css").read_text("utf8")
    sheet = '.fa-bars:before{content:"\\f0c9"}' + theme[theme.index("--pst-icon-") :].partition("}")[0]
    kept = icons.subset_fonts(tmp_path, sheet)
    font = tmp_path / "vendor/fontawesome/webfonts/fa-solid-900.woff2"
    assert 0xF0C9 in TTFont(font).getBestCmap()
    assert set(TTFont(font).getBestCmap()) <= kept
    assert font.stat().st_size < 10_000


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


def test_a_recorded_run_is_shown_with_machine_versions_and_times():
    run = {
        "machine": {"cores": 2, "cpu": "Some CPU"},
        "versions": {"python": "3.11.7", "torch": "2.13.0"},
        "date": "2026-01-02",
        "chapters": {"01_neurons": {"seconds": 31.6, "slowest_cell": {"cell": 12, "seconds": 4.2}}},
    }
    text = verified.table(run, {"01_neurons": "Neurons"})
    assert text.startswith("On 2026-01-02, on 2 cores of Some CPU, with python 3.11.7, torch 2.13.0:\n")
    assert "| [Neurons](01_neurons.ipynb) | 32 s | number 12, 4 s |" in text
    assert "No run" in verified.table({**run, "chapters": {}}, {})


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
