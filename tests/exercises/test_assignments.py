"""Every assignment, graded by stock nbgrader: the reference, a blank, every wrong and right answer."""

from pathlib import Path

import pytest
from nbclient import NotebookClient

from dlcourse.grade.kernel import ARGUMENTS
from tests.exercises import stock
from tests.exercises.stock import Answer

WRONG, RIGHT = stock.answers("wrong"), stock.answers("right")

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("topic", stock.TOPICS)
def test_reference_gets_every_point(grades, topic):
    for exercise, grade in grades(topic)["reference"].items():
        assert grade.by_hand or grade.auto == grade.most > 0, f"{exercise}: {grade.error}"


@pytest.mark.parametrize("topic", stock.TOPICS)
def test_blank_release_gets_nothing(grades, topic):
    assert [grade.auto for grade in grades(topic)["blank"].values()] == [0.0] * len(grades(topic)["blank"])


@pytest.mark.parametrize("topic", stock.TOPICS)
def test_one_question_waits_for_a_person(grades, topic):
    by_hand = [e for e, grade in grades(topic)["reference"].items() if grade.by_hand]
    assert len(by_hand) == 1
    assert len(stock.auto_graded(topic)) in range(4, 7)


@pytest.mark.parametrize("answer", WRONG, ids=lambda a: f"{a.topic}.{a.exercise}.{a.name}")
def test_wrong_answer_loses_its_points_and_is_told_why(grades, answer: Answer):
    row = grades(answer.topic)[answer.student]
    assert row[answer.exercise].auto == 0
    assert answer.must_read in row[answer.exercise].error


@pytest.mark.parametrize("answer", WRONG, ids=lambda a: f"{a.topic}.{a.exercise}.{a.name}")
def test_wrong_answer_costs_no_other_exercise(grades, answer: Answer):
    row = grades(answer.topic)[answer.student]
    lost = {e for e, grade in row.items() if not grade.by_hand and grade.auto != grade.most}
    assert lost == {a.exercise for a in WRONG if (a.topic, a.student) == (answer.topic, answer.student)}


@pytest.mark.parametrize("answer", RIGHT, ids=lambda a: f"{a.topic}.{a.exercise}.{a.name}")
def test_right_answer_in_another_style_gets_every_point(grades, answer: Answer):
    for exercise, grade in grades(answer.topic)[answer.student].items():
        assert grade.by_hand or grade.auto == grade.most, f"{exercise}: {grade.error}"


@pytest.mark.parametrize(
    ("topic", "exercise"),
    [(topic, exercise) for topic in stock.TOPICS for exercise in stock.auto_graded(topic)],
)
def test_every_exercise_keeps_three_wrong_answers_and_a_right_one(topic, exercise):
    assert len(stock.answers("wrong", topic, exercise)) >= 3
    assert len(stock.answers("right", topic, exercise)) >= 1


@pytest.mark.parametrize("topic", stock.TOPICS)
def test_kept_answers_belong_to_an_exercise(topic):
    folders = {path.name for path in (stock.ANSWERS / topic).iterdir()}
    assert folders == set(stock.auto_graded(topic))


@pytest.mark.parametrize("topic", stock.TOPICS)
def test_reference_passes_under_ten_seeds(topic, tmp_path: Path):
    nb = stock.under_seeds(topic, range(10))
    client = NotebookClient(
        nb,
        kernel_name="python3",
        timeout=60,
        extra_arguments=list(ARGUMENTS),
        resources={"metadata": {"path": tmp_path}},
    )
    client.execute()  # raises with the cell and the traceback
    stderr = [o.text for cell in nb.cells for o in cell.get("outputs", []) if o.get("name") == "stderr"]
    assert stderr == []
