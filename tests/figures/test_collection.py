"""The page with all figures: none is missing, each leads to the chapter that shows it, and it stays light."""

import gzip
import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Response

from dlcourse import figures
from dlcourse.page import source
from tests.site.test_pages import BUDGET_KB, address, browser, site, tab  # noqa: F401  (fixtures)

PAGE = source.book() / "figures.ipynb"
TOC = (source.book().parent / "_toc.yml").read_text("utf8")
#: Those that the site has: a page can link to no other.
CHAPTERS = [
    path for path in sorted(source.book().glob("[0-9][0-9]_*.ipynb")) if f"file: {path.stem}\n" in TOC
]
SHOWS = re.compile(r"^(?:figures\.)?(\w+)\(\)$", re.M)


def shown(path: Path) -> list[str]:
    """The figures that the code of a notebook shows as they come."""
    code = [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
    return [name for text in code for name in SHOWS.findall(text) if name in figures.__all__]


def weight(response: Response) -> dict[str, int]:
    """What came over the wire, by address."""
    body, packed = response.body(), response.url.endswith(".woff2")
    return {response.url: len(body) if packed else len(gzip.compress(body, 9))}


def test_every_figure_stands_on_the_page_once():
    assert sorted(shown(PAGE)) == sorted(figures.__all__)


@pytest.mark.parametrize("name", figures.__all__)
def test_a_figure_is_said_in_a_few_words_with_a_link_to_its_chapter(name):
    words = next(
        before.source
        for before, cell in pairwise(nbformat.read(PAGE, 4).cells)
        if cell.cell_type == "code" and SHOWS.findall(cell.source) == [name]
    )
    title, _, text = words.partition("\n\n")
    assert title.startswith("## ")
    assert 2 <= len(text.splitlines()) <= 4
    places = [chapter.name for chapter in CHAPTERS if name in shown(chapter)] or ["index.md#the-chapters"]
    (link,) = re.findall(r"\]\((\S+)\)", text)
    assert link in places


#: With every script of every figure, and a poster for each, which no other page has.
ALL_FIGURES_KB = 340


@pytest.mark.slow
def test_the_page_is_light_also_when_every_figure_has_come(site, address, browser):  # noqa: F811
    sizes = {}
    with tab(browser, alone=True) as page:
        page.on("response", lambda r: r.request.resource_type == "image" or sizes.update(weight(r)))
        page.goto(f"{address}/figures.html", wait_until="networkidle")
        first = sum(sizes.values()) / 1000
        for figure in page.locator("dl-figure").all():
            figure.scroll_into_view_if_needed()
            figure.locator(".dlf").wait_for()
        assert page.locator("dl-figure").count() == len(figures.__all__)
        assert first <= BUDGET_KB
        assert sum(sizes.values()) / 1000 <= ALL_FIGURES_KB
        assert page.complaints == []


@pytest.mark.slow
def test_on_one_page_each_label_belongs_to_a_control_of_its_own_figure(site, address, browser):  # noqa: F811
    strangers = """[...document.querySelectorAll('dl-figure label')]
        .filter((label) => label.control?.closest('dl-figure') !== label.closest('dl-figure'))
        .map((label) => label.textContent)"""
    with tab(browser) as page:
        page.goto(f"{address}/figures.html")
        for figure in page.locator("dl-figure").all():
            figure.scroll_into_view_if_needed()
            figure.locator(".dlf").wait_for()
        assert page.locator("dl-figure label").count() > 30
        assert page.evaluate(strangers) == []
        ids = page.eval_on_selector_all("[id]", "all => all.map((node) => node.id)")
        assert len(ids) == len(set(ids))
