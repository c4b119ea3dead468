"""The figures on the site, in a real browser: moved by hand and by keyboard, and light."""

import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pytest
from playwright.sync_api import Page, Request, Response, expect

from dlcourse import figures
from dlcourse.figures import bundle
from dlcourse.site import assets
from tests.figures.conftest import FIGURES
from tests.site.test_pages import BUDGET_KB, SETTINGS, forget, tab

pytestmark = pytest.mark.slow

#: A figure with the kit, over the wire, and one that brings the weights of a net.
FIGURE_KB, WEIGHTS_KB = 12, 60
USABLE_MS = 400
PAGES = {name: f"{number:02}_{name}.html" for number, name in enumerate([*FIGURES, "shared", "plain"], 1)}


def visit(page: Page, base: str, name: str, fragment: str = "") -> None:
    """Open a page and wait until its figures are ready."""
    page.goto(f"{base}/{PAGES[name]}{fragment}")
    page.wait_for_selector("dl-figure[data-ready]")


def answer(page: Page, choice: str) -> None:
    page.click(f".dlf-predict button[value={choice}]")


def reads(page: Page, name: str) -> float:
    """The number beside a slider."""
    slider = page.locator(f".dlf input[name={name}]").first
    return float(slider.locator("xpath=following-sibling::output").inner_text().replace("−", "-"))


def status(page: Page) -> str:
    return page.locator(".dlf-status").first.inner_text()


def drag(page: Page, handle: str, right: float, down: float) -> None:
    """Take a handle at its middle and move it by so many pixels of the screen."""
    page.locator(handle).scroll_into_view_if_needed()
    box = page.locator(handle).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for part in (0.3, 0.7, 1):
        page.mouse.move(x + right * part, y + down * part)
    page.mouse.up()


@dataclass
class Visit:
    """What was seen of a page with a figure while it came."""

    shown: bool = False
    foreign: list[str] = field(default_factory=list)  # other hosts that it asked
    complaints: list[str] = field(default_factory=list)
    kilobytes: float = 0.0  # of its files over the wire, pictures aside


@pytest.fixture(scope="module")
def visits(site, address, browser) -> dict[tuple[str, str], Visit]:
    """Every figure, by its name and how its page is opened: one after the other in a tab without cache."""
    found = {}
    for over, base in (("http", address), ("file", site.as_uri())):
        with tab(browser, alone=True) as page:
            page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
            found |= {(name, over): watched(page, base, name) for name in FIGURES}
    return found


def watched(page: Page, base: str, name: str) -> Visit:
    seen = Visit(complaints=page.complaints)

    def asks(request: Request) -> None:
        if not request.url.startswith((base, "data:")):
            seen.foreign.append(request.url)

    def gets(response: Response) -> None:
        if response.request.resource_type != "image" and response.url.startswith("http"):
            body = response.body()
            seen.kilobytes += len(body if response.url.endswith(".woff2") else _gzipped(body)) / 1000

    page.on("request", asks)
    page.on("response", gets)
    visit(page, base, name)
    if base.startswith("http"):  # all that it weighs
        page.wait_for_load_state("networkidle")
    seen.shown = page.locator(".dlf svg[role=img]").first.is_visible()
    page.remove_listener("request", asks)
    page.remove_listener("response", gets)
    page.complaints = []
    return seen


@cache
def _gzipped(body: bytes) -> bytes:
    return gzip.compress(body, 9)


@pytest.mark.parametrize("over", ["http", "file"])
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_gets_ready_asks_no_other_host_and_does_not_complain(visits, name, over):
    seen = visits[name, over]
    assert seen.shown
    assert seen.foreign == []
    assert seen.complaints == []


@pytest.mark.weekly  # a matter of the machine
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_gets_ready_soon(address, browser, name):
    """From its script being asked for to its controls being there, the best of three."""
    seen = []
    with tab(browser) as page:
        for _ in range(3):
            visit(page, address, name)
            seen.append(float(page.locator("dl-figure").get_attribute("data-ready")))
    assert min(seen) <= USABLE_MS


@pytest.fixture(scope="module")
def reused(browser) -> Iterator[Callable[..., Page]]:
    """A tab in which one figure after the other is opened, for each setting; nothing is kept between them."""
    with ExitStack() as stack:

        @cache
        def made(width: int, scheme: str, start: str) -> Page:
            page = stack.enter_context(tab(browser, width=width, scheme=scheme))
            if start:
                page.add_init_script(start)
            return page

        def ready(width: int = 1280, scheme: str = "light", start: str = "") -> Page:
            page = made(width, scheme, start)
            forget(page)
            page.goto("about:blank")
            page.bring_to_front()  # behind another tab nothing is drawn
            page.set_viewport_size({"width": width, "height": 900})
            return page

        yield ready


@contextmanager
def held(page: Page, base: str, name: str) -> Iterator[None]:
    """A page whose figure has not come yet; it comes at the end."""
    scripts = []
    page.route(f"**/figures/{name}.js*", lambda route: scripts.append(route))
    try:
        with page.expect_request(f"**/figures/{name}.js*"):
            page.goto(f"{base}/{PAGES[name]}", wait_until="domcontentloaded")  # to load takes that script
        yield
    finally:
        for script in scripts:
            script.continue_()
        page.unroute_all()
    page.wait_for_selector("dl-figure[data-ready]")


#: What each part of a figure is, says and looks like, and where it stands; and the opacities of its pictures.
LOOK = """() => {
    const all = [...document.querySelectorAll('.dlf, .dlf *')], origin = all[0].getBoundingClientRect()
    return all.map((part) => {
        const { x, y, width, height } = part.getBoundingClientRect(), style = getComputedStyle(part)
        return {
            is: part.localName.replace('canvas', 'img'), says: part.childElementCount ? '' : part.textContent,
            value: part.value ?? '', locked: part.matches(':disabled'),
            look: ['stroke', 'background', 'filter', 'opacity'].map((key) => style[key]),
            fill: style.fill.replace(/#.*/, ''), // the id of a gradient
            color: part.textContent && style.color,
            place: [x - origin.x, y - origin.y, width, height],
        }
    })
}"""
PICTURES = """() => [...document.querySelectorAll('.dlf-map')].map((map) => {
    const size = [map.naturalWidth ?? map.width, map.naturalHeight ?? map.height]
    const pen = new OffscreenCanvas(...size).getContext('2d')
    pen.drawImage(map, 0, 0)
    return [...pen.getImageData(0, 0, ...size).data].filter((_, i) => i % 4 === 3)
})"""


@pytest.mark.parametrize(("width", "scheme"), SETTINGS)
@pytest.mark.parametrize("name", FIGURES)
def test_until_a_figure_comes_its_poster_shows_the_same_in_its_place(address, reused, name, width, scheme):
    page = reused(width, scheme, "window.setInterval = () => 1")  # what moves by itself waits
    with held(page, address, name):
        poster = page.locator(".dlf-poster[inert] .dlf")
        assert poster.is_visible()
        said, shown, pictures = poster.inner_text(), page.evaluate(LOOK), page.evaluate(PICTURES)
    assert poster.count() == 0
    expect(page.locator(".dlf")).to_have_text(said, use_inner_text=True)  # some train first
    now = page.evaluate(LOOK)
    places = [[part.pop("place") for part in parts] for parts in (shown, now)]
    assert shown == now
    np.testing.assert_allclose(*places, atol=2)  # pixels: Node.js may round a net's training otherwise
    for before, after in zip(pictures, page.evaluate(PICTURES), strict=True):
        np.testing.assert_allclose(before, after, atol=5)  # the poster's opacities go in steps of 8


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_fits_its_page_and_the_text_does_not_jump_when_it_comes(address, reused, name):
    height = "document.querySelector('dl-figure').offsetHeight"
    inside = """[...document.querySelectorAll('.dlf *')].filter((part) => part.clientWidth
        && !part.closest('svg, .dlf-hidden')
        && part.getBoundingClientRect().right > part.closest('.dlf').getBoundingClientRect().right)
        .map((part) => part.outerHTML.slice(0, 80))"""
    windows = [{"width": width, "height": 900} for width in (360, 768, 1280)]
    page = reused()
    with held(page, address, name):
        before = []
        for window in windows:
            page.set_viewport_size(window)
            before.append(page.evaluate(height))
    assert page.evaluate(height) == before[-1]
    for window, kept in zip(windows, before, strict=True):
        page.set_viewport_size(window)
        expect(page.locator("dl-figure")).to_have_js_property("offsetHeight", kept)  # once it is trained
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, window
        assert page.evaluate(inside) == [], window


@pytest.mark.parametrize(("width", "scheme"), SETTINGS)
def test_axe_finds_no_violation_before_and_after_use(site, address, browser, width, scheme):
    axe = (assets.packages(site.parent / "npm", dev=True) / "axe-core/axe.min.js").read_text("utf8")
    found = []
    with tab(browser, width=width, scheme=scheme) as page:
        for name in FIGURES:
            visit(page, address, name)
            page.evaluate(axe)
            for used in (False, True):
                if used:
                    for button in page.locator(".dlf-predict button").all()[:1]:
                        button.click()
                    page.click("text=Copy as PyTorch")
                result = page.evaluate("axe.run('main', {resultTypes: ['violations']})")
                for violation in result["violations"]:
                    found.append((name, used, violation["id"], violation["nodes"][0]["target"]))
    assert found == []


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_keeps_its_budget(visits, name):
    script = gzip.compress(bundle.script(name).encode(), 9)
    trained = (bundle.FOLDER / f"{name}-weights.mjs").exists()
    assert len(script) / 1000 <= (WEIGHTS_KB if trained else FIGURE_KB)
    assert 50 < visits[name, "http"].kilobytes <= BUDGET_KB


def test_a_page_without_a_figure_loads_nothing_of_them(site):
    assert "figures/host.js" in (site / PAGES["neuron"]).read_text("utf8")
    assert "figures/" not in (site / PAGES["plain"]).read_text("utf8")


@pytest.fixture(scope="module")
def bare(browser) -> Iterator[Page]:
    """A tab without JavaScript, for all figures."""
    with tab(browser, java_script_enabled=False) as page:
        yield page


@pytest.mark.parametrize("name", FIGURES)
def test_without_javascript_and_on_paper_the_figure_is_its_poster_and_its_text(address, bare, name):
    cls = next(cls for cls in map(figures.__dict__.get, figures.__all__) if cls.name == name)
    bare.goto(f"{address}/{PAGES[name]}")
    for media in ("screen", "print"):
        bare.emulate_media(media=media)
        figure, poster = bare.locator("dl-figure"), bare.locator("dl-figure .dlf-poster .dlf")
        text = figure.locator("> p")
        assert cls.alt in text.inner_text()
        assert poster.locator("svg").first.is_visible()
        below = text.bounding_box()["y"] - poster.bounding_box()["y"] - poster.bounding_box()["height"]
        assert 0 <= below < 30


@pytest.mark.parametrize(("name", "right"), [("neuron", "against"), ("activations", "millionth")])
def test_the_controls_wait_for_the_prediction(address, browser, name, right):
    with tab(browser) as page:
        visit(page, address, name)
        control = page.locator(".dlf-controls select").first
        assert control.is_disabled()
        before = page.locator(".dlf output").all_inner_texts()
        drag(page, ".dlf svg[role=img]", 60, 40)
        assert page.locator(".dlf output").all_inner_texts() == before
        wrong = page.locator(f".dlf-predict button:not([value={right}])").first
        wrong.click()
        assert "Not quite" in page.locator(".dlf-predict [role=status]").inner_text()
        answer(page, right)
        assert "Right" in page.locator(".dlf-predict [role=status]").inner_text()
        assert control.is_enabled()


def test_each_handle_of_the_neuron_can_be_dragged(address, browser):
    with tab(browser) as page:
        visit(page, address, "neuron")
        answer(page, "against")
        tip, knob, probe = (f".dlf-handle:has({mark})" for mark in (".dlf-green", ".dlf-knob", ".dlf-ring"))
        unit = page.locator(".dlf-drawing").bounding_box()["width"] / 4
        before = [reads(page, key) for key in ("w1", "w2", "b", "x1", "x2")]
        drag(page, f"{tip} .dlf-grip", 0, -unit)  # up by 1: the arrow shows half of w
        assert reads(page, "w2") == pytest.approx(before[1] + 2, abs=0.11)
        assert reads(page, "w1") == pytest.approx(before[0], abs=0.11)
        drag(page, f"{knob} .dlf-grip", unit / 2, -unit / 2)
        assert reads(page, "b") < before[2]  # against the arrow is up for b, so along it is down
        drag(page, f"{probe} .dlf-grip", -unit, unit / 2)
        assert reads(page, "x1") == pytest.approx(before[3] - 1, abs=0.11)
        assert reads(page, "x2") == pytest.approx(before[4] - 0.5, abs=0.11)
        assert page.complaints == []


def test_the_neuron_parts_the_clouds_and_gives_up_on_xor(address, browser):
    with tab(browser) as page:
        visit(page, address, "neuron")
        assert status(page) == "6 of 8 right."
        answer(page, "against")
        for key, value in {"w1": "1.5", "w2": "1.5", "b": "-1.5"}.items():
            page.fill(f".dlf input[name={key}]", value)
        assert "8 of 8 right" in status(page)
        assert page.locator(".dlf-reached").count() == 1
        page.select_option(".dlf select[name=data]", "XOR")
        assert page.locator(".dlf-reached").count() == 0
        page.click("text=Try every setting")
        assert "226,981 settings" in status(page)
        assert "the best has 3" in status(page)
        page.click("text=Why no neuron can")
        assert page.locator(".dlf details p").is_visible()


def test_the_cursor_of_the_activations_is_dragged_and_stepped(address, browser):
    with tab(browser, reduced_motion="reduce") as page:
        visit(page, address, "activations")
        assert page.locator(".dlf-meter .dlf-number").last.inner_text() == "?"
        answer(page, "millionth")
        assert page.locator(".dlf-meter .dlf-number").last.inner_text() == "9.5 · 10⁻⁷"
        drag(page, ".dlf svg[role=img] .dlf-handle", 70, 0)
        assert reads(page, "z") > 1
        assert page.get_by_text("Sweep", exact=True).is_hidden()
        before = reads(page, "z")
        page.get_by_text("Step", exact=True).click()
        assert reads(page, "z") == pytest.approx(before + 0.5)


def test_where_motion_is_welcome_the_cursor_sweeps_and_pauses(address, browser):
    with tab(browser) as page:
        visit(page, address, "activations")
        answer(page, "millionth")
        page.get_by_text("Sweep", exact=True).click()
        expect(page.locator(".dlf input[name=z] + output")).not_to_have_text(re.compile(r"0\.\d"))
        page.get_by_text("Pause", exact=True).click()
        assert page.get_by_text("Sweep", exact=True).is_visible()


def test_keeping_the_gradient_with_three_activations_reaches_the_goal(address, browser):
    with tab(browser) as page:
        visit(page, address, "activations")
        answer(page, "tenth")
        for act, z, w in (("tanh", "0", "1"), ("ReLU", "1", "1"), ("sigmoid", "0", "4.7")):
            assert page.locator(".dlf-reached").count() == 0
            page.select_option(".dlf select[name=act]", act)
            page.fill(".dlf input[name=z]", z)
            page.fill(".dlf input[name=w]", w)
        assert page.locator(".dlf-reached").count() == 1
        page.select_option(".dlf select[name=chain]", "fed")
        assert "10⁻" in status(page)  # fed forward, large weights saturate the sigmoid


def test_the_stepper_asks_helps_and_counts(address, browser):
    with tab(browser) as page:
        visit(page, address, "backprop")
        gradients = {"z": "10", "y": "-10", "w": "30", "x": "20"}
        assert "How much of it flows into z?" in page.locator(".dlf-ask").inner_text()
        page.fill(".dlf-ask input", "1")
        page.keyboard.press("Enter")
        assert "local derivative alone" in status(page)
        assert page.locator(".dlf-steps tbody tr").count() == 1
        for name, value in gradients.items():
            assert f"flows into {name}?" in page.locator(".dlf-ask").inner_text()
            page.fill(".dlf-ask input", value)
            page.keyboard.press("Enter")
            assert status(page).startswith("✓")
        assert "∂loss/∂w = 30" in status(page)
        assert "4 of 4 were yours" in status(page)
        assert page.locator(".dlf-reached").count() == 1


def test_a_gradient_that_was_shown_does_not_count_as_given(address, browser):
    with tab(browser) as page:
        visit(page, address, "backprop")
        page.select_option(".dlf select[name=graph]", "shared")
        for _ in range(5):
            page.click("text=Show it")
        assert "0 of 5 were yours" in status(page)
        assert page.locator(".dlf-reached").count() == 0
        page.click("text=From the first value")
        assert "the next value is p" in status(page)
        assert page.locator(".dlf-ask").is_hidden()


def test_by_keyboard_alone_a_question_is_answered_and_a_slider_moved(address, browser):
    with tab(browser) as page:
        visit(page, address, "neuron")
        page.locator(".dlf-predict button").nth(1).focus()
        page.keyboard.press("Enter")
        seen = []
        for key in ("data", "act", "w1", "w2", "b", "x1", "x2"):
            while (here := page.evaluate("document.activeElement.name")) != key:
                page.keyboard.press("Tab")
                seen.append(here)
                assert len(seen) < 12, f"{key} is not reached by Tab"
            if key not in ("data", "act"):
                before = reads(page, key)
                page.keyboard.press("ArrowRight")
                assert reads(page, key) == pytest.approx(before + 0.1)


def test_the_address_keeps_the_state_and_refuses_what_is_out_of_range(address, browser):
    with tab(browser) as page:
        visit(page, address, "neuron")
        answer(page, "against")
        page.fill(".dlf input[name=w1]", "-2.5")
        page.wait_for_url(re.compile(r"#neuron\?.*w1=-2\.5"))
        link = page.url.partition("#")[2]
        page.goto("about:blank")  # else only the fragment changes
        visit(page, address, "neuron", f"#{link}&b=99&act=%3Cb%3E&w2=abc&q=1")
        assert reads(page, "w1") == -2.5
        assert reads(page, "b") == figures.Neuron.state()["b"].default_value
        assert reads(page, "w2") == figures.Neuron.state()["w2"].default_value
        assert page.locator(".dlf-controls select").first.is_enabled()
        page.get_by_text("Reset", exact=True).click()
        assert reads(page, "w1") == figures.Neuron.state()["w1"].default_value
        page.wait_for_url(lambda url: "#" not in url)
        assert page.complaints == []


def test_figures_that_share_move_together(address, browser):
    with tab(browser) as page:
        page.goto(f"{address}/{PAGES['shared']}")
        first, second = page.locator("dl-figure").all()
        second.scroll_into_view_if_needed()
        expect(page.locator("dl-figure[data-ready]")).to_have_count(2)
        first.locator("button[value=against]").click()
        first.locator("input[name=w1]").fill("-1.5")
        assert second.locator("input[name=w1]").input_value() == "-1.5"
        second.locator("input[name=b]").fill("2")
        assert first.locator("input[name=b]").input_value() == "2"


@pytest.mark.parametrize("name", FIGURES)
def test_the_cell_is_shown_and_copied(address, reused, name):
    page = reused()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, address, name)
    page.click("text=Copy as PyTorch")
    page.get_by_text("Copied: paste it into a cell.").wait_for()
    shown = page.locator(".dlf textarea").input_value()
    assert shown.startswith("import torch")
    assert page.evaluate("navigator.clipboard.readText()").strip() == shown.strip()


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_follows_the_theme_button(address, reused, name):
    page = reused(scheme="dark")
    visit(page, address, name)
    look = """[getComputedStyle(document.querySelector('.dlf')).backgroundColor,
        document.documentElement.dataset.theme]"""
    seen = {tuple(page.evaluate(look))}
    for _ in range(2):
        page.click(".theme-switch-button")
        seen.add(tuple(page.evaluate(look)))
    assert {theme for _, theme in seen} == {"light", "dark"}
    assert len(seen) == 2


def test_a_figure_that_cannot_load_says_so_and_leaves_its_text(address, browser):
    with tab(browser) as page:
        page.route("**/figures/neuron.js*", lambda route: route.abort())
        page.goto(f"{address}/{PAGES['neuron']}")
        page.wait_for_selector("dl-figure[data-failed]")
        assert figures.Neuron.alt in page.locator("dl-figure").inner_text()
        assert "did not start: cannot load" in page.locator("dl-figure").inner_text()


def test_no_rule_of_the_figures_is_lost_among_what_no_page_names(site):
    css = (site / "_static/site.css").read_text("utf8")
    classes = set(re.findall(r"\.(dlf[\w-]*)", bundle.style()))
    assert len(classes) > 50
    assert {name for name in classes if not re.search(rf"\.{name}(?![\w-])", css)} == set()
