"""A stranger's machine: an environment that has numpy and torch, one wheel, and an empty folder."""

import ast
import json
import os
import re
import subprocess
import sys
import zipfile
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import pytest
from IPython.core.inputtransformer2 import TransformerManager
from packaging.requirements import Requirement

from dlcourse.data._package import sources
from dlcourse.page import source
from dlcourse.site import cache
from dlcourse.site.execute import execute
from dlcourse.site.layout import Layout
from tests.site.tiny import Lines

ROOT = Path(__file__).parents[1]
KEEP = ("numpy", "torch", "matplotlib", "scikit-learn")  # what installing dlcourse must not move
CHAPTERS = sorted(source.book().glob("[0-9]*.ipynb"))
ASSIGNMENTS = sorted(source.assignments().glob("*/*.ipynb"))


def extras(notebook):
    """What the notebook's setup cell installs beside dlcourse itself."""
    return json.loads(notebook.read_text("utf8"))["metadata"].get("dlcourse", {}).get("extras", [])


NOTEBOOKS = sorted([*CHAPTERS, *ASSIGNMENTS], key=extras)  # those that ask for more run last

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("stranger")]  # one environment serves them all


def run(*command, cwd=None, **env):
    """Run a command outside the repository; its output, or a failure that shows it."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**{k: v for k, v in os.environ.items() if k != "PYTHONPATH"}, **env},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def asked_for(*wanted):
    """The names of the distributions that these requirements bring, themselves among them."""
    found, todo = set(), [Requirement(one) for one in wanted]
    while todo:
        one = todo.pop()
        name = re.sub(r"[-_.]+", "-", one.name).lower()
        if (name, *sorted(one.extras)) not in found:
            found.add((name, *sorted(one.extras)))
            inner = [Requirement(text) for text in metadata.requires(name) or []]
            todo += [
                new
                for new in inner
                if new.marker is None
                or any(new.marker.evaluate({"extra": extra}) for extra in ("", *one.extras))
            ]
    return {name for name, *_ in found}


def bring(python, *wanted):
    """Put installed distributions into an environment as links, as if pip had installed them there."""
    place = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    for name in asked_for(*wanted) - {"dlcourse"}:
        one = metadata.distribution(name)
        for top in {file.parts[0] for file in one.files or []} - {"..", "__pycache__"}:
            if not (place / top).exists():
                (place / top).symlink_to(one.locate_file(top))


def listed(python):
    """What is installed, by name and version."""
    program = (
        "from importlib.metadata import distributions; print({(d.name, d.version) for d in distributions()})"
    )
    return ast.literal_eval(run(python, "-I", "-c", program))


def install(python, *extras):
    """The wheel, as in Colab: no constraints, whatever its own ranges ask for, and nothing else moves."""
    [wheel] = python.parents[2].glob("*.whl")
    before = listed(python)
    more = f"[{','.join(extras)}]" if extras else ""
    bring(python, f"dlcourse{more}")
    run(sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-index", f"{wheel}{more}")
    assert before <= listed(python), "installing dlcourse moved a package that was there before"


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stranger")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--wheel-dir", folder, ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def stranger(wheel):
    """The python of a fresh environment that had numpy and torch before the wheel came."""
    run(sys.executable, "-m", "venv", "--without-pip", wheel.parent / "env")
    python = wheel.parent / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    bring(python, *KEEP, "ipykernel", "nbclient", "nbformat")
    install(python)
    return python


def imports(notebook, read):
    """The imports of a chapter, of those packages that were there, and of the files of dlcourse it read."""
    cells = json.loads(notebook.read_text("utf8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    tree = ast.parse(TransformerManager().transform_cell(code))
    own = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    there = {name for name in read.packages if find_spec(name)}  # it also tells what was not found
    own = [line for line in own if re.split(r"[ .]", line)[1] in {"dlcourse", *there}]
    files = [Path("dlcourse", name) for name in read.files if name.endswith(".py")]
    return own + [
        f"import {'.'.join(path.with_suffix('').parts)}".removesuffix(".__init__") for path in files
    ]


@pytest.mark.parametrize("more", sorted({tuple(extras(path)) for path in CHAPTERS}), ids=str)
def test_all_that_chapters_read_when_they_ran_for_the_book_comes_with_the_wheel(stranger, wheel, more):
    """Packages that others import if they happen to be there do not count: they are in no statement."""
    book = Layout(ROOT)
    chapters = {path.stem: path for path in CHAPTERS if tuple(extras(path)) == more}
    execute(book, chapters, Lines())  # nothing to do after a build
    reads = {name: cache.last(book, name) for name in chapters}
    assert all("page/card.py" in read.files for read in reads.values())
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert {f"dlcourse/{name}" for read in reads.values() for name in read.files} <= inside
    if more:
        install(stranger, *more)
    statements = {line: None for name, path in chapters.items() for line in imports(path, reads[name])}
    for package in {name for read in reads.values() for name in read.packages} & sources().keys():
        statements[f"import {package}"] = None  # where a data set lies
    run(stranger, "-c", "\n".join(statements), KERAS_BACKEND="torch")  # as the chapter sets it


def test_cards_quizzes_and_lists_of_exercises_show_in_an_empty_folder(stranger, tmp_path):
    program = (
        "import sys, dlcourse\n"
        "from dlcourse.page import card, exercises, quiz\n"
        "for topic in sys.argv[1:]:\n"
        "    for part in (card, quiz, exercises):\n"
        "        print(part(topic)._repr_html_())\n"
        "assert 'site-packages' in dlcourse.__file__, dlcourse.__file__\n"
    )
    topics = [path.stem.partition("_")[2] for path in CHAPTERS]
    shown = run(stranger, "-c", program, *topics, cwd=tmp_path)
    assert shown.count("After this chapter you can") == shown.count("Graded assignment") == len(topics)


def test_a_released_exercise_stops_at_what_is_left_to_do_and_at_nothing_else(stranger, tmp_path):
    program = (
        "import json, sys\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "for path in sys.argv[1:]:\n"
        "    shell.reset(new_session=False)\n"
        "    for cell in json.load(open(path, encoding='utf8'))['cells']:\n"
        "        if cell['cell_type'] == 'code':\n"
        "            done = shell.run_cell(''.join(cell['source']))\n"
        "            error = done.error_in_exec or done.error_before_exec\n"
        "            assert error is None or isinstance(error, NotImplementedError), (path, error)\n"
    )
    env = {"DLCOURSE_STRICT": "1", "IPYTHONDIR": str(tmp_path / "ipython"), "MPLBACKEND": "agg"}
    (empty := tmp_path / "empty").mkdir()
    run(stranger, "-c", program, *ASSIGNMENTS, cwd=empty, **env)
    assert not list(empty.iterdir()), "a notebook left files behind"


def test_self_check_works_with_only_the_wheel(stranger, tmp_path):
    release = next(path for path in ASSIGNMENTS if path.stem == "neurons")
    (tmp_path / "neurons.ipynb").write_bytes(release.read_bytes())
    done = subprocess.run(
        [stranger, "-m", "dlcourse.cli", "check", "neurons.ipynb"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "perceptron_update" in done.stdout


@pytest.mark.weekly
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_an_empty_folder_with_only_the_wheel(stranger, notebook, tmp_path):
    install(stranger, *extras(notebook))
    program = (
        "import nbformat, nbclient, sys\n"
        "nb = nbformat.read(sys.argv[1], 4)\n"
        "nbclient.NotebookClient(nb, timeout=600, allow_errors=sys.argv[2] == 'True').execute()\n"
        "errors = [o.ename for c in nb.cells for o in c.get('outputs', []) if o.output_type == 'error']\n"
        "assert set(errors) <= {'NotImplementedError'}, errors\n"
    )
    run(stranger, "-c", program, notebook, notebook in ASSIGNMENTS, cwd=tmp_path, DLCOURSE_STRICT="1")
    assert not list(tmp_path.iterdir()), "the notebook left files behind"
