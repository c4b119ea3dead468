"""The figure of the first page: it moves by itself, unless the reader wants no motion, and then it rests."""

import re

import pytest
from playwright.sync_api import expect

from tests.figures.test_pages import status, visit
from tests.figures.test_playground import trained
from tests.site.test_pages import tab

pytestmark = pytest.mark.slow
SEEN = {"data": "spiral", "noise": 0.1, "split": 0.7, "h1": 8, "h2": 8, "act": "tanh", "lr": "0.03"}


def test_it_trains_once_by_itself_to_what_the_playground_reaches(address, browser):
    with tab(browser) as page:
        visit(page, address, "first_look")
        expect(page.locator(".dlf-status")).to_contain_text("Step 500:", timeout=120_000)
        right = trained(**SEEN, step=500, seed=0)[3]
        assert f" {round(100 * right)} % of the hollow points" in status(page)
        expect(page.get_by_text("Play", exact=True)).to_be_visible()
        assert "#" not in page.url  # what moves by itself does not write the address
        page.get_by_text("Play", exact=True).click()
        expect(page.locator(".dlf-status")).to_contain_text(re.compile(r"Step \d\d?:"))
        assert page.complaints == []


def test_where_no_motion_is_wanted_it_waits_and_goes_step_by_step(address, browser):
    with tab(browser, reduced_motion="reduce") as page:
        visit(page, address, "first_look")
        assert "Step 0:" in status(page)
        page.get_by_text("Step", exact=True).click()
        assert "Step 2:" in status(page)


def test_another_start_and_other_points_begin_anew_and_a_neuron_is_seen_alone(address, browser):
    with tab(browser, reduced_motion="reduce") as page:
        visit(page, address, "first_look")
        look = "document.querySelector('.dlf-stack canvas').toDataURL()"
        seen = {page.evaluate(look)}
        for press in ("text=Other start", ".dlf-net button[value='2.3']", "text=/^Step$/"):
            page.click(press)
            seen.add(page.evaluate(look))
        assert len(seen) == 4
        assert "Step 2:" in status(page)
        page.select_option("select[name=data]", "moons")
        assert "Step 0:" in status(page)
