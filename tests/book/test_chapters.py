"""Every chapter of the book, and every other notebook in it, held to the rules."""

import json
import tomllib
from pathlib import Path

import pytest

from dlcourse.page import quiz, source
from dlcourse.page.exercises import efforts, graded
from dlcourse.site.layout import Layout
from tests.book import numbers, rules

BOOK = Layout(Path(__file__).resolve().parents[2])
NOTEBOOKS = BOOK.chapters()
CHAPTERS = [name for name in NOTEBOOKS if name[0].isdigit()]
PAGES = [name for name in NOTEBOOKS if name not in CHAPTERS]  # no assignment, no quiz, no card
TOPICS = {name.split("_", 1)[1] for name in CHAPTERS}

every_chapter = pytest.mark.parametrize("name", CHAPTERS)
every_page = pytest.mark.parametrize("name", PAGES)
every_notebook = pytest.mark.parametrize("name", NOTEBOOKS)


def read(path):
    return json.loads(path.read_text("utf8"))


@pytest.fixture
def executed(executed_file):
    """The executed notebook of a chapter, as plain data."""
    return lambda name: read(executed_file(name))


@every_chapter
def test_its_source_keeps_the_rules(name):
    nb = read(NOTEBOOKS[name])
    topic = name.split("_", 1)[1]
    assignment = read(source.assignments() / topic / f"{topic}.ipynb")
    exercises = set(assignment["metadata"]["dlcourse"]["asks"])
    found = rules.metadata(nb, exercises, TOPICS)
    for rule in (
        rules.cell_length,
        rules.shown_figures,
        rules.stored_outputs,
        rules.parts,
        rules.plain_markdown,
    ):
        found += rule(nb)
    assert found == []


@every_page
def test_the_source_of_a_page_that_is_no_chapter_keeps_the_rules_of_any_notebook(name):
    nb = read(NOTEBOOKS[name])
    found = rules.about(nb) + rules.generated_cells(nb)
    for rule in (rules.cell_length, rules.shown_figures, rules.stored_outputs, rules.plain_markdown):
        found += rule(nb)
    assert found == []


@pytest.mark.slow
@every_notebook
def test_its_figures_and_outputs_keep_the_rules(executed, name):
    nb = executed(name)
    assert rules.figures(nb) + rules.warnings(nb) == []


@pytest.mark.slow
@every_notebook
def test_something_stands_behind_every_number_in_its_prose(executed, name):
    assert numbers.unbacked(executed(name)) == []


@every_notebook
def test_its_recorded_run_is_within_the_budget(name):
    """How long it takes here depends on the machine; the record, whose machine is named, must keep it."""
    assert rules.time_budget(source.timings()["chapters"][name]) == []


@every_chapter
def test_its_exercises_say_how_hard_and_how_long_they_are(name):
    topic = name.split("_", 1)[1]
    nb = source.notebook(source.assignment(topic))
    assert len(efforts(nb)) == len(graded(nb, topic))
    assert all(1 <= level <= 3 and 5 <= minutes <= 60 for level, minutes in efforts(nb))


@every_chapter
def test_its_quiz_explains_every_choice(name):
    topic = name.split("_", 1)[1]
    assert repr(quiz(topic))  # it is well-formed: one right choice a question
    questions = tomllib.loads((source.book() / "quizzes" / f"{topic}.toml").read_text("utf8"))["question"]
    assert 4 <= len(questions) <= 6
    for question in questions:
        assert len(question["choice"]) >= 3, question["ask"]
        thin = [c["says"] for c in question["choice"] if len(c["because"].split()) < 5]
        assert thin == [], f"{question['ask']}: an explanation says too little"


@every_notebook
def test_its_links_lead_to_files_of_the_repository(name):
    links = next(c for c in read(NOTEBOOKS[name])["cells"] if "links" in rules.tags(c))
    for address in (source.colab(f"book/{name}.ipynb"), source.download(f"book/{name}.ipynb")):
        assert address in rules.text(links)
    assert (BOOK.root / "book" / f"{name}.ipynb").is_file()
