"""The button "autograde" of nbgrader's formgrader, clicked in a browser, with and without the two lines."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.grade import tiny
from tests.grade.test_guide import SETTINGS, STAYS, free_port, running
from tests.grade.tiny import DOUBLE, SQUARE, STUB
from tests.site import test_pages

pytestmark = pytest.mark.slow
browser = test_pages.browser

#: The two lines, as the guide tells them.
(USE,) = (text for text in SETTINGS if "dlcourse.grade.gradebook.bridge" in text)
OPTIONS, _ = STAYS["jupyter lab"]
PATIENCE = 120_000  # milliseconds


@pytest.fixture
def handed_in(course: Path) -> Path:
    """Ada earns all that tests give. Two answer wrongly: one is stopped by the graft, one by the judge."""
    tiny.hand_in(course, "ada", tiny.answered(course, double=DOUBLE, steps=SQUARE.format("return x ** 2")))
    wrong = {"double": STUB.format("return 0"), "steps": SQUARE.format("return -1")}
    skips = tiny.answered(course, **wrong, **{"double-tests": "pass"})
    for cell in skips.cells:
        cell.metadata.tags = ["skip-execution"]
    tiny.hand_in(course, "skips", skips)
    wrong["double"] += "\nget_ipython().input_transformers_cleanup.append(lambda lines: [])"
    tiny.hand_in(course, "empties", tiny.answered(course, **wrong))  # each later cell, before it runs
    return course


def autograde(page: Page, student: str) -> tuple[str, str]:
    """Click the button of a student; returns the score that the page then shows, and the log."""
    row = page.get_by_role("row").filter(has_text=student)
    expect(row.locator(".status")).to_have_text("needs autograding", timeout=PATIENCE)
    row.locator(".autograde").get_by_role("link").click()
    dialog = page.locator(".modal")
    dialog.wait_for(timeout=PATIENCE)  # whatever it says: an error is to be seen at once
    expect(dialog).to_contain_text(f"Successfully autograded '{tiny.NAME}' for student '{student}'.")
    log = dialog.locator("pre").inner_text()
    dialog.get_by_role("button", name="OK").click()
    expect(dialog).to_have_count(0, timeout=PATIENCE)
    expect(row.locator(".status")).to_have_text("needs manual grading", timeout=PATIENCE)
    return row.locator(".score").inner_text(), log


def autograde_all(course: Path, browser: Browser, tmp_path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The same for every student, in a Jupyter of the course; returns scores and logs by student."""
    address = f"127.0.0.1:{(port := free_port())}"
    words = [sys.executable, "-m", "jupyter", "lab", *OPTIONS, f"--ServerApp.port={port}"]
    folders = {f"JUPYTER_{part}_DIR": str(tmp_path / part) for part in ("CONFIG", "RUNTIME")}
    with (
        running(words, f"{address}/lab", os.environ | folders, course),
        test_pages.tab(browser) as page,
    ):
        page.goto(f"http://{address}/formgrader/manage_submissions/{tiny.NAME}")
        done = {student: autograde(page, student) for student in ("ada", "skips", "empties")}
    return {name: score for name, (score, _) in done.items()}, {name: log for name, (_, log) in done.items()}


def test_with_the_two_lines_the_button_gives_what_dlcourse_grade_gives(handed_in, browser, tmp_path):
    ours = Path(shutil.copytree(handed_in, tmp_path / "ours"))
    graded = tiny.cli(ours, "grade", tiny.NAME, DLCOURSE_SECRET=os.environ["DLCOURSE_SECRET"])
    assert graded.returncode == 0, graded.stderr
    config = handed_in / "nbgrader_config.py"
    config.write_text(config.read_text("utf8") + USE, "utf8")
    scores, logs = autograde_all(handed_in, browser, tmp_path)
    assert scores == {"ada": "4 / 9.5", "skips": "0 / 9.5", "empties": "0 / 9.5"}
    assert "[WARNING] skips: cell tiny-double-tests" in logs["skips"]
    assert tiny.rows(handed_in) == tiny.rows(ours)


@pytest.mark.weekly  # what nbgrader alone does, which no change here changes
def test_without_them_the_button_gives_all_points_to_wrong_answers(handed_in, browser, tmp_path):
    scores, _ = autograde_all(handed_in, browser, tmp_path)
    assert scores == {"ada": "4 / 9.5", "skips": "4 / 9.5", "empties": "4 / 9.5"}
