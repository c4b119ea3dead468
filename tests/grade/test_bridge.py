"""nbgrader's own command, and so the button in formgrader, with the judge inside."""

import shutil
from pathlib import Path

import pytest

from dlcourse.grade.gradebook.batch import grade
from tests.grade import tiny
from tests.grade.tiny import DOUBLE, honest

USE = "\nfrom dlcourse.grade.gradebook.bridge import use\n\nuse(c)\n"


@pytest.mark.slow
def test_stock_autograde_with_the_judge_gives_the_same_rows_and_notebooks(course, tmp_path):
    honest(course)
    cheat = tiny.answered(course)
    for cell in cheat.cells:
        cell.metadata.tags = ["skip-execution"]
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata.nbgrader.points = 1000
    tiny.hand_in(course, "cheat", cheat)
    twice = tiny.answered(course, double=DOUBLE)
    twice.cells.append(twice.cells[4])  # the tests of double, copied: stock nbgrader gives up on the batch
    tiny.hand_in(course, "twice", twice)
    ours = Path(shutil.copytree(course, tmp_path / "ours"))
    grade(ours, tiny.NAME, jobs=2)
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text("utf8") + USE, "utf8")
    tiny.nbgrader(course, "autograde", tiny.NAME)
    rows = tiny.rows(course)
    assert rows == tiny.rows(ours)
    assert rows["cheat"]["submission"]["score"] == 0
    assert rows["twice"]["submission"]["score"] == 2
    for path in ours.rglob("autograded/**/*.ipynb"):
        assert (course / path.relative_to(ours)).read_text("utf8").strip() == path.read_text("utf8").strip()
