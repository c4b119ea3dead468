"""The table of the syllabus: each item has a section, an exercise and a figure, and they are there."""

import re
import shutil

import pytest

from dlcourse.page import source
from dlcourse.site import syllabus


@pytest.fixture
def book(tmp_path):
    """A folder with one chapter, `write(item)` puts the syllabus with one item beside it."""
    shutil.copy(source.chapter("neurons"), tmp_path)
    (tmp_path / "later.md").write_text("# Later\n\n## Books\n")

    def write(item: str) -> str:
        (tmp_path / "syllabus.toml").write_text(f'[["Nets"]]\nitem = "Neuron"\n{item}\n')
        return syllabus.table(tmp_path)

    return write


def test_no_item_is_without_a_section_an_exercise_and_a_figure_and_no_chapter_without_an_item():
    table = syllabus.table(source.book())
    rows = [line.strip("|").split(" | ") for line in table.splitlines() if line.startswith("|")]
    items = [row for row in rows if row[0].strip() not in ("in the syllabus", "---|---|---|---")]
    assert len(items) > 60
    for item, where, exercise, figure in items:
        assert item.strip() and "](" in where
        assert ("](" in exercise and "](" in figure) or not re.search(r"\(\d\d_", where), item
    linked = set(re.findall(r"\((\d\d_\w+\.ipynb)", table))
    assert linked == {path.name for path in source.book().glob("[0-9][0-9]_*.ipynb")}


def test_a_row_links_the_section_the_exercises_and_the_figure_that_is_in_it(book):
    table = book('in = ["01_neurons#The line and its normal"]\nexercise = ["neurons xor"]')
    place = "01_neurons.ipynb#the-line-and-its-normal"
    row = f"| Neuron | 01 [The line and its normal]({place}) | [xor](01_neurons.ipynb#exercises) | "
    assert f"{row}[Neuron]({place}) |" in table
    assert "## Nets" in table


def test_what_no_chapter_covers_needs_neither_exercise_nor_figure(book):
    assert "| Neuron | [Books](later.md#books) |  |  |" in book('in = ["later#Books"]')


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ('in = ["01_neurons#No such heading"]\nexercise = ["neurons xor"]', "no such section"),
        ('in = ["30_more#"]', "no such section"),
        ('in = ["01_neurons#Layers and shapes"]\nexercise = ["neurons nor"]', "no such exercise"),
        ('in = ["01_neurons#"]', "'Neuron' has no exercise"),
        ('in = ["01_neurons#Quiz"]\nexercise = ["neurons xor"]', "'Neuron' has no figure"),
    ],
)
def test_an_item_that_nothing_covers_is_refused(book, item, says):
    with pytest.raises(ValueError, match=says):
        book(item)
