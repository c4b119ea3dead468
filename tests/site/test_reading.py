"""Ticks and quiz answers: kept in the browser, counted, taken along in a file, and never lost in silence."""

import json
import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from dlcourse.page.quiz import questions
from dlcourse.site import assets, build, reading
from tests.site import tiny
from tests.site.test_pages import _Quiet, tab

ROOT = Path(__file__).resolve().parents[2]
KEY = "dlcourse.progress"
CHAPTER = "# {0}\n\nIt begins.\n\n## The sum\n\n{1}\n\n### Deeper\n\n{1}\n\n## The *rule* & `w`\n\n{1}\n"
GOOD = {
    "format": "dlcourse progress",
    "version": 1,
    "ticks": {"01_neurons": ["the-sum", "gone"], "99_gone": ["x"]},
    "answers": {"neurons-times-ten": "Nothing at all."},
}
QUESTIONS = [f"neurons-{question['id']}" for question in questions("neurons")]
slow = pytest.mark.slow
together = pytest.mark.xdist_group("reading")  # one build for all of them


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """Two chapters of two sections each, one with a quiz, a page that is no chapter, one that asks again."""
    book = tiny.book(tmp_path_factory.mktemp("reading"), neurons="1", two="2", look="3")
    text = "A line of text.\n\n" * 20
    quiz = ("from dlcourse.page import exercises, quiz", 'exercises("neurons")', 'quiz("neurons")')
    about = {"topic": "one", "description": "About one.", "outcomes": []}
    chapters = book.chapters()
    tiny.notebook(chapters["01_neurons"], CHAPTER.format("One", text), *quiz, dlcourse=about)
    tiny.notebook(chapters["02_two"], CHAPTER.format("Two", text), dlcourse=about | {"topic": "two"})
    tiny.notebook(chapters["03_look"], CHAPTER.format("Look", text))
    plan = "1. **[One](01_neurons.ipynb)**: What?\n2. **[Two](02_two.ipynb)**: Why?\n"
    start = "```{container} dlc-start\n[Start with One](01_neurons.ipynb)\n```\n\n"
    (book.root / "book/index.md").write_text(f"# A tiny book\n\nIt has few pages.\n\n{start}{plan}")
    (book.root / "book/recall.md").write_text("# Recall\n\nAsked again.\n\n```{recall}\n```\n")
    with (book.root / "_toc.yml").open("a") as toc:
        toc.write("  - file: recall\n")
    shutil.copy(ROOT / "_config.yml", book.root)
    shutil.copytree(ROOT / "assets", book.root / "assets")
    if (ROOT / "_build/npm").is_dir():
        shutil.copytree(ROOT / "_build/npm", book.root / "_build/npm")
    build.build(book, tiny.Lines(), jobs=2)
    return book.html


@pytest.fixture(scope="module")
def address(site) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def page(address, browser) -> Iterator[Page]:
    """The first chapter, opened by someone who was never here."""
    with tab(browser) as page:
        page.goto(f"{address}/01_neurons.html")
        yield page
        assert page.complaints == []


def tick(page: Page, title: str):
    return page.get_by_role("checkbox", name=f"Done: {title}")


def stored(page: Page) -> dict:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))


def store(page: Page, text: str) -> None:
    """Put a text where the state is kept, and come back to the page."""
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    page.reload()


def load(page: Page, path: Path) -> str:
    """What the page says to a file that is loaded."""
    if not page.get_by_role("button", name="Load a file").is_visible():
        page.get_by_text("Your progress: ").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Load a file").click()
    status = page.locator(".dlc-reading [role=status]")
    status.evaluate("node => { node.textContent = ''; }")  # what it said of the file before
    chooser.value.set_files(path)
    expect(status).to_contain_text(path.name)
    return status.inner_text()


def save(page: Page, path: Path) -> Path:
    if not page.get_by_role("button", name="Save to a file").is_visible():
        page.get_by_text("Your progress: ").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    assert re.fullmatch(r"dlcourse-progress-\d{4}-\d\d-\d\d\.json", download.value.suggested_filename)
    download.value.save_as(path)
    return path


def test_the_sections_of_a_page_get_a_tick_and_those_below_them_none():
    document = new_document("page")
    inner = nodes.section("", nodes.title("", "Inner"), ids=["inner"])
    outer = nodes.section("", nodes.title("", 'If x < 1 & "y"'), inner, ids=["outer"])
    document += nodes.section("", nodes.title("", "Title"), outer, ids=["top"])
    reading.add_ticks(document)
    (only,) = document.findall(nodes.raw)
    assert only.parent is outer and outer[-1] is only
    assert 'data-section="outer"' in only.astext()
    assert "Done: If x &lt; 1 &amp; &quot;y&quot;</label>" in only.astext()


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
nearly = st.fixed_dictionaries(
    {"format": st.just("dlcourse progress"), "version": st.sampled_from([1, 1, 1, 2, "1", None])},
    optional={"ticks": values, "answers": values, "recall": values, "__proto__": values},
)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text() | (values | nearly).map(json.dumps), min_size=30, max_size=60))
def test_no_text_whatever_breaks_the_reading_of_it(texts):
    """Each is refused in words or gives a state, and that state is read back as it was written."""
    program = (
        (Path(reading.__file__).parent / "scripts/store.js").read_text("utf8")
        + """
        for (const text of JSON.parse(require('fs').readFileSync(0, 'utf8'))) {
            try {
                const { state } = parse(text), again = parse(format(state));
                if (again.dropped || format(again.state) !== format(state)) throw Error(`changed: ${text}`);
                const sections = [...state.ticks.values()].flatMap((set) => [...set]);
                const odd = [...state.answers.values(), ...sections].some((s) => typeof s !== 'string');
                if (odd) throw Error(`no texts: ${text}`);
            } catch (problem) {
                if (!(problem instanceof Unreadable)) throw problem;
            }
        }"""
    )
    assets.run("node", ["-e", program], input=json.dumps(texts))


@slow
@together
@pytest.mark.parametrize("over", ["http", "file"])
def test_a_tick_is_there_again_and_counted_in_the_menu_the_contents_and_the_plan(
    site, address, browser, over
):
    base = address if over == "http" else site.as_uri()
    with tab(browser) as page:
        page.goto(f"{base}/01_neurons.html")
        tick(page, "The sum").check()
        page.reload()
        expect(tick(page, "The sum")).to_be_checked()
        expect(tick(page, "The rule & w")).not_to_be_checked()
        menu, contents = page.locator(".bd-docs-nav"), page.locator("nav.page-toc")
        expect(menu.get_by_role("link", name=re.compile(r"One \(1 of 2 sections done\)"))).to_be_visible()
        expect(contents.get_by_role("link", name="The sum ✓, done")).to_have_count(
            0
        )  # the sign is not read out
        expect(contents.get_by_role("link", name="The sum (done)")).to_be_visible()
        tick(page, "The rule & w").check()
        page.goto(f"{base}/index.html")
        expect(page.locator("article ol").get_by_role("link", name="One (done)")).to_be_visible()
        expect(menu.get_by_role("link", name="Two", exact=True)).to_be_visible()
        expect(page.get_by_text("Your progress: 2 of 4")).to_be_visible()
        page.goto(f"{base}/01_neurons.html")
        tick(page, "The sum").uncheck()
        page.reload()
        expect(tick(page, "The sum")).not_to_be_checked()
        assert page.complaints == []


@slow
@together
def test_by_keyboard_alone_a_section_is_ticked_and_the_progress_saved(page, tmp_path):
    page.locator("#the-sum .headerlink").first.focus()
    while not page.evaluate("document.activeElement.matches('.dlc-tick input')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(tick(page, "The sum")).to_be_checked()
    page.get_by_text("Your progress: 1 of 4").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "mine.json")
    assert json.loads((tmp_path / "mine.json").read_text())["ticks"] == {"01_neurons": ["the-sum"]}


@slow
@together
def test_what_is_saved_in_one_browser_is_added_to_what_another_has(page, address, browser, tmp_path):
    tick(page, "The sum").check()
    page.locator(".dlc summary").nth(1).click()
    saved = save(page, tmp_path / "mine.json")
    with tab(browser, alone=True) as other:
        other.goto(f"{address}/01_neurons.html")
        tick(other, "The rule & w").check()
        assert load(other, saved) == "Loaded mine.json: 1 tick and 1 answer were new here."
        expect(tick(other, "The sum")).to_be_checked()
        expect(tick(other, "The rule & w")).to_be_checked()
        expect(other.locator(".dlc details").nth(1)).to_have_attribute("open", "")
        assert load(other, saved) == "Loaded mine.json: 0 ticks and 0 answers were new here."
        assert other.complaints == []


@slow
@together
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is not JSON, or only a part of it is there"),
        (json.dumps(GOOD)[:-9], "it is not JSON, or only a part of it is there"),
        ("null", 'it does not say "format": "dlcourse progress"'),
        (json.dumps(GOOD | {"format": "other"}), 'it does not say "format": "dlcourse progress"'),
        (json.dumps(GOOD | {"version": 2}), "a newer version of this site wrote it (2; this page reads 1)"),
        (json.dumps(GOOD | {"version": "one"}), "its version must be 1"),
        (" " * 1_000_001, "it is far too long to be a progress file"),
    ],
)
def test_a_file_that_is_no_progress_is_refused_with_the_reason_and_nothing_changes(page, tmp_path, text, why):
    tick(page, "The sum").check()
    before = stored(page)
    (tmp_path / "odd.json").write_text(text)
    said = load(page, tmp_path / "odd.json")
    assert said.startswith(f"odd.json was not loaded: {why}")
    assert "Nothing changed." in said
    assert stored(page) == before


@slow
@together
def test_of_a_damaged_file_what_makes_sense_is_loaded_and_the_rest_is_counted(page, tmp_path):
    damaged = GOOD | {
        "ticks": {"01_neurons": ["the-sum", 7], "02_two": "all"},
        "answers": {"neurons-times-ten": None},
    }
    (tmp_path / "half.json").write_text(json.dumps(damaged))
    said = load(page, tmp_path / "half.json")
    assert said.startswith("Loaded half.json: 1 tick and 0 answers were new here.")
    assert said.endswith("What made no sense was left out: 3 parts of the file.")
    expect(tick(page, "The sum")).to_be_checked()


@slow
@together
def test_what_the_book_no_longer_has_is_kept_and_not_counted(page):
    store(page, json.dumps(GOOD))
    expect(page.get_by_text("Your progress: 1 of 4")).to_be_visible()
    tick(page, "The rule & w").check()
    assert set(stored(page)["ticks"]["01_neurons"]) == {"the-sum", "gone", "the-rule-w"}
    assert stored(page)["ticks"]["99_gone"] == ["x"]


@slow
@together
def test_a_damaged_state_is_put_aside_and_the_reader_is_told(page):
    store(page, '{"format": "dlcourse pro')
    message = page.locator("main [role=status]").filter(has_text="cannot be read: it is not JSON")
    expect(message).to_be_visible()
    assert page.evaluate(f"localStorage.getItem('{KEY}.damaged')") == '{"format": "dlcourse pro'
    page.get_by_role("button", name="Close").click()
    expect(message).to_have_count(0)
    tick(page, "The sum").check()
    page.reload()
    expect(tick(page, "The sum")).to_be_checked()
    expect(page.locator(".dlc-message")).to_have_text("")


@slow
@together
def test_a_page_never_writes_over_the_state_of_a_newer_one(page):
    newer = json.dumps(GOOD | {"version": 2, "more": 1})
    store(page, newer)
    expect(page.locator(".dlc-message")).to_contain_text("a newer version of this site wrote it")
    tick(page, "The sum").check()
    expect(tick(page, "The sum")).to_be_checked()
    assert page.evaluate(f"localStorage.getItem('{KEY}')") == newer


@slow
@together
def test_where_the_browser_has_no_room_the_reader_is_told_and_can_still_save(page, tmp_path):
    page.evaluate("""() => { // until not one more character fits
        for (let size = 4e6, key = 0; size >= 1; key++) {
            try { localStorage.setItem(`full${key}`, 'x'.repeat(size)) } catch { size /= 4 }
        }
    }""")
    tick(page, "The sum").check()
    expect(page.locator(".dlc-message")).to_contain_text("refuses to keep your progress (QuotaExceededError)")
    expect(tick(page, "The sum")).to_be_checked()
    saved = json.loads(save(page, tmp_path / "mine.json").read_text())
    assert saved["ticks"] == {"01_neurons": ["the-sum"]}


@slow
@together
@pytest.mark.parametrize("sure", [True, False])
def test_starting_over_asks_first_and_removes_all(page, sure):
    store(page, json.dumps(GOOD))
    page.get_by_text("Your progress: ").click()
    page.once("dialog", lambda dialog: dialog.accept() if sure else dialog.dismiss())
    page.get_by_role("button", name="Start over").click()
    says = "All ticks and answers are removed." if sure else "Nothing was removed."
    expect(page.locator(".dlc-reading [role=status]")).to_have_text(says)
    assert tick(page, "The sum").is_checked() is not sure
    assert bool(stored(page)["ticks"]) is not sure


@slow
@together
def test_a_tick_shows_in_the_other_tab_too(page, address):
    other = page.context.new_page()
    other.goto(f"{address}/01_neurons.html")
    tick(page, "The sum").check()
    expect(tick(other, "The sum")).to_be_checked()
    tick(other, "The rule & w").check()
    expect(tick(page, "The rule & w")).to_be_checked()
    expect(tick(page, "The sum")).to_be_checked()
    other.close()


@slow
@together
def test_the_answers_of_a_quiz_come_back_until_they_are_asked_for_again(page):
    choices, said = page.locator(".dlc details"), page.locator(".dlc-again [role=status]")
    again = page.get_by_role("button", name="Answer again")
    assert again.is_disabled()
    first = [choice.get_attribute("name") for choice in choices.all()].count(QUESTIONS[0])
    choices.nth(0).locator("summary").click()
    choices.nth(1).locator("summary").focus()
    page.keyboard.press("Enter")  # another answer to the same question takes the place of the first
    choices.nth(first).locator("summary").click()
    opened = [bool(choice.get_attribute("open") is not None) for choice in choices.all()]
    assert [number for number, is_open in enumerate(opened) if is_open] == [1, first]
    right = sum("✓" in choices.nth(number).locator("p").inner_text() for number in (1, first))
    page.reload()
    assert [choice.get_attribute("open") is not None for choice in choices.all()] == opened
    expect(said).to_contain_text(f"2 of {len({c.get_attribute('name') for c in choices.all()})} answered")
    expect(said).to_contain_text(f"{right} right")
    choices.nth(first).locator("summary").click()  # taken back
    expect(said).to_contain_text("1 of ")
    again.click()
    page.reload()
    assert page.locator(".dlc details[open]").count() == 0
    assert again.is_disabled()


@slow
@together
def test_an_answer_that_the_quiz_no_longer_offers_is_not_shown(page):
    store(page, json.dumps(GOOD | {"answers": {QUESTIONS[0]: "A choice of last year."}}))
    assert page.locator(".dlc details[open]").count() == 0


@slow
@together
def test_without_javascript_there_are_no_ticks_and_the_quiz_still_answers(address, browser):
    with tab(browser, java_script_enabled=False) as page:
        page.goto(f"{address}/01_neurons.html")
        assert page.locator(".dlc-tick").count() == 2
        assert not any(box.is_visible() for box in page.locator(".dlc-tick").all())
        page.locator(".dlc summary").first.click()
        assert page.locator(".dlc details p").first.is_visible()


@slow
@together
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_ticks_tools_and_messages(site, address, browser, width, scheme):
    axe = (assets.packages(site.parent / "npm", dev=True) / "axe-core/axe.min.js").read_text("utf8")
    with tab(browser, width=width, scheme=scheme) as page:
        page.goto(f"{address}/01_neurons.html")
        store(page, "damaged")
        tick(page, "The sum").check()
        page.locator(".dlc summary").first.click()
        if width < 1000:
            page.click("button.primary-toggle")
        page.get_by_text("Your progress: ").click()
        page.evaluate("Promise.all(document.getAnimations().map(fading => fading.finished))")
        page.evaluate(axe)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        assert [(violation["id"], violation["nodes"][0]["target"]) for violation in found] == []


@slow
@together
def test_pages_that_are_no_chapters_have_no_ticks(site):
    assert "dlc-tick" not in (site / "03_look.html").read_text("utf8")
    assert (site / "02_two.html").read_text("utf8").count('class="dlc-tick') == 2
    script = (site / "_static/reading.js").read_text("utf8")
    known = json.loads(re.search(r"const CHAPTERS = (.*);", script)[1])
    assert known == {name: ["the-sum", "the-rule-w"] for name in ("01_neurons", "02_two")}


def choose(page: Page, name: str, *, right: bool) -> None:
    """Open the right choice of a question, or the first wrong one."""
    sign = "✓" if right else "✗"
    page.locator(f"details[name={name}]").filter(has_text=sign).first.locator("summary").click()


@slow
@together
def test_a_section_ticks_when_its_quiz_is_answered_and_stays_as_the_reader_leaves_it(page):
    section = tick(page, "The rule & w")
    for name in QUESTIONS:
        expect(section).not_to_be_checked()
        choose(page, name, right=name != QUESTIONS[0])
    expect(section).to_be_checked()
    assert {name: right for name, (right, _) in stored(page)["recall"].items()} == {
        name: int(name != QUESTIONS[0]) for name in QUESTIONS
    }
    section.uncheck()
    choose(page, QUESTIONS[0], right=True)  # reads the explanation, and knows it no better for that
    expect(section).not_to_be_checked()
    assert stored(page)["recall"][QUESTIONS[0]][0] == 0


@slow
@together
def test_the_link_of_passed_exercises_ticks_their_section(page, address):
    section = tick(page, "The rule & w")
    page.goto(f"{address}/01_neurons.html#passed")  # the page is open already
    expect(section).to_be_checked()
    expect(page.locator(".dlc-message")).to_contain_text("Every test of these exercises passes")
    assert "#" not in page.url
    section.uncheck()
    page.goto("about:blank")
    page.goto(f"{address}/01_neurons.html#passed")
    expect(section).to_be_checked()
    page.goto(f"{address}/02_two.html#passed")  # has no exercises
    assert list(stored(page)["ticks"]) == ["01_neurons"]


@slow
@together
def test_the_first_page_says_where_to_go_on(page, address):
    first = page.locator(".dlc-start a").first
    page.goto(f"{address}/index.html")
    expect(first).to_have_text("Start with One")
    expect(page.locator(".dlc-start a")).to_have_count(2)
    expect(page.get_by_role("link", name="Answer again")).to_have_count(0)  # there is nothing to answer
    page.goto(f"{address}/02_two.html")
    tick(page, "The sum").check()
    page.goto(f"{address}/index.html")
    expect(first).to_have_text("Go on with Two")
    first.click()
    page.wait_for_url("**/02_two.html#the-rule-w")
    tick(page, "The rule & w").check()
    page.goto(f"{address}/index.html")
    expect(first).to_have_text("Go on with One")
    first.click()
    page.wait_for_url("**/01_neurons.html#the-sum")


NOON = 1_800_000_000_000  # milliseconds since 1970
MINUTE, DAY = 60_000, 86_400_000


@slow
@together
def test_what_was_answered_comes_back_after_a_pause_that_grows(page, address, tmp_path):
    def at(time: int, name: str) -> None:
        page.clock.set_fixed_time(time / 1000)  # seconds
        page.goto(f"{address}/{name}.html")

    status, shown = page.locator(".dlc-recall [role=status]"), page.locator(".dlc-recall .dlc:visible")
    at(NOON, "recall")
    expect(status).to_contain_text("Nothing to ask yet")
    expect(shown).to_have_count(0)
    at(NOON, "01_neurons")
    choose(page, QUESTIONS[0], right=False)
    choose(page, QUESTIONS[1], right=True)
    at(NOON + MINUTE, "recall")
    expect(status).to_have_text("Nothing more to ask now. The next question comes in 9 minutes.")
    at(NOON + 10 * MINUTE, "index")
    expect(page.get_by_role("link", name="Answer again: 1 question")).to_be_visible()
    at(NOON + 10 * MINUTE, "recall")
    expect(status).to_have_text("1 question to answer.")
    choose(page, QUESTIONS[0], right=True)
    expect(status).to_contain_text("Right. It comes back in 3 days.")
    choose(page, QUESTIONS[0], right=False)  # reads on
    expect(shown.locator("details[open]")).to_contain_text("✗")
    at(NOON + 4 * DAY, "recall")
    expect(status).to_have_text("2 questions to answer.")
    page.locator(".dlc-recall summary:visible").first.focus()
    page.keyboard.press("Enter")
    expect(status).to_contain_text("1 more.")
    next_question = page.get_by_role("button", name="Next question")
    while not next_question.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(status).to_have_text("1 question to answer.")
    expect(page.locator(".dlc-recall summary:visible").first).to_be_focused()
    at(NOON + 4 * DAY, "recall")
    name = shown.locator("details").first.get_attribute("name")
    choose(page, name, right=True)
    expect(status).to_contain_text("It comes back in 10 days.")
    saved = json.loads(save(page, tmp_path / "mine.json").read_text())
    assert saved["recall"][name] == [2, NOON + 4 * DAY]


@slow
@together
def test_of_two_files_the_later_answer_counts(page, tmp_path):
    def file(right: int, at: int) -> Path:
        path = tmp_path / f"{at}.json"
        path.write_text(json.dumps(GOOD | {"recall": {QUESTIONS[0]: [right, at]}}))
        return path

    for right, at in ((1, 2000), (3, 1000), (0, 3000)):
        assert "made no sense" not in load(page, file(right, at))
    assert stored(page)["recall"] == {QUESTIONS[0]: [0, 3000]}
    (tmp_path / "odd.json").write_text(json.dumps(GOOD | {"recall": {"a": [1], "b": [-1, 2], "c": "x"}}))
    assert "left out: 3 parts" in load(page, tmp_path / "odd.json")


@slow
@together
def test_all_questions_can_be_read_with_and_without_scripts(address, browser, page):
    page.goto(f"{address}/recall.html")
    page.get_by_role("button", name="Read all questions").click()
    everything = page.locator(".dlc-recall .dlc:visible").count()
    choose(page, QUESTIONS[2], right=False)
    assert page.evaluate(f"localStorage.getItem('{KEY}')") is None
    with tab(browser, java_script_enabled=False) as bare:
        bare.goto(f"{address}/recall.html")
        assert bare.locator(".dlc-recall .dlc:visible").count() == everything == len(QUESTIONS)
        bare.locator(".dlc-recall summary").first.click()
        assert bare.locator(".dlc-recall details p").first.is_visible()
        assert bare.locator(".dlc-from a").first.get_attribute("href") == "01_neurons.html"
