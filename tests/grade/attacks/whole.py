"""Hand-ins that are hostile as a whole: their metadata, their bytes, what lies beside them.

Each function hands in one submission, under its own name, that deserves the points of "steps" unless
`SPECIAL` says otherwise.
"""

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from dlcourse.grade.assignment import by_id
from tests.grade.attacks import target
from tests.grade.attacks.outside import Outside

WRONG = "# exercise: target.tanh\ndef tanh(x):\n    return 0 * x"
ALL: list[Callable[[Path, Outside], None]] = []
#: What a notebook that nobody can read earns, or that is somebody else's: nothing.
_REFUSED = {"earns": 0.0}
SPECIAL: dict[str, dict] = {}


def attack(make: Callable[[Path, Outside], None]) -> Callable[[Path, Outside], None]:
    ALL.append(make)
    return make


def refused(make: Callable[[Path, Outside], None]) -> Callable[[Path, Outside], None]:
    SPECIAL[make.__name__] = _REFUSED
    return attack(make)


def unusual(make: Callable[[Path, Outside], None]) -> Callable[[Path, Outside], None]:
    """Refused as well, although its honest answer could be read with more patience."""
    SPECIAL[make.__name__] = {"hurts_itself": True}
    return attack(make)


def edited(make: Callable[[NotebookNode], bytes | None]) -> Callable[[Path, Outside], None]:
    """Hand in a notebook that `make` has changed, or what it returns, under the name of `make`."""

    @wraps(make)
    def attack(course: Path, outside: Outside) -> None:
        nb = _nb(course)
        target.hand_in(course, make.__name__, make(nb) or nb)

    return attack


def _nb(course: Path, tanh: str = WRONG, **more: str) -> NotebookNode:
    return target.answered(course, steps=target.ANSWERS["steps"], tanh=tanh, **more)


def _tests(nb: NotebookNode) -> list[NotebookNode]:
    return [cell for name, cell in by_id(nb).items() if name.endswith("-tests")]


@attack
@edited
def tags_that_skip_the_tests(nb: NotebookNode) -> None:
    """give the test cells tags by which a runner skips them"""
    for cell in _tests(nb):
        cell.metadata.tags = ["skip-execution", "raises-exception", "nbval-skip", "remove-cell"]


@attack
@edited
def tests_deleted(nb: NotebookNode) -> None:
    """delete the test cells"""
    gone = _tests(nb)
    nb.cells = [cell for cell in nb.cells if cell not in gone]


@attack
@edited
def tests_twice(nb: NotebookNode) -> None:
    """hand in every test cell twice, the second one empty"""
    for cell in _tests(nb):
        nb.cells.append(new_code_cell("pass", metadata=json.loads(json.dumps(cell.metadata))))


@attack
@edited
def tests_emptied(nb: NotebookNode) -> None:
    """replace the tests by pass, and the given imports by its own"""
    for cell in _tests(nb):
        cell.source = "2.0"
    by_id(nb)["target-imports"].source = "import numpy as np\nsame = rng = lambda *a: None"


@attack
@edited
def tests_retyped(nb: NotebookNode) -> None:
    """turn the test cells into prose"""
    for cell in _tests(nb):
        cell.cell_type = "markdown"
        cell.pop("outputs", None), cell.pop("execution_count", None)


@attack
@edited
def tests_renamed(nb: NotebookNode) -> None:
    """give the ids of the test cells to cells of its own, and take them from the tests"""
    for cell in _tests(nb):
        nb.cells.append(new_code_cell("2.0", metadata=json.loads(json.dumps(cell.metadata))))
        cell.metadata.nbgrader.grade_id += "-old"


@attack
@edited
def tests_as_answers(nb: NotebookNode) -> None:
    """mark the test cells as answers, and the answers as tests"""
    for cell in _tests(nb):
        cell.metadata.nbgrader |= {"solution": True, "locked": False}
        cell.source = "pass"
    by_id(nb)["target-tanh"].metadata.nbgrader |= {"grade": True, "points": 2, "locked": True}


@attack
@edited
def an_answer_with_the_id_of_a_test(nb: NotebookNode) -> None:
    """swap the ids of an answer and of its tests"""
    cells = by_id(nb)
    for name in ("tanh", "scale"):
        answer, tests = (
            cells[f"target-{name}"].metadata.nbgrader,
            cells[f"target-{name}-tests"].metadata.nbgrader,
        )
        answer.grade_id, tests.grade_id = tests.grade_id, answer.grade_id


@attack
@edited
def a_thousand_points(nb: NotebookNode) -> None:
    """raise the points of every cell to 1000, also of those without points"""
    for cell in by_id(nb).values():
        cell.metadata.nbgrader |= {"points": 1000, "grade": True}


@attack
@edited
def flags_taken_away(nb: NotebookNode) -> None:
    """say of the test cells that they are not graded, and not locked"""
    for cell in _tests(nb):
        cell.metadata.nbgrader |= {"grade": False, "locked": False}
        cell.source = "pass"


@attack
@edited
def metadata_of_any_kind(nb: NotebookNode) -> bytes:
    """fill the metadata with values of the wrong kinds"""
    for number, cell in enumerate(_tests(nb)):
        cell.metadata.nbgrader |= [{"points": "nan"}, {"points": -1e308}, {"grade_id": 7, "locked": []}][
            number
        ]
    nb.metadata.nbgrader = {"checksum": 1, "db_url": "sqlite:///@MARK@"}
    return json.dumps(nb).encode()


@attack
@edited
def newer_schema(nb: NotebookNode) -> None:
    """claim a schema of nbgrader's metadata that does not exist"""
    for cell in by_id(nb).values():
        cell.metadata.nbgrader.schema_version = 999


@attack
@edited
def outputs_forged(nb: NotebookNode) -> None:
    """hand in test cells that already show full marks"""
    for cell in _tests(nb):
        cell.outputs = [new_output("execute_result", {"text/plain": "2.0"}, execution_count=1)]
        cell.execution_count = 1


@attack
@edited
def another_kernel(nb: NotebookNode) -> None:
    """ask for a kernel and a language of its own"""
    nb.metadata.kernelspec = {"name": "../attack", "display_name": "x", "language": "bash"}
    nb.metadata.language_info = {"name": "bash", "nbconvert_exporter": "os.system"}


@attack
@edited
def the_hidden_tests_replaced(nb: NotebookNode) -> None:
    """hand in the tests with an end to the hidden part, so that what follows would count as given"""
    for cell in _tests(nb):
        cell.source += "\n### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS\n2.0"


@attack
@edited
def a_test_as_its_own_cell(nb: NotebookNode) -> None:
    """put cells with the markers of the tests before the real ones, without ids, as Colab leaves them"""
    nb.cells.insert(0, new_code_cell("# tests: target.tanh\n2.0"))
    nb.cells.insert(0, new_code_cell("# tests: target.scale\n2.0"))
    for cell in nb.cells:
        cell.metadata.pop("nbgrader", None)


@attack
@edited
def answers_split_around_the_tests(nb: NotebookNode) -> None:
    """hand in an answer twice, so that a second one runs behind its tests"""
    copy = new_code_cell(
        "# exercise: target.tanh\nnp.tanh = lambda x: 0 * x\n\n\ndef tanh(x):\n    return 0 * x"
    )
    copy.metadata = json.loads(json.dumps(by_id(nb)["target-tanh"].metadata))
    nb.cells.append(copy)


@attack
def magics_of_the_shell(course: Path, outside: Outside) -> None:
    """run programs and files by IPython's magics"""
    words = outside.words("magics_of_the_shell")
    nb = _nb(course)
    cells = [
        f"!touch /tmp/{words['MARK']} {words['HOME']}/{words['MARK']}",
        f"%%bash\necho owned > {words['COURSE']}/{words['MARK']}",
        f"%%writefile {words['HOME']}/{words['MARK']}\nowned",
        f"%run {words['COURSE']}/solutions/target/target.ipynb",
        f"%load {words['SECRET']}",
        "%reset -f",
        "%cd /",
        "%pip install --target . attack",
        "%autoawait trio",
    ]
    nb.cells[1:1] = [new_code_cell(cell) for cell in cells]
    target.hand_in(course, "magics_of_the_shell", nb)


@attack
@edited
def cells_that_are_no_python(nb: NotebookNode) -> bytes:
    """hand in sources that crash parsers"""
    sources = [
        "(" * 20_000,
        "-" * 100_000 + "1",
        "x = " + "[" * 5000 + "]" * 5000,
        "a" * 500_000,
        "\0",
        "\ud800",
    ]
    sources += ["if 1:\n" + "".join(" " * n + "if 1:\n" for n in range(1, 150)), '"' * 1001, "1" * 100_000]
    nb.cells[1:1] = [new_code_cell(one) for one in sources]
    return json.dumps(nb).encode()


@attack
@edited
def prose_that_is_deep(nb: NotebookNode) -> None:
    """write Markdown and HTML nested so deep that a reader fails or takes for ever"""
    deep = [
        ">" * 9000,
        "- " * 5000,
        "[" * 9000,
        "*a **a " * 2000,
        "<div>" * 3000,
        "<b>" * 5000,
        "`" * 9999 + "x",
    ]
    deep += [
        "![" * 5000,
        "\\(" * 5000,
        "|a" * 5000 + "\n" + "|-" * 5000,
        "$" * 9999,
        "<!--" * 4000,
        "&" * 9999,
    ]
    deep += [
        "    " * 3000 + "x",
        "".join("#" * n for n in range(100)),
        "[x](" * 3000,
        "\n".join(["1. a"] * 4000),
    ]
    nb.cells += [new_markdown_cell(one) for one in deep]


@unusual
@edited
def a_thousand_cells(nb: NotebookNode) -> None:
    """hand in as many cells as are allowed, each of which takes a while"""
    nb.cells[1:1] = [new_code_cell("import time; time.sleep(.004)") for _ in range(900)]


@unusual
@edited
def twenty_thousand_cells(nb: NotebookNode) -> None:
    """hand in 20,000 cells"""
    nb.cells += [new_code_cell("pass") for _ in range(20_000)]


@unusual
@edited
def sixty_megabytes(nb: NotebookNode) -> None:
    """hand in a notebook of 60 MB"""
    nb.cells.append(new_markdown_cell("x" * 60_000_000))


@refused
def lists_in_lists(course: Path, outside: Outside) -> None:
    """hand in JSON that is nested a million deep"""
    target.hand_in(course, "lists_in_lists", b"[" * 1_000_000)


@refused
def numbers_without_end(course: Path, outside: Outside) -> None:
    """hand in JSON with a number of a million digits"""
    target.hand_in(course, "numbers_without_end", b'{"nbformat": 4, "cells": [' + b"9" * 1_000_000 + b"]}")


@refused
def half_a_notebook(course: Path, outside: Outside) -> None:
    """hand in a notebook that was cut off"""
    target.hand_in(course, "half_a_notebook", nbformat.writes(_nb(course)).encode()[:-100])


@refused
def no_notebook_at_all(course: Path, outside: Outside) -> None:
    """hand in JSON that is a list"""
    target.hand_in(course, "no_notebook_at_all", b"[]")


@refused
def nothing_at_all(course: Path, outside: Outside) -> None:
    """hand in an empty file"""
    target.hand_in(course, "nothing_at_all", b"")


@attack
def another_encoding(course: Path, outside: Outside) -> None:
    """hand in a notebook in UTF-16"""
    target.hand_in(course, "another_encoding", nbformat.writes(_nb(course)).encode("utf-16"))


@unusual
def an_old_format(course: Path, outside: Outside) -> None:
    """hand in a notebook of format 3"""
    nb = json.loads(nbformat.writes(_nb(course)))
    cells = [{**cell, "input": cell["source"]} for cell in nb["cells"]]
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}
    target.hand_in(course, "an_old_format", json.dumps(old).encode())


@unusual
def a_format_to_come(course: Path, outside: Outside) -> None:
    """hand in a notebook of format 5"""
    nb = json.loads(nbformat.writes(_nb(course)))
    target.hand_in(course, "a_format_to_come", json.dumps({**nb, "nbformat": 5}).encode())


@refused
def a_link_to_the_solution(course: Path, outside: Outside) -> None:
    """hand in a symbolic link to the instructor's notebook"""
    path = target.folder(course, "a_link_to_the_solution") / "target.ipynb"
    os.symlink(course / "solutions/target/target.ipynb", path)


@refused
def a_hard_link_to_another(course: Path, outside: Outside) -> None:
    """hand in a hard link to what another student handed in"""
    path = target.folder(course, "a_hard_link_to_another") / "target.ipynb"
    other = outside.folder / "stolen.ipynb"
    shutil.copy(
        target.hand_in(course, "zz-last", target.answered(course, **target.ANSWERS)) / "target.ipynb", other
    )
    os.link(other, path)


@refused
def a_pipe(course: Path, outside: Outside) -> None:
    """hand in a named pipe, for whose writer a reader waits"""
    os.mkfifo(target.folder(course, "a_pipe") / "target.ipynb")


@refused
def a_folder_for_a_notebook(course: Path, outside: Outside) -> None:
    """hand in a folder that is called like the notebook"""
    (target.folder(course, "a_folder_for_a_notebook") / "target.ipynb").mkdir()


@refused
def the_folder_of_another(course: Path, outside: Outside) -> None:
    """hand in a link to the folder of another student"""
    os.symlink(course / "submitted" / "zz-last", course / "submitted" / "the_folder_of_another")


@attack
def modules_beside_the_notebook(course: Path, outside: Outside) -> None:
    """hand in modules that would be imported instead of the real ones"""
    folder = target.hand_in(course, "modules_beside_the_notebook", _nb(course))
    fake = "def __getattr__(name):\n    return lambda *a, **k: True\n"
    for name in ("numpy", "torch", "dlcourse", "sitecustomize", "IPython", "nbgrader"):
        (folder / f"{name}.py").write_text(fake)


@attack
def settings_beside_the_notebook(course: Path, outside: Outside) -> None:
    """hand in settings of nbgrader and of IPython, a gradebook, and a startup file"""
    folder = target.hand_in(course, "settings_beside_the_notebook", _nb(course))
    (folder / "nbgrader_config.py").write_text(f"open({str(outside.home / 'attack-was-here')!r}, 'w')")
    (folder / "ipython_config.py").write_text(f"open({str(outside.home / 'attack-was-here')!r}, 'w')")
    (folder / "gradebook.db").write_bytes(b"SQLite format 3\0")
    (folder / ".ipython").mkdir()


@attack
def an_archive_that_grows(course: Path, outside: Outside) -> None:
    """hand in an archive of zeros beside the notebook"""
    folder = target.hand_in(course, "an_archive_that_grows", _nb(course))
    with zipfile.ZipFile(folder / "target.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("target.ipynb", bytes(50_000_000))
        archive.writestr("../../../attack-was-here", b"x")


@attack
def a_thousand_files(course: Path, outside: Outside) -> None:
    """hand in a thousand files, and folders in folders"""
    folder = target.hand_in(course, "a_thousand_files", _nb(course))
    for number in range(1000):
        (folder / f"{number}.txt").touch()
    folder.joinpath(*"abcdefghijklmnop").mkdir(parents=True)


@attack
def handed_in_before_it_was_given(course: Path, outside: Outside) -> None:
    """hand in a time stamp that is none, and names a file as the time zone"""
    folder = target.hand_in(course, "handed_in_before_it_was_given", _nb(course))
    (folder / "timestamp.txt").write_text(f"0001-01-01 00:00:00 {outside.home}/.bashrc")


@attack
@edited
def attachments_elsewhere(nb: NotebookNode) -> None:
    """attach files to a cell whose names lead out of the folder"""
    name = "../../../../attack-was-here.png"
    nb.cells.append(new_markdown_cell(f"![x](attachment:{name})", attachments={name: {"image/png": "eA=="}}))
