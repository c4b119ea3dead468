"""The check of links: what is broken or asks anything of another host is found, and nothing else."""

import pytest

from dlcourse.site import links


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
