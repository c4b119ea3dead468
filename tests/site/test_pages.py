"""The finished site in a real browser: the whole book, as `dlcourse build` left it."""

import gzip
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
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


#: The settings that axe is run in: colors do not depend on the width, all else not on the scheme.
SETTINGS = [(360, "light"), (1280, "dark")]

#: What screen readers do not see of formulas has the color of the text around it.
AXE = "axe.run({exclude: ['.katex-html']}, {resultTypes: ['violations']})"
#: How much wider than its box the page is, or its article.
WIDER = """[document.documentElement, ...document.querySelectorAll('.bd-article-container')]
    .map(box => box.scrollWidth - box.clientWidth).filter(excess => excess > 0)"""
#: The formulas after which a line begins with their punctuation, and how many have some after them.
GLUED = """() => {
    const all = [...document.querySelectorAll('span.math')]
    const lonely = all.filter(math => {
        const after = math.lastChild, last = [...math.querySelectorAll('.katex-base')].at(-1)
        if (!last || after.nodeType !== Node.TEXT_NODE || !after.data.trim()) return false
        const range = document.createRange()
        range.selectNodeContents(after)
        return range.getBoundingClientRect().top > last.getBoundingClientRect().bottom
    })
    return [lonely.map(math => math.textContent), all.filter(math => math.lastChild.data).length]
}"""


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
        anchor = chromium.new_context().new_page()  # keeps the process of the site alive, for `tab`
        anchor.route("**", lambda route: route.fulfill(body=""))
        anchor.goto("http://127.0.0.1/")
        yield chromium
        chromium.close()


@contextmanager
def tab(
    browser: Browser, *, width: int = 1280, scheme: str = "light", alone: bool = False, **how: object
) -> Iterator[Page]:
    """A page for somebody who was never here.

    A browser context for each takes three times as long, because nothing is warm there: it is for tests of
    what comes over the wire (`alone`), and for what only a context can be told.
    """
    alone = alone or bool(how.keys() - {"reduced_motion", "permissions"})
    if alone:
        context = browser.new_context(**how)
    else:
        context = browser.contexts[0]
        context.grant_permissions(how.get("permissions", []))
    page = context.new_page()
    try:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion=how.get("reduced_motion", "no-preference"))
        page.set_default_timeout(PATIENCE)
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda m: m.type in ("error", "warning") and page.complaints.append(m.text))
        yield page
    finally:
        if alone:
            context.close()
        elif not page.is_closed():
            forget(page)
            page.close()
            context.clear_permissions()


def forget(page: Page) -> None:
    """Nobody was ever here."""
    wire = page.context.new_cdp_session(page)
    wire.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "local_storage"})
    wire.detach()


@dataclass
class Visit:
    """What was seen of a page that was loaded once."""

    foreign: list[str] = field(default_factory=list)  # other hosts that it asked
    complaints: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)  # of its files over the wire, pictures aside
    kilobytes: float = 0.0  # of all of them, once it is loaded
    wider: dict[int, list[int]] = field(default_factory=dict)  # by the width of the window
    terms: list[str] = field(default_factory=list)  # the titles of its links to terms
    lonely: list[str] = field(default_factory=list)  # formulas whose punctuation begins a line
    glued: int = 0  # formulas with punctuation
    violations: list[str] = field(default_factory=list)  # that axe finds


@contextmanager
def visit(browser: Browser, base: str, name: str, **how: object) -> Iterator[tuple[Page, Visit]]:
    """A page in a tab of its own, so that nothing is cached, and listened to while it loads."""
    seen = Visit()
    with tab(browser, alone=True, **how) as page:
        page.on("request", lambda r: r.url.startswith((base, "data:")) or seen.foreign.append(r.url))
        page.on(
            "response",
            lambda r: r.request.resource_type != "image" and seen.sizes.append(_gzipped(r.body(), r.url)),
        )
        page.goto(f"{base}/{name}.html", wait_until="commit")
        yield page, seen
        seen.complaints = page.complaints


@pytest.fixture(scope="module")
def visits(site, address, browser) -> dict[tuple[str, int], Visit]:
    """Each page, loaded once in each setting; by its name and the width of the window."""
    axe = (assets.packages(site.parent / "npm", dev=True) / "axe-core/axe.min.js").read_text("utf8")
    found = {}
    for some in fours(names(site)):
        with ExitStack() as tabs:
            for name in some:
                for width, scheme in SETTINGS:
                    one = visit(browser, address, name, width=width, scheme=scheme)
                    found[name, width] = tabs.enter_context(one)
            for (_, width), (page, seen) in list(found.items())[-len(some) * len(SETTINGS) :]:
                page.wait_for_load_state("networkidle")
                seen.kilobytes = sum(seen.sizes) / 1000
                links = page.locator("a[href^='glossary.html#']")
                seen.terms = links.evaluate_all("links => links.map(link => link.title)")
                look(page, seen, axe, width, *([768] if width == 1280 else []))
    return {place: seen for place, (_, seen) in found.items()}


def fours(pages: list[str]) -> list[list[str]]:
    """Pages that are loaded side by side: each is waited for until it has asked nothing for half a second."""
    return [pages[start : start + 4] for start in range(0, len(pages), 4)]


def look(page: Page, seen: Visit, axe: str, *widths: int) -> None:
    """Note how wide it is in windows of some widths, and what axe finds in the first of them."""
    for width in (*widths[1:], widths[0]):
        page.set_viewport_size({"width": width, "height": 900})
        seen.wider[width] = page.evaluate(WIDER)
    page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    seen.lonely, seen.glued = page.evaluate(GLUED)
    # what is just fading in has too little contrast yet
    page.evaluate("Promise.all(document.getAnimations().map(fading => fading.finished))")
    page.evaluate(axe)
    for violation in page.evaluate(AXE)["violations"]:
        where = [node["target"][0] for node in violation["nodes"][:3]]
        seen.violations.append(f"{violation['id']} at {where}")


def names(site: Path) -> list[str]:
    return sorted(path.stem for path in site.glob("*.html"))


def chapters(site: Path) -> list[str]:
    return [name for name in names(site) if name[:2].isdigit() and name != "404"]


def test_every_link_and_anchor_resolves_and_no_page_names_another_host(site):
    assert links.problems(site) == []


def test_no_page_asks_another_host_or_complains(visits):
    assert {name: seen.foreign for name, seen in visits.items() if seen.foreign} == {}
    assert {name: seen.complaints for name, seen in visits.items() if seen.complaints} == {}


def test_no_page_opened_as_a_file_asks_another_host_or_complains(site, browser):
    base, foreign = site.as_uri(), []
    for some in fours(names(site)):
        with ExitStack() as tabs:
            pages = [tabs.enter_context(tab(browser)) for _ in some]
            for name, page in zip(some, pages, strict=True):
                page.on("request", lambda r: r.url.startswith((base, "data:")) or foreign.append(r.url))
                page.goto(f"{base}/{name}.html", wait_until="commit")
            for page in pages:
                page.wait_for_load_state("networkidle")
                assert page.complaints == [], page.url
    assert foreign == []


def test_axe_finds_no_violation(visits):
    assert {name: seen.violations for name, seen in visits.items() if seen.violations} == {}


def test_no_page_is_wider_than_its_window(visits):
    found = {
        (name, width): excess for (name, _), seen in visits.items() for width, excess in seen.wider.items()
    }
    assert {width for _, width in found} == {360, 768, 1280}
    assert {where: excess for where, excess in found.items() if excess} == {}


def test_no_line_begins_with_the_punctuation_after_a_formula(visits):
    on_a_phone = {name: seen for (name, width), seen in visits.items() if width == 360}
    assert {name: seen.lonely for name, seen in on_a_phone.items() if seen.lonely} == {}
    assert sum(seen.glued for seen in on_a_phone.values()) > 20


def test_every_page_keeps_its_weight(visits):
    weights = {name: seen.kilobytes for name, seen in visits.items()}
    assert min(weights.values()) > 0
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


def test_a_link_to_a_term_shows_its_meaning(site, visits):
    for name in chapters(site):
        titles = visits[name, 1280].terms
        assert titles and all(titles), name


def test_every_page_tells_search_engines_what_it_is_about(site):
    for name in names(site):
        if name != "search":
            html = (site / f"{name}.html").read_text("utf8")
            assert html.count('<meta name="description"') == 1, name
