"""The finished site in a real browser: the whole book, as `dlcourse build` left it."""

import gzip
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, expect, sync_playwright

from dlcourse.site import assets, build, links
from dlcourse.site.layout import Layout
from tests.site.tiny import Lines

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow

#: Milliseconds to wait for what a page will show; a busy machine takes its time.
PATIENCE = 120_000
expect.set_options(timeout=PATIENCE)

#: Page weight on first load over the wire, pictures aside; a stock Jupyter Book page weighs 1,300.
BUDGET_KB = 260


#: What axe looks for by width and scheme. Contrast is the slowest rule, and the only one that depends on the
#: scheme; it does not depend on the width.
AXE = {
    (390, "light"): {"rules": {"color-contrast": {"enabled": False}}},
    (1280, "light"): {},
    (1280, "dark"): {"runOnly": {"type": "rule", "values": ["color-contrast"]}},
}


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    if found := next(filter(None, map(shutil.which, names)), None):
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


@pytest.fixture(scope="session")
def site() -> Path:
    """The course's own book; built now if something changed since it was built last."""
    (ROOT / "_build").mkdir(exist_ok=True)
    with FileLock(ROOT / "_build/tests.lock"):  # all workers share it
        return build.build(Layout(ROOT), Lines())


@pytest.fixture(scope="module")
def address(site) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = _chromium()
    if executable is None:
        pytest.skip("no chromium or chrome on this machine; `playwright install chromium` brings one")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@contextmanager
def tab(browser: Browser, *, width: int = 1280, scheme: str = "light", **how: object) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **how)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda m: m.type in ("error", "warning") and page.complaints.append(m.text))
    yield page
    context.close()


def names(site: Path) -> list[str]:
    return sorted(path.stem for path in site.glob("*.html"))


def chapters(site: Path) -> list[str]:
    return [name for name in names(site) if name[:2].isdigit() and name != "404"]


def test_every_link_and_anchor_resolves_and_no_page_names_another_host(site):
    assert links.problems(site) == []


@pytest.mark.parametrize("over", ["http", "file"])
def test_no_page_asks_another_host_or_complains(site, address, browser, over):
    base = address if over == "http" else site.as_uri()
    foreign = []
    with tab(browser) as page:
        page.on("request", lambda r: r.url.startswith((base, "data:")) or foreign.append(r.url))
        for name in names(site):
            page.goto(f"{base}/{name}.html", wait_until="networkidle")
        assert foreign == []
        assert page.complaints == []


@pytest.mark.parametrize(("width", "scheme"), AXE)
def test_axe_finds_no_violation(site, address, browser, width, scheme):
    axe = (assets.packages(site.parent / "npm", dev=True) / "axe-core/axe.min.js").read_text("utf8")
    options = {"resultTypes": ["violations"], **AXE[width, scheme]}
    found = []
    with tab(browser, width=width, scheme=scheme) as page:
        for name in names(site):
            page.goto(f"{address}/{name}.html", wait_until="networkidle")
            page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
            # what is just fading in has too little contrast yet
            page.evaluate("Promise.all(document.getAnimations().map(fading => fading.finished))")
            page.evaluate(axe)
            for violation in page.evaluate("options => axe.run(options)", options)["violations"]:
                where = [node["target"][0] for node in violation["nodes"][:3]]
                found.append(f"{name}: {violation['id']} at {where}")
    assert found == []


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_page_is_wider_than_its_window(site, address, browser, width):
    wider = """[document.documentElement, ...document.querySelectorAll('.bd-article-container')]
        .map(box => box.scrollWidth - box.clientWidth).filter(excess => excess > 0)"""
    with tab(browser, width=width) as page:
        found = {}
        for name in names(site):
            page.goto(f"{address}/{name}.html")
            found[name] = page.evaluate(wider)
    assert {name: excess for name, excess in found.items() if excess} == {}


def test_no_line_begins_with_the_punctuation_after_a_formula(site, address, browser):
    lonely = """[...document.querySelectorAll('span.math')].filter(math => {
        const after = math.lastChild, last = [...math.querySelectorAll('.katex-base')].at(-1)
        if (!last || after.nodeType !== Node.TEXT_NODE || !after.data.trim()) return false
        const range = document.createRange()
        range.selectNodeContents(after)
        return range.getBoundingClientRect().top > last.getBoundingClientRect().bottom
    }).map(math => math.textContent)"""
    glued = 0
    with tab(browser, width=360) as page:
        for name in ["notation", *chapters(site)]:
            page.goto(f"{address}/{name}.html")
            page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
            assert page.evaluate(lonely) == [], name
            glued += page.evaluate(
                "[...document.querySelectorAll('span.math')].filter(m => m.lastChild.data).length"
            )
    assert glued > 20


def test_every_page_keeps_its_weight(site, address, browser):
    weights = {}
    for name in names(site):
        with tab(browser) as page:
            sizes = []
            page.on(
                "response",
                lambda r, sizes=sizes: (
                    r.request.resource_type != "image" and sizes.append(_gzipped(r.body(), r.url))
                ),
            )
            page.goto(f"{address}/{name}.html", wait_until="networkidle")
            weights[name] = sum(sizes) / 1000
    assert {name: kb for name, kb in weights.items() if kb > BUDGET_KB} == {}


def _gzipped(body: bytes, url: str) -> int:
    return len(body) if url.endswith(".woff2") else len(gzip.compress(body, 9))


def test_a_page_asks_for_one_style_sheet_and_it_is_there(site):
    for name in set(names(site)) - {"404"}:  # served for any address, so it carries its own style
        links = re.findall(r'<link[^>]*rel="stylesheet"[^>]*>', (site / f"{name}.html").read_text("utf8"))
        assert len(links) == 1, name
        file = re.search(r'href="([^"?]+)', links[0])[1]
        assert (site / file).is_file(), name


@pytest.mark.parametrize("over", ["http", "file"])
def test_search_finds_a_term_of_the_glossary(site, address, browser, over):
    base = address if over == "http" else site.as_uri()
    with tab(browser) as page:
        page.goto(f"{base}/index.html")
        page.keyboard.press("Control+k")
        page.keyboard.type("perceptron")
        page.keyboard.press("Enter")
        page.get_by_text("Search finished").wait_for()
        targets = page.eval_on_selector_all("#search-results li a", "found => found.map(a => a.href)")
        assert any("01_neurons.html" in target for target in targets)
        assert page.complaints == []


def test_the_theme_button_goes_through_the_modes_and_the_choice_is_kept(address, browser):
    with tab(browser, scheme="dark") as page:
        page.goto(f"{address}/index.html")
        mode = "document.documentElement.dataset.theme"
        seen = [page.evaluate(mode)]
        for _ in range(2):
            page.click(".theme-switch-button")
            seen.append(page.evaluate(mode))
        assert seen == ["dark", "dark", "light"] or seen == ["dark", "light", "dark"]
        page.goto(f"{address}/notation.html")
        assert page.evaluate(mode) == seen[-1]


def test_on_a_phone_the_menu_opens_and_leads_to_a_chapter(address, browser):
    with tab(browser, width=390) as page:
        page.goto(f"{address}/index.html")
        chapter = page.locator("#pst-primary-sidebar-modal, #pst-primary-sidebar").get_by_text("1 · Neurons")
        assert not chapter.first.is_visible()
        page.click("button.primary-toggle")
        chapter.first.click()
        page.wait_for_url("**/01_neurons.html")


def test_without_javascript_a_chapter_is_whole(site, address, browser):
    with tab(browser, java_script_enabled=False) as page:
        for name in chapters(site):
            page.goto(f"{address}/{name}.html")
            assert page.locator(".katex-html").first.is_visible()
            assert page.locator("figure.dlc-figure img:visible").first.is_visible()
            choice = page.locator(".dlc details").first
            choice.locator("summary").click()
            assert choice.locator("p").is_visible()


def test_a_link_to_a_term_shows_its_meaning(site, address, browser):
    with tab(browser) as page:
        for name in chapters(site):
            page.goto(f"{address}/{name}.html")
            terms = page.locator("a[href^='glossary.html#']")
            assert terms.count() > 0
            assert all(term.get_attribute("title") for term in terms.all())


def test_every_page_tells_search_engines_what_it_is_about(site):
    for name in names(site):
        if name != "search":
            html = (site / f"{name}.html").read_text("utf8")
            assert html.count('<meta name="description"') == 1, name
