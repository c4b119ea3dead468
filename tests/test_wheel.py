"""A stranger's machine: an environment that has numpy and torch, one wheel, and an empty folder."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dlcourse.page import source

ROOT = Path(__file__).parents[1]
KEEP = ("numpy", "torch", "matplotlib", "scikit-learn")  # what installing dlcourse must not move


def extras(notebook):
    """What the notebook's setup cell installs beside dlcourse itself."""
    return json.loads(notebook.read_text("utf8"))["metadata"].get("dlcourse", {}).get("extras", [])


NOTEBOOKS = sorted(  # those that ask for more come last: the others run without it
    [*sorted(source.book().glob("[0-9]*.ipynb")), *sorted(source.assignments().glob("*/*.ipynb"))], key=extras
)

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


def versions(python):
    listed = json.loads(run(python, "-m", "pip", "list", "--format=json", "--disable-pip-version-check"))
    return {entry["name"]: entry["version"] for entry in listed if entry["name"] in KEEP}


@pytest.fixture(scope="session")
def stranger(tmp_path_factory):
    """The python of a fresh environment that had numpy and torch before the wheel came."""
    folder = tmp_path_factory.mktemp("stranger")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--wheel-dir", folder, ROOT)
    run(sys.executable, "-m", "venv", folder / "env")
    python = folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    pinned = ["-c", ROOT / "constraints.txt"]
    run(python, "-m", "pip", "install", "-q", *pinned, *KEEP, "ipykernel", "nbclient", "nbformat")
    install(python)
    return python


def install(python, extras=()):
    """The wheel, as in Colab: no constraints, whatever its own ranges ask for."""
    [wheel] = python.parents[2].glob("*.whl")
    before = versions(python)
    run(python, "-m", "pip", "install", "-q", f"{wheel}[{','.join(extras)}]" if extras else wheel)
    assert versions(python) == before, "installing dlcourse moved a package that was there before"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_from_an_empty_folder_with_only_the_wheel(stranger, notebook, tmp_path):
    if wanted := extras(notebook):
        install(stranger, wanted)
    program = (
        "import nbformat, nbclient, sys\n"
        "nb = nbformat.read(sys.argv[1], 4)\n"
        "nbclient.NotebookClient(nb, timeout=120, allow_errors=sys.argv[2] == 'exercise').execute()\n"
        "errors = [o.ename for c in nb.cells for o in c.get('outputs', []) if o.output_type == 'error']\n"
        # a released exercise stops at what is left to do, and at nothing else
        "assert set(errors) <= {'NotImplementedError'}, errors\n"
        "import dlcourse; assert 'site-packages' in dlcourse.__file__, dlcourse.__file__\n"
    )
    kind = "exercise" if "_exercises" in str(notebook) or notebook.parent.name in notebook.stem else "chapter"
    run(stranger, "-c", program, notebook, kind, cwd=tmp_path, DLCOURSE_STRICT="1")
    assert not list(tmp_path.iterdir()), "the notebook left files behind"


def test_self_check_works_with_only_the_wheel(stranger, tmp_path):
    release = next(path for path in NOTEBOOKS if path.stem == "neurons")
    (tmp_path / "neurons.ipynb").write_bytes(release.read_bytes())
    done = subprocess.run(
        [stranger, "-m", "dlcourse.cli", "check", "neurons.ipynb"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "perceptron_update" in done.stdout
