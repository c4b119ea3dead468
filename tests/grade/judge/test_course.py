"""Every test cell of every assignment gives judged what it gives beside the student's code."""

import copy
from collections.abc import Iterator
from dataclasses import replace

import pytest
from nbformat import NotebookNode
from nbgrader.utils import determine_grade

from dlcourse.grade.judge import Judge
from tests.exercises import stock
from tests.grade.judge.conftest import FAST

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    """Patient: some answers train, and that takes longer on a busy machine than tests of the judge wait."""
    with Judge(budgets=replace(FAST, seconds=20.0, total=200.0, cpu=60)) as made:
        yield made


def grades(judge, nb: NotebookNode, *, inprocess: bool = False) -> dict[str, tuple[float, str]]:
    """Points and error by exercise, as nbgrader computes them from the outputs."""
    nb = copy.deepcopy(nb)
    if inprocess:
        for cell in nb.cells:
            cell.metadata.setdefault("dlcourse", {})["judge"] = "inprocess"
    found = {}
    for result in judge.run(nb, seed="0"):
        cell = nb.cells[result.index]
        cell.outputs = result.outputs
        if (result.grade_id or "").endswith("-tests"):
            name = result.grade_id.split("-")[1]
            found[name] = (determine_grade(cell)[0], stock.error(cell))
    return found


def most(nb: NotebookNode) -> dict[str, float]:
    cells = stock.by_id(nb)
    ids = [i for i in cells if i.endswith("-tests")]
    return {i.split("-")[1]: cells[i].metadata.nbgrader.points for i in ids}


@pytest.mark.parametrize("topic", stock.TOPICS)
def test_reference_gets_every_point(judge, topic):
    nb = stock.notebook("solutions", topic)
    assert {name: points for name, (points, _) in grades(judge, nb).items()} == most(nb)


@pytest.mark.parametrize("topic", stock.TOPICS)
def test_blank_release_gets_nothing(judge, topic):
    nb = stock.notebook("solutions", topic)
    for name, cell in stock.by_id(stock.notebook("exercises", topic)).items():
        if cell.metadata.nbgrader.solution:
            stock.by_id(nb)[name].source = cell.source
    assert {points for points, _ in grades(judge, nb).values()} == {0}


def with_hidden_tests(topic: str, *given: stock.Answer) -> NotebookNode:
    nb = stock.notebook("solutions", topic)
    for answer in given:
        stock.by_id(nb)[f"{topic}-{answer.exercise}"].source = answer.source
    return nb


@pytest.mark.parametrize("topic", stock.TOPICS)
def test_wrong_answers_lose_their_points_alone_and_are_told_why(judge, topic):
    for answer in stock.answers("wrong", topic):
        nb = with_hidden_tests(topic, answer)
        found = grades(judge, nb)
        points, error = found[answer.exercise]
        assert points == 0, f"{answer} earned {points}"
        assert answer.must_read in error, f"{answer}: {error}"
        rest = {name: points for name, (points, _) in found.items() if name != answer.exercise}
        assert rest == {name: points for name, points in most(nb).items() if name != answer.exercise}


@pytest.mark.parametrize("topic", stock.TOPICS)
def test_right_answers_in_another_style_get_every_point(judge, topic):
    for answer in stock.answers("right", topic):
        nb = with_hidden_tests(topic, answer)
        found = grades(judge, nb)
        assert {name: points for name, (points, _) in found.items()} == most(nb), f"{answer}: {found}"


@pytest.mark.parametrize("topic", stock.TOPICS)
def test_answers_get_the_same_points_and_message_judged_and_in_process(judge, topic):
    students: dict[str, list[stock.Answer]] = {}
    for answer in [*stock.answers("wrong", topic), *stock.answers("right", topic)]:
        students.setdefault(answer.student, []).append(answer)
    for student, given in students.items():
        nb = with_hidden_tests(topic, *given)
        assert grades(judge, nb) == grades(judge, nb, inprocess=True), student
