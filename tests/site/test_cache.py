"""An executed chapter is kept until something that it read changes: no longer, and no shorter."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from dlcourse.site import cache
from tests.site import tiny
from tests.site.test_execute import ROOT

#: Executes the chapters of the book here and prints which of them ran.
RUN = """\
from dlcourse.site import layout
from dlcourse.site.execute import execute
from tests.site.tiny import Lines
book, report = layout.find_book(), Lines()
execute(book, book.chapters(), report)
print(*report.executed())"""
#: Prints the key of each chapter.
KEYS = """\
from dlcourse.site import cache, layout
book = layout.find_book()
print(*(cache.key(book, chapter) for chapter in book.chapters().values()))"""


def python(root: Path, code: str, *path: Path) -> list[str]:
    """The words that a program prints, run in a book's folder with these places first on the path."""
    first = os.pathsep.join(map(str, [*path, ROOT]))
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env=os.environ | {"PYTHONPATH": first},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def copy(tmp_path):
    """A copy of an installed package, found before that one: the folder it lies in, and its own."""

    def of(name: str) -> tuple[Path, Path]:
        place = tmp_path / "other"
        installed = Path(find_spec(name).submodule_search_locations[0])
        shutil.copytree(installed, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        return place, place / name

    return of


def test_a_change_of_the_package_or_of_another_runs_the_chapters_that_read_it_and_no_other(tmp_path, copy):
    book = tiny.book(
        tmp_path / "book",
        plots="from dlcourse.plot import draw",
        names="from dlcourse.data import names\nprint(len(names().X_train))",
        child="import subprocess, sys\nsubprocess.check_call([sys.executable, '-c', 'import dlcourse.page'])",
        bare="1",
    )
    place, package = copy("dlcourse")
    chapters = ["01_plots", "02_names", "03_child", "04_bare"]
    assert python(book.root, RUN, place) == chapters
    keys = python(book.root, KEYS, place)

    def changed() -> list[str]:
        """The chapters that have another key than when this was last asked."""
        before, keys[:] = keys[:], python(book.root, KEYS, place)
        return [name for name, old, new in zip(chapters, before, keys, strict=True) if old != new]

    assert changed() == []
    for file in ("plot/draw.py", "grade/batch.py", "page/source.py", "figures/kit.mjs", "train/fit.py"):
        with (package / file).open("a", encoding="utf8") as text:
            text.write("\n")
    assert changed() == ["01_plots", "03_child"]
    (package / "data" / "sources.toml").open("a", encoding="utf8").write("\n")  # data, not a module
    assert changed() == ["02_names"]
    _, faker = copy("faker")  # names are read from its files, without importing it
    assert changed() == ["02_names"]
    person = faker / "providers" / "person" / "it_IT" / "__init__.py"
    person.write_text(person.read_text("utf8").replace('"Rossi"', '"Rossini"'), "utf8")
    assert changed() == ["02_names"]
    (faker.parent / "other-1.0.dist-info").mkdir()
    assert changed() == []


def test_the_key_covers_the_version_of_a_package_that_was_imported_and_whether_one_was_there(tmp_path):
    tries = "try:\n    import absent.part\nexcept ImportError:\n    pass"
    book, place = tiny.book(tmp_path / "book", one="import small", two="1", three=tries), tmp_path / "place"
    place.mkdir()
    (place / "small.py").write_text("")

    def install(version):
        folder = place / "small-1.dist-info"
        folder.mkdir(exist_ok=True)
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: small\nVersion: {version}\n")
        (folder / "RECORD").write_text("small.py,,\n")

    install(1)
    python(book.root, RUN, place)
    first = python(book.root, KEYS, place)
    install(2)
    second = python(book.root, KEYS, place)
    (place / "absent.py").write_text("")
    third = python(book.root, KEYS, place)
    assert [a == b for a, b in zip(first, second, strict=True)] == [False, True, True]
    assert [a == b for a, b in zip(second, third, strict=True)] == [True, True, False]


def test_what_only_the_kernel_looks_for_may_be_installed_later(tmp_path, copy):
    tries = "try:\n    import absent\nexcept ImportError:\n    pass\n"
    book = tiny.book(tmp_path / "book", one="1", two=tries)
    place, kernel = copy("ipykernel")
    with (kernel / "__init__.py").open("a", encoding="utf8") as text:
        text.write(tries)
    python(book.root, RUN, place)
    one, two = python(book.root, KEYS, place)
    (place / "absent.py").write_text("")
    same, other = python(book.root, KEYS, place)
    assert same == one
    assert other != two


def test_the_key_of_the_pages_covers_what_the_book_needs_and_nothing_else(tmp_path):
    book, place = tiny.book(tmp_path / "book", one="1"), tmp_path / "place"
    code = "from dlcourse.site import cache, layout\nprint(cache.pages(layout.find_book()))"

    def installed(name):
        (place / f"{name}-0.dist-info").mkdir(parents=True)
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: 0\n"
        (place / f"{name}-0.dist-info" / "METADATA").write_text(text)
        return python(book.root, code, place)

    before = python(book.root, code, place)
    assert installed("pytest") == before
    assert installed("docutils") != before  # Jupyter Book needs it, and dlcourse only through that


def test_before_a_chapter_ever_ran_its_key_covers_all_that_it_could_read(tmp_path, copy):
    book = tiny.book(tmp_path / "book", one="1")
    (before,) = python(book.root, KEYS)
    assert python(book.root, KEYS) == [before]
    place, package = copy("faker")
    (same,) = python(book.root, KEYS, place)
    (package / "new.txt").write_text("")
    (other,) = python(book.root, KEYS, place)
    assert len({before, same, other}) == 3


def test_only_the_recorded_times_of_a_chapter_itself_count(tmp_path):
    book = tiny.book(tmp_path, one="1", two="2")
    recorded = tmp_path / "benchmarks" / "results" / "chapters.json"
    recorded.parent.mkdir(parents=True)
    recorded.write_text('{"chapters": {"01_one": {"seconds": 1}}}')
    one, two = python(book.root, KEYS)
    recorded.write_text('{"chapters": {"01_one": {"seconds": 2}}}')
    new, same = python(book.root, KEYS)
    assert new != one
    assert same == two


def test_a_record_that_a_chapter_names_counts_when_it_arrives_and_when_it_changes(tmp_path):
    book = tiny.book(tmp_path, one="1", two="2")
    chapter = book.chapters()["01_one"]
    text = chapter.read_text("utf8")
    chapter.write_text(text.replace('"topic":', '"records": ["speed"], "topic":', 1), "utf8")
    record = tmp_path / "benchmarks" / "results" / "speed.json"
    record.parent.mkdir(parents=True, exist_ok=True)
    keys = [python(book.root, KEYS)]
    for text in ("{}", '{"seconds": 1}'):
        record.write_text(text)
        keys.append(python(book.root, KEYS))
    assert len({one for one, _ in keys}) == 3
    assert len({two for _, two in keys}) == 1


@pytest.mark.parametrize("damage", ["", "[]", '{"files": 1}', "{"])
def test_a_damaged_note_of_what_a_chapter_read_counts_as_none(tmp_path, damage):
    book = tiny.book(tmp_path, one="1")
    (chapter,) = book.chapters().values()
    before = cache.key(book, chapter)
    note = book.cache / "01_one.json"
    note.parent.mkdir(parents=True)
    note.write_text('{"files": [], "packages": []}')
    assert cache.key(book, chapter) != before
    note.write_text(damage)
    assert cache.key(book, chapter) == before


def test_the_key_does_not_depend_on_what_the_process_that_asks_has_imported(tmp_path):
    """setuptools, where it is imported, puts a folder with copies of other packages on the path."""
    book = tiny.book(tmp_path, one="1")
    note = book.cache / "01_one.json"
    note.parent.mkdir(parents=True)
    note.write_text('{"files": [], "packages": ["backports", "jaraco", "more_itertools"]}')
    assert python(book.root, "import setuptools, sys; assert '_vendor' in sys.path[-1]\n" + KEYS) == python(
        book.root, KEYS
    )
