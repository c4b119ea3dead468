"""How a page comes to its reader: it does not jump, Lighthouse is content, scripts are a plus."""

import importlib.util

import pytest
from playwright.sync_api import Page

from dlcourse import figures
from tests.site.test_pages import ROOT, chapters, tab

pytestmark = pytest.mark.slow

#: The sum of all shifts of a page (the theme's icons come last); Lighthouse is content with 0.1.
MOST_SHIFT = 0.005
COUNT_SHIFTS = """window.shifts = [];
    const note = (list) => shifts.push(...list.getEntries().filter((entry) => !entry.hadRecentInput));
    new PerformanceObserver(note).observe({ type: 'layout-shift', buffered: true });"""


def slow_down(page: Page) -> None:
    """Slow 4G: styles, scripts and fonts come one after the other, so what moves the page is seen."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    speed = {"latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000, "offline": False}
    wire.send("Network.emulateNetworkConditions", speed)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [412, 1280])
@pytest.mark.parametrize("name", ["notation", "04_backprop"])  # mathematics alone, and with a figure
def test_a_page_does_not_jump_while_it_comes(address, browser, name, width, scheme):
    with tab(browser, width=width, scheme=scheme, alone=True) as page:
        page.add_init_script(COUNT_SHIFTS)
        slow_down(page)
        page.goto(f"{address}/{name}.html", wait_until="networkidle")
        for figure in page.locator("dl-figure").all():
            figure.scroll_into_view_if_needed()
            figure.locator(".dlf").wait_for()
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        seen = page.evaluate("""shifts.map((shift) =>
            [shift.value, shift.sources.map(({ node }) => (node?.outerHTML ?? '').slice(0, 60))])""")
        assert sum(value for value, _ in seen) <= MOST_SHIFT, seen


@pytest.fixture(scope="module")
def lighthouse():
    """The module behind `make lighthouse`, with Lighthouse installed."""
    spec = importlib.util.spec_from_file_location("lighthouse", ROOT / "benchmarks/lighthouse.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    try:
        module.program()
    except RuntimeError as problem:
        pytest.skip(f"Lighthouse cannot be installed here: {problem}")
    return module


@pytest.mark.xdist_group("lighthouse")  # installed once
@pytest.mark.parametrize("name", ["notation", "figures"])
def test_lighthouse_is_content_with_a_page_with_mathematics_and_one_with_figures(site, lighthouse, name):
    """In all that does not depend on how fast the machine is; `make lighthouse` asks for performance, too."""
    if not (browser := lighthouse.chromium()):
        pytest.skip("no chromium or chrome on the path")
    with lighthouse.served(site) as base:
        found = lighthouse.measure(browser, f"{base}/{name}.html", runs=1)
    assert [round(found[category]) for category in lighthouse.CATEGORIES[1:]] == [100, 100, 100]


#: What a reader without scripts does not get of a page as it came, then of its answers, one by one.
NOT_SHOWN = """(alts) => {
    const all = (what) => [...document.querySelectorAll(what)]
    const seen = (part) => part.checkVisibility() && part.getBoundingClientRect().height > 0
    const first = (what) => [what, all(what).some(seen)]
    const open = "details:not([open]) *"
    const found = [
        first(`.katex-html:not(${open})`),
        first("article .cell_output pre"),
        ["sections", all("article h2").filter(seen).length > 5],
        ["buttons", all(".pst-js-only").length > 0 && !all(".pst-js-only").some(seen)],
        ...all(`figure.dlc-figure:not(${open})`).map((figure) => {
            const plots = [...figure.querySelectorAll("img")]
            return [`figure ${plots[0]?.alt}`, plots.filter(seen).length == 1]
        }),
        ...all("dl-figure").map((figure) => {
            const name = figure.getAttribute("name")
            return [name, figure.innerText.includes(alts[name]) && seen(figure.querySelector(".dlf svg"))]
        }),
    ]
    const answers = all("article details:not(dl-figure *)") // a figure shows some of its own later
    for (const answer of answers) {
        answer.open = true
        found.push([answer.innerText, seen(answer.querySelector(":scope > :not(summary)"))])
    }
    return [found.filter(([, shown]) => !shown).map(([what]) => what), answers.length]
}"""


def test_without_javascript_a_chapter_has_its_mathematics_figures_and_answers(site, address, browser):
    alts = {getattr(figures, name).name: getattr(figures, name).alt for name in figures.__all__}
    missing, answers = {}, 0
    with tab(browser, java_script_enabled=False) as page:
        for name in chapters(site):
            page.goto(f"{address}/{name}.html")
            for part in ("article details:not(.dlc details)", ".dlc-q + details"):
                one = page.locator(part).first
                one.locator("summary").first.click()
                assert one.locator(":scope > :not(summary)").first.is_visible(), (name, one.inner_text())
            missing[name], count = page.evaluate(NOT_SHOWN, alts)
            answers += count
    assert {name: parts for name, parts in missing.items() if parts} == {}
    assert answers > 5 * len(chapters(site))


def test_without_javascript_the_page_is_light_with_all_its_colors(address, browser):
    with tab(browser, java_script_enabled=False) as bare, tab(browser) as whole:
        for page in (bare, whole):
            page.goto(f"{address}/notation.html")
        for place in ("body", "article a", "article h1"):
            colors = [
                page.locator(place).first.evaluate("(e) => getComputedStyle(e).color")
                for page in (bare, whole)
            ]
            assert colors[0] == colors[1]


def test_on_paper_a_dark_page_is_light_and_its_answers_are_open(address, browser):
    with tab(browser, scheme="dark") as page:
        page.goto(f"{address}/04_backprop.html")
        theme = "document.documentElement.dataset.theme"
        page.evaluate(f"addEventListener('beforeprint', () => (window.printed = {theme}))")
        page.pdf()
        assert page.evaluate("printed") == "light"
        assert page.evaluate(theme) == "dark"
        page.emulate_media(media="print")
        answer = page.locator("article section details:not(.dlc-setup, .hide)").first
        assert answer.locator(":scope > :not(summary)").first.is_visible()
        assert not page.locator(".dlc-tick").first.is_visible()
        assert not page.locator(".bd-sidebar-primary").is_visible()


@pytest.mark.parametrize("width", [1280, 1440])
def test_code_of_110_columns_fits_beside_the_menus(site, address, browser, width):
    wider = """[...document.querySelectorAll('.cell_input pre')]
        .filter((pre) => pre.scrollWidth > pre.clientWidth)
        .map((pre) => pre.textContent.slice(0, 60))"""
    with tab(browser, width=width) as page:
        found = {}
        for name in chapters(site):
            page.goto(f"{address}/{name}.html")
            page.evaluate(
                "document.querySelectorAll('main details').forEach((details) => (details.open = true))"
            )
            found[name] = page.evaluate(wider)
    assert {name: cells for name, cells in found.items() if cells} == {}


def test_on_a_phone_the_labels_of_a_plot_are_at_least_ten_pixels_high(site, address, browser):
    """The style's own labels, those of ticks and legends: 10 of matplotlib's points."""
    scale = """[...document.querySelectorAll('img.dlc-light')]
        .map((plot) => plot.getBoundingClientRect().width / parseFloat(plot.style.width))"""
    with tab(browser, width=360) as page:
        for name in set(chapters(site)) | {"gallery"}:
            page.goto(f"{address}/{name}.html")
            page.evaluate(
                "document.querySelectorAll('main details').forEach((details) => (details.open = true))"
            )
            scales = page.evaluate(scale)
            assert scales
            assert min(scales) * 10 * 4 / 3 >= 9.95, name
