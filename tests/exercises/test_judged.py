"""`dlcourse grade` and stock nbgrader give every kept answer the same points, for the same reason."""

from pathlib import Path

import nbformat
import pytest

from dlcourse.grade.gradebook.batch import grade
from dlcourse.grade.reports.classroom import misconception
from tests.exercises import stock

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("topic", stock.TOPICS)
def test_judged_grades_are_those_of_stock_nbgrader(grades, topic, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("DLCOURSE_SECRET", str(tmp_path / "secret"))
    course = stock.course(tmp_path / "course", topic)
    for student, nb in stock.batch(topic).items():
        folder = course / "submitted" / student / topic
        folder.mkdir(parents=True)
        nbformat.write(nb, folder / f"{topic}.ipynb")
    done = grade(course, topic, jobs=2)
    assert {one.state for one in done} == {"graded"}
    assert [str(finding) for one in done for finding in one.findings] == []
    judged = stock.read_grades(course, topic)
    for student, row in grades(topic).items():
        for exercise, true in row.items():
            got = judged[student][exercise]
            about = f"{student}, {exercise}: {got.error}"
            assert (got.auto, got.most, got.by_hand) == (true.auto, true.most, true.by_hand), about
            assert misconception(got.error) == misconception(true.error), about
