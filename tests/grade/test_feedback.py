"""Feedback: what helps the student, nothing of the hidden tests, and nothing that runs in a browser."""

import base64
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_output

from dlcourse.grade import AssignmentError
from dlcourse.grade.assignment import by_id, read
from dlcourse.grade.gradebook.batch import grade
from dlcourse.grade.gradebook.course import Course
from dlcourse.grade.reports.feedback import feedback, message
from tests.grade import tiny
from tests.grade.tiny import SQUARE, STUB

WRONG = STUB.format("return abs(x + x)")


def quiet(name: str, done: int, of: int) -> None:
    """No progress."""


def pages(course: Path, reveal="never") -> dict[str, str]:
    written = feedback(course, tiny.NAME, reveal=reveal, step=quiet)
    return {path.parts[-3]: path.read_text("utf8") for path in written}


def text(page: str) -> str:
    return BeautifulSoup(page, "html.parser").get_text(" ", strip=True)


def test_student_reads_points_the_message_and_the_comment(course):
    tiny.hand_in(course, "ada", tiny.answered(course, double=WRONG), "2026-01-02 12:00:00 UTC")
    grade(course, tiny.NAME, jobs=1)
    with tiny.gradebook(course) as book:
        book.find_comment("tiny-why", "tiny", tiny.NAME, "ada").manual_comment = "Say <more>."
        book.find_grade("tiny-why", "tiny", tiny.NAME, "ada").manual_score = 2.5
        book.db.commit()
    page = text(pages(course)["ada"])
    assert "tiny-double-tests: 0 of 2 points" in page
    assert "double(-21) is -42, not 42" in page
    assert "Say <more>." in page
    assert "2.5 of 9.5 points" in page or "1.5 of 9.5 points (2.5, less 1 for handing in late)" in page


def test_hidden_tests_are_shown_by_policy_only(course):
    tiny.hand_in(course, "ada", tiny.answered(course, double=WRONG))
    grade(course, tiny.NAME, jobs=1)
    assert "canary-in-the-hidden-tests" not in pages(course)["ada"]
    assert "double(2) == 4" in text(pages(course)["ada"])  # what everybody has
    assert "canary-in-the-hidden-tests" in pages(course, "always")["ada"]
    assert "canary-in-the-hidden-tests" in pages(course, "deadline")["ada"]  # was due in the past
    with tiny.gradebook(course) as book:
        book.update_or_create_assignment(tiny.NAME, duedate="2999-01-01 00:00:00 UTC")
    assert "canary-in-the-hidden-tests" not in pages(course, "deadline")["ada"]


@pytest.mark.parametrize("kind", ["ValueError", "AssertionError"])
def test_an_error_of_the_student_does_not_carry_a_hidden_input_out(course, kind):
    spy = STUB.format(f"if x == 2:\n        return 4\n    raise {kind}(f'the input was {{x}}')")
    tiny.hand_in(course, "spy", tiny.answered(course, double=spy))
    grade(course, tiny.NAME, jobs=1)
    page = pages(course)["spy"]
    assert f"Your code raises {kind} in a test" in page
    assert "-21" not in page


def test_message_of_a_stub_says_so():
    stub = new_output("error", ename="NotImplementedError", evalue="", traceback=[])
    assert message(stub, reveal=False) == "NotImplementedError"


def test_words_behind_a_pasted_picture_are_shown(course):
    picture = base64.b64encode(bytes(300_000)).decode()
    nb = tiny.answered(
        course, why=f"Before.\n\n![a figure](data:image/png;base64,{picture})\n\nFirst, behind."
    )
    tiny.hand_in(course, "ada", nb)
    grade(course, tiny.NAME, jobs=1)
    page = pages(course)["ada"]
    assert "Before." in text(page) and "First, behind." in text(page)
    assert len(page) < 100_000
    assert picture in by_id(read(course / "autograded" / "ada" / tiny.NAME / "tiny.ipynb"))["tiny-why"].source


HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:alert(3)">a</a>
<iframe src="https://evil.example"></iframe><form action="https://evil.example"><input name=q></form>
<svg onload=alert(4)></svg><style>body{display:none}</style><b>bold</b></pre></textarea>"""


@pytest.fixture
def attacked(course) -> str:
    """A page whose every part tries to get out; its outputs are put where the judge puts them."""
    nb = tiny.answered(course, why=HOSTILE, double=WRONG + "\n# " + HOSTILE.replace("\n", " "))
    nb.cells.insert(0, new_code_cell("1"))
    tiny.hand_in(course, "eve", nb)
    grade(course, tiny.NAME, jobs=1)
    path = course / "autograded" / "eve" / tiny.NAME / "tiny.ipynb"
    graded = read(path)
    bundles = [
        {"text/html": HOSTILE},
        {"text/markdown": HOSTILE},
        {"image/png": '"><script>alert(5)</script>'},
        {"image/svg+xml": HOSTILE},
        {"text/plain": HOSTILE},
        {"application/javascript": "alert(6)"},
    ]
    graded.cells[0].outputs = [
        *(new_output("display_data", data=bundle) for bundle in bundles),
        new_output("stream", name="stdout", text=HOSTILE + "x" * 1_000_000),
        new_output("error", ename=HOSTILE, evalue=HOSTILE, traceback=[HOSTILE]),
    ]
    tests = by_id(graded)["tiny-double-tests"]
    tests.outputs = [new_output("error", ename="AssertionError", evalue=HOSTILE, traceback=[HOSTILE])]
    nbformat.write(graded, path)
    return pages(course)["eve"]


def test_no_output_becomes_markup_that_acts(attacked):
    soup = BeautifulSoup(attacked, "html.parser")
    assert not soup(["script", "iframe", "form", "input", "object", "embed", "link", "svg", "base"])
    assert not [one for one in soup(True) if any(name.startswith("on") for name in one.attrs)]
    assert not [one for one in soup("a") if not re.match("https?:|mailto:|#", one.get("href", "#"))]
    assert all(re.match(r"data:image/(png|svg\+xml);base64,", image["src"]) for image in soup("img"))
    assert len(soup("style")) == 1
    assert "default-src 'none'" in soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert len(attacked) < 200_000


@pytest.mark.slow
def test_browser_runs_nothing_of_it(attacked, tmp_path):
    from playwright.sync_api import sync_playwright

    (tmp_path / "page.html").write_text(attacked, "utf8")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        tab, alerts, asked = browser.new_page(), [], []
        tab.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto((tmp_path / "page.html").as_uri())
        assert "points" in tab.inner_text("body")
        assert tab.locator("b", has_text="bold").count() > 1
        browser.close()
    assert alerts == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []


def test_feedback_before_grading_says_what_to_run(course):
    with pytest.raises(AssignmentError, match="nothing was graded yet; run: dlcourse grade tiny"):
        pages(course)


def test_command_writes_the_pages(course):
    tiny.hand_in(course, "ada", tiny.answered(course, steps=SQUARE.format("return x * x")))
    assert tiny.cli(course, "grade", tiny.NAME).returncode == 0
    said = tiny.cli(course, "feedback", tiny.NAME)
    assert said.returncode == 0, said.stderr
    assert "Wrote 1 pages, the first of them" in said.stderr
    assert (course / "feedback" / "ada" / tiny.NAME / "tiny.html").is_file()


def test_nbgrader_hands_the_pages_out_also_where_somebody_handed_in_no_secret(course, tmp_path):
    from nbgrader.exchange.default.release_feedback import ExchangeReleaseFeedback
    from nbgrader.utils import notebook_hash

    for name in ("ada", "bob", "eve"):
        tiny.hand_in(course, name, tiny.answered(course, double=WRONG), "2026-01-02 12:00:00 UTC")
    submitted = {name: course / "submitted" / name / tiny.NAME for name in ("ada", "bob", "eve")}
    (submitted["ada"] / "submission_secret.txt").write_text("only ada knows")
    (submitted["eve"] / "submission_secret.txt").symlink_to(submitted["ada"] / "submission_secret.txt")
    grade(course, tiny.NAME, jobs=1)
    pages(course)
    made = Course(course)
    made.config.Exchange.root = str(tmp_path / "exchange")
    made.config.CourseDirectory.course_id = "tiny"
    (tmp_path / "exchange").mkdir(mode=0o777)
    (tmp_path / "exchange").chmod(0o777)
    made.directory.assignment_id = tiny.NAME
    made.directory.course_id = "tiny"
    ExchangeReleaseFeedback(coursedir=made.directory, config=made.config).start()
    out = {path.stem for path in (tmp_path / "exchange/tiny/feedback").glob("*.html")}
    assert notebook_hash(secret="only ada knows", notebook_id="tiny") in out
    assert len(out) == 3
