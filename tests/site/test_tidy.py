"""`dlcourse tidy` gives a notebook one form: the same bytes whoever saved it, in whichever editor."""

import shutil
import subprocess
import sys

import nbformat
import pytest

from dlcourse.page import source
from dlcourse.site.layout import BuildError
from dlcourse.site.tidy import CHECKED, tidied, tidy
from tests.site import tiny
from tests.site.test_execute import ROOT
from tests.site.tiny import Lines


@pytest.fixture
def book(tmp_path):
    """A book with one chapter as an editor may leave it, and one assignment."""
    book = tiny.book(tmp_path, one=("# links", "# setup", "x  =  'a'", "print(x)", "print(x, 'checked')"))
    path = book.chapters()["01_one"]
    nb = nbformat.read(path, as_version=4)
    for cell, tag in ((nb.cells[1], "links"), (nb.cells[5], CHECKED)):
        cell.metadata.tags = [tag]
    nb.cells[2] = nbformat.v4.new_code_cell("# setup", metadata={"tags": ["setup"], "collapsed": True})
    nb.cells[4].outputs = [nbformat.v4.new_output("stream", text="a\n")]
    nb.cells[4].execution_count = 7
    nb.metadata.widgets = {"state": {}}
    nb.metadata.language_info = {"name": "python", "version": "3.11.7"}
    nbformat.write(nb, path)
    graded = {"grade_id": "one-first", "grade": False, "solution": True, "locked": False, "schema_version": 3}
    work = tiny.notebook(tmp_path / "solutions" / "one" / "one.ipynb", "# links", "y = 1")
    nb = nbformat.read(work, as_version=4)
    nb.cells[0].metadata.tags = ["links"]
    nb.cells[1].metadata.nbgrader = graded
    nbformat.write(nb, work)
    return book


def cells(book):
    return nbformat.read(book.chapters()["01_one"], as_version=4).cells


def test_a_tidy_notebook_stays_as_it_is(book):
    assert tidy(book, Lines()) == 2
    before = book.chapters()["01_one"].read_bytes()
    assert tidy(book, Lines()) == 0
    assert book.chapters()["01_one"].read_bytes() == before


def test_outputs_counts_and_stray_metadata_go_and_code_is_formatted(book):
    tidy(book, Lines())
    nb = nbformat.read(book.chapters()["01_one"], as_version=4)
    assert nb.cells[3].source == 'x = "a"'
    assert nb.cells[4].outputs == []
    assert nb.cells[4].execution_count is None
    assert nb.cells[2].metadata == {"tags": ["setup"]}
    assert nb.metadata.keys() == {"kernelspec", "language_info", "dlcourse"}
    assert nb.metadata.language_info == {"name": "python"}


def test_run_stores_the_outputs_of_the_tagged_cells_alone(book):
    tidy(book, Lines(), run=True)
    assert [len(cell.get("outputs", [])) for cell in cells(book)] == [0, 0, 0, 0, 0, 1]
    assert cells(book)[5].outputs[0].text == "a checked\n"
    assert tidy(book, Lines()) == 0  # a later tidy without running keeps them


def test_an_output_that_no_two_runs_share_is_refused_with_its_cell(tmp_path):
    differ = [
        "import warnings\nwarnings.warn('rounding')",  # on stderr, with the path of a temporary file
        "import os\nprint(os.getpid())",
        "print(object())",
        "import time\nprint(time.perf_counter())",
        "import tempfile\nprint(tempfile.mkdtemp())",
        "object()",
    ]
    book = tiny.book(tmp_path, one=("print('first')", *differ, "print('last')"))
    path = book.chapters()["01_one"]
    nb = nbformat.read(path, as_version=4)
    for cell in nb.cells[1:]:
        cell.metadata.tags = [CHECKED]
    nbformat.write(nb, path)
    before = path.read_bytes()
    cells = ", ".join(rf"cell {number} \(outputs\)" for number in range(3, 3 + len(differ)))
    with pytest.raises(BuildError, match=rf"01_one.ipynb: two runs .* in {cells};.*{CHECKED}"):
        tidy(book, Lines(), run=True)
    assert path.read_bytes() == before


def test_a_second_run_is_made_only_where_other_things_are_printed_than_are_stored(book):
    first, second = Lines(), Lines()
    tidy(book, first, run=True)
    tidy(book, second, run=True)
    assert first.executed().count("01_one") == 2
    assert first.executed().count("one") == 1  # nothing in it is stored
    assert second.executed().count("01_one") == 1  # its source was tidied since


def test_nbval_accepts_the_stored_outputs_and_sees_when_they_no_longer_hold(book):
    path = book.chapters()["01_one"]
    tidy(book, Lines(), run=True)

    def nbval():
        command = [sys.executable, "-m", "pytest", "-q", "--nbval-lax", "-p", "no:cacheprovider", path.name]
        return subprocess.run(command, cwd=path.parent, capture_output=True, text=True)

    assert nbval().returncode == 0, nbval().stdout
    path.write_text(path.read_text().replace("a checked", "b checked"))
    assert nbval().returncode == 1


def test_links_come_from_the_one_setting_and_those_of_solutions_lead_to_the_exercises(book):
    tidy(book, Lines())
    work = nbformat.read(book.root / "solutions" / "one" / "one.ipynb", as_version=4)
    assert f"[Open in Colab]({source.colab('book/01_one.ipynb')})" in cells(book)[1].source
    assert f"({source.download('exercises/one/one.ipynb')})" in work.cells[0].source
    assert "solutions" not in work.cells[0].source


def test_the_setup_cell_is_short_and_installs_nothing_where_dlcourse_is(book):
    tidy(book, Lines())
    text = cells(book)[2].source
    assert len(text.splitlines()) <= 6
    repository, branch = source.urls()["Branch"].split("/tree/")
    assert f'%pip install -q "git+{repository}@{branch}"' in text
    report = Lines()
    tidy(book, report, run=True)  # the network is cut: an install would fail the cell
    assert set(report.executed()) == {"01_one", "one"}


def test_a_notebook_that_names_extras_installs_them(book):
    path = book.chapters()["01_one"]
    nb = nbformat.read(path, as_version=4)
    nb.metadata.dlcourse = dict(nb.metadata.get("dlcourse", {}), extras=["data"])
    nbformat.write(nb, path)
    tidy(book, Lines())
    repository, branch = source.urls()["Branch"].split("/tree/")
    assert f'%pip install -q "dlcourse[data] @ git+{repository}@{branch}"' in cells(book)[2].source


def test_the_marks_of_nbgrader_are_kept(book):
    tidy(book, Lines())
    work = nbformat.read(book.root / "solutions" / "one" / "one.ipynb", as_version=4)
    assert work.cells[1].metadata.nbgrader.grade_id == "one-first"


def test_ids_are_unique_and_a_cell_keeps_its_own_when_others_come_and_go(book):
    tidy(book, Lines())
    before = {cell.source: cell.id for cell in cells(book)}
    nb = nbformat.read(book.chapters()["01_one"], as_version=4)
    nb.cells[3:3] = [nbformat.v4.new_code_cell("new = 1"), nbformat.v4.new_code_cell("new = 1")]
    nbformat.write(nb, book.chapters()["01_one"])
    tidy(book, Lines())
    after = {cell.source: cell.id for cell in cells(book)}
    assert before.items() <= after.items()
    assert len({cell.id for cell in cells(book)}) == len(cells(book))


def test_the_same_source_gives_the_same_bytes_whatever_ids_an_editor_chose(book):
    path = book.chapters()["01_one"]
    first = tidied(book, path)
    nb = nbformat.read(path, as_version=4)
    for number, cell in enumerate(nb.cells):
        cell.id = f"editor-{number}"
    nbformat.write(nb, path)
    assert tidied(book, path) == first


def test_check_changes_nothing_names_the_cells_and_exits_with_1(book):
    before = book.chapters()["01_one"].read_bytes()
    done = tiny.command(book, "tidy", "--check")
    assert done.returncode == 1
    assert "book/01_one.ipynb: out of step in cell 1 (id)" in done.stderr
    assert "cell 5 (execution_count, id, outputs)" in done.stderr
    assert "Error: 2 out of step; run: make tidy" in done.stderr
    assert book.chapters()["01_one"].read_bytes() == before
    assert tiny.command(book, "tidy").returncode == 0
    assert tiny.command(book, "tidy", "--check").returncode == 0


def test_only_the_notebook_that_was_named_is_touched(book):
    path = book.root / "solutions" / "one" / "one.ipynb"
    before = path.read_bytes()
    assert tidy(book, Lines(), (str(book.chapters()["01_one"]),)) == 1
    assert path.read_bytes() == before


def test_a_released_exercise_is_not_tidied_by_hand(book):
    path = tiny.notebook(book.root / "exercises" / "one" / "one.ipynb", "y = 1")
    with pytest.raises(BuildError, match="exercises/ are made by: make release"):
        tidy(book, Lines(), (str(path),))


def test_code_that_is_not_python_is_reported_with_the_notebook(book):
    tiny.notebook(book.chapters()["01_one"], "x = (")
    with pytest.raises(BuildError, match=r"01_one.ipynb: ruff cannot read it\n.*"):
        tidy(book, Lines())


def test_a_damaged_notebook_is_named_and_left_alone(book):
    book.chapters()["01_one"].write_text('{"cells": [')
    with pytest.raises(BuildError, match=r"01_one.ipynb is damaged"):
        tidy(book, Lines())
    assert book.chapters()["01_one"].read_text() == '{"cells": ['


def test_new_addresses_are_not_filled_in_before_they_are_installed(book):
    shutil.copy(ROOT / "pyproject.toml", book.root)
    tidy(book, Lines())
    moved = (book.root / "pyproject.toml").read_text().replace("/tree/main", "/tree/v2")
    (book.root / "pyproject.toml").write_text(moved)
    with pytest.raises(BuildError, match=r"install again: pip install -e \."):
        tidy(book, Lines())
