"""The pictures of chapters: on the cards of the first page, and where a link to a page is shown."""

import re

import pytest
from sphinx.errors import ExtensionError

from dlcourse.site import covers
from tests.site.test_pages import address, browser, chapters, names, site, tab  # noqa: F401  (fixtures)


def cell(tags: str, *plots: str) -> str:
    images = "".join(
        f'<img class="dlc-plot dlc-{theme} dark-light" src="{plot}-{theme}.svg" alt="" />'
        for plot in plots
        for theme in ("light", "dark")
    )
    return (
        f'<div class="cell {tags} docutils container"><div class="cell_output docutils">{images}</div></div>'
    )


@pytest.mark.parametrize(
    ("page", "plot"),
    [
        (cell("") + cell("", "a", "b") + cell("", "c"), "a"),
        (cell("", "a") + cell("tag_hide-input tag_thumbnail", "b") + cell("", "c"), "b"),
        (cell("", "a") + cell("tag_thumbnails", "b"), "a"),
    ],
    ids=["the first", "the tagged one", "no tag but its name begins so"],
)
def test_the_cover_is_the_tagged_plot_or_else_the_first(page, plot):
    assert covers.cover(page) == {"light": f"{plot}-light.svg", "dark": f"{plot}-dark.svg"}


def test_a_page_without_plots_has_no_cover():
    assert covers.cover(cell("") + "<p>Words.</p>") == {}


def test_a_tag_on_a_cell_without_a_plot_is_an_error():
    with pytest.raises(ExtensionError, match="shows no plot"):
        covers.cover(cell("", "a") + cell("tag_thumbnail") + cell("", "b"))


@pytest.mark.slow
def test_a_link_to_a_page_is_shown_with_its_title_and_a_picture_that_is_there(site):  # noqa: F811
    for name in set(names(site)) - {"search", "404"}:
        html = (site / f"{name}.html").read_text("utf8")
        tags = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]+)"', html))
        assert {"type", "title", "description", "url", "image"} <= tags.keys(), name
        (picture,) = re.findall(r"/(_images/covers/.+)", tags["image"])
        assert (site / picture).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n", name
        assert name not in chapters(site) or picture == f"_images/covers/{name}.png"


@pytest.mark.slow
def test_each_chapter_is_a_card_with_a_picture_and_is_reached_from_any_place_of_it(site, address, browser):  # noqa: F811
    with tab(browser) as page:
        page.goto(f"{address}/index.html")
        cards = page.locator(".dlc-chapters > li")
        assert cards.count() == 20
        linked = [card for card in cards.all() if card.locator("a").count()]
        assert len(linked) == len(chapters(site))
        for card in linked:
            card.scroll_into_view_if_needed()
            card.locator("img:visible").wait_for()
            assert card.locator("img:visible").evaluate(
                "async image => (await image.decode(), image.naturalWidth)"
            )
            facts = card.locator(".dlc-facts").inner_text()
            effort = r"\d exercises, about \d+ min, difficulty [1-3] to [1-3] of 3"
            assert re.fullmatch(rf"\d+ min to read, runs in \d+ s; {effort}", facts)
        minutes = re.findall(r"about (\d+) min", page.locator(".dlc-chapters").inner_text())
        hours = round(sum(map(int, minutes)) / 60)
        assert page.get_by_text(f"hours to read and {hours} hours of exercises").is_visible()
        linked[1].locator(".dlc-facts").click(force=True)  # the link lies over it
        page.wait_for_url("**/02_activations.html")
        assert page.complaints == []
