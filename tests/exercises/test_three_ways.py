"""Every kept answer earns what the course says, and the same judged, in process and by stock nbgrader."""

import re
from functools import cache
from itertools import pairwise

import pytest
from nbformat import NotebookNode

from dlcourse.grade import ways
from dlcourse.grade.answers import BLANK, REFERENCE, Answer, of_notebook, student
from dlcourse.grade.assignment import by_id, grade_id, is_tests
from dlcourse.grade.release import misgraded
from tests.exercises import stock
from tests.exercises.seeds import under_seeds

#: All tests of a topic in one process, which grades it once.
EACH = pytest.mark.parametrize(
    "topic", [pytest.param(topic, marks=pytest.mark.xdist_group(topic)) for topic in stock.TOPICS]
)
#: Whom stock nbgrader grades each time, which takes seconds for each: of the exercises every second is wrong.
FEW = ("wrong-0-0",)
#: Whose notebook keeps all tests, so that it shows what an answer costs beyond its own exercise, and is
#: graded in process too. The others end with the tests of what they answer, and are judged alone.
#: `make weekly` runs all tests for everybody, in all ways.
WHOLE = re.compile(rf"{REFERENCE}|{BLANK}|right-.*|wrong-[01]-.*")
SEED = 7


@pytest.fixture(scope="module", autouse=True)
def warm():
    with stock.warm_kernels():
        yield


@cache
def whole(topic: str) -> dict[str, NotebookNode]:
    template = stock.COURSE.template(stock.ROOT / "solutions" / topic / f"{topic}.ipynb")
    return {who: ways.grafted(nb, template) for who, nb in stock.batch(topic).items()}


@cache
def grafted(topic: str) -> dict[str, NotebookNode]:
    mine, found = given(topic), {}
    for who, nb in whole(topic).items():
        if not WHOLE.fullmatch(who):
            tests = {f"{one.cell}-tests" for one in mine if student(one, mine) == who}
            cells = [cell for cell in nb.cells if not is_tests(cell) or grade_id(cell) in tests]
            while not is_tests(cells[-1]):
                cells.pop()
            nb = NotebookNode({**nb, "cells": cells})
        found[who] = nb
    return found


def given(topic: str) -> list[Answer]:
    """The kept answers of a topic, in the order of its exercises."""
    return of_notebook(stock.answers(topic=topic), stock.notebook("solutions", topic))


@cache
def judged(topic: str) -> ways.Outcomes:
    return ways.judged(grafted(topic), seed=SEED, jobs=2)


def by_nbgrader(topic: str, students: list[str]) -> ways.Outcomes:
    handed_in = {who: nb for who, nb in stock.batch(topic).items() if who in students}
    return ways.by_nbgrader(stock.COURSE, topic, {topic: handed_in}, seed=SEED)[topic]


@pytest.mark.slow
@EACH
def test_every_answer_earns_what_it_deserves_and_its_student_reads_why(topic):
    source, mine = stock.notebook("solutions", topic), given(topic)
    found = judged(topic)
    assert misgraded(found, source, mine) == []
    assert [one.path for one in mine if f"{one.cell}-tests" not in found[student(one, mine)]] == []
    assert found[REFERENCE].keys() == {n for n, cell in by_id(source).items() if cell.metadata.nbgrader.grade}


@pytest.mark.slow
@EACH
def test_judged_and_in_process_give_the_same_points_and_messages(topic):
    graded = {who: nb for who, nb in grafted(topic).items() if WHOLE.fullmatch(who)}
    assert graded.keys() >= {REFERENCE, BLANK, "right-0", "wrong-0-0", "wrong-1-1"}
    found = {"judged": judged(topic), "in process": ways.in_process(graded, seed=SEED)}
    assert found["in process"].keys() == graded.keys()
    assert ways.differences(found) == []


@pytest.mark.slow
@EACH
def test_stock_nbgrader_gives_the_same_to_some(topic):
    found = by_nbgrader(topic, list(FEW))
    assert found.keys() == set(FEW)
    assert ways.differences({"judged": judged(topic), "by nbgrader": found}) == []


@pytest.mark.slow
@EACH
def test_reference_passes_under_ten_seeds(topic):
    (passed,) = under_seeds({REFERENCE: grafted(topic)[REFERENCE]}, range(10)).values()
    assert passed == {f"{topic}-{name}-tests": [True] * 10 for name in stock.auto_graded(topic)}


@pytest.mark.weekly
@EACH
def test_all_ways_give_the_same_to_all(topic):
    source = stock.notebook("solutions", topic)
    found = {
        "judged": ways.judged(whole(topic), seed=SEED, jobs=2),
        "in process": ways.in_process(whole(topic), seed=SEED),
        "by nbgrader": by_nbgrader(topic, list(stock.batch(topic))),
    }
    assert found["judged"].keys() == found["in process"].keys() == found["by nbgrader"].keys()
    assert ways.differences(found) == []
    assert misgraded(found["judged"], source, given(topic)) == []


@pytest.mark.weekly
@EACH
def test_points_depend_on_no_seed(topic):
    for who, row in under_seeds(whole(topic), range(40)).items():
        for cell, passed in row.items():
            assert len(passed) == 40 and len(set(passed)) == 1, f"{who}, {cell}: {passed}"


@pytest.mark.parametrize("topic", stock.TOPICS)
def test_one_question_waits_for_a_person(topic):
    cells = by_id(stock.notebook("solutions", topic)).values()
    by_hand = [c for c in cells if c.metadata.nbgrader.solution and c.metadata.nbgrader.grade]
    assert len(by_hand) == 1
    assert len(stock.auto_graded(topic)) in range(4, 7)


@pytest.mark.parametrize(
    ("topic", "exercise"),
    [(topic, exercise) for topic in stock.TOPICS for exercise in stock.auto_graded(topic)],
)
def test_every_exercise_keeps_three_wrong_answers_and_a_right_one(topic, exercise):
    assert len(stock.answers("wrong", topic, exercise)) >= 3
    assert len(stock.answers("right", topic, exercise)) >= 1


@pytest.mark.parametrize("topic", stock.TOPICS)
def test_kept_answers_belong_to_an_exercise_and_say_what_must_be_read(topic):
    assert {one.exercise for one in stock.answers(topic=topic)} == set(stock.auto_graded(topic))
    for one in stock.answers(topic=topic):
        assert one.source and (not one.wrong or one.must_read)


def test_no_student_gives_two_answers_to_one_exercise_or_wrong_ones_to_neighbors():
    for topic in stock.TOPICS:
        mine, order = given(topic), stock.auto_graded(topic)
        for who in {student(one, mine) for one in mine}:
            places = sorted(order.index(one.exercise) for one in mine if student(one, mine) == who)
            gap = 2 if who.startswith("wrong") else 1
            assert all(b - a >= gap for a, b in pairwise(places)), (who, places)
