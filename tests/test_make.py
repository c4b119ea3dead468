"""The Makefile: what a stranger meets first."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="there is no make on this machine")


def make(*words, cwd=ROOT):
    outer = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}  # the settings of a `make test` around this
    env = {name: value for name, value in os.environ.items() if name not in outer}
    return subprocess.run(["make", *words], cwd=cwd, env=env, capture_output=True, text=True)


@pytest.mark.xdist_group("kept")
def test_the_tests_of_a_group_stay_together(request):
    """Otherwise what a group shares, such as an environment or a site, is made by each process."""
    if request.config.getoption("loadgroup", False):
        assert request.node.nodeid.endswith("@kept")


def test_make_alone_lists_the_two_commands_first():
    lines = make().stdout.splitlines()
    assert [line.split()[1] for line in lines][:3] == ["help", "book", "serve"]
    assert "test" in {line.split()[1] for line in lines}


def test_an_old_python_is_refused_with_the_version_that_is_needed(tmp_path):
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    old = tmp_path / "old-python"
    old.write_text("#!/bin/sh\n[ $1 = --version ] && echo Python 3.8.10 || exit 1\n")
    old.chmod(0o755)
    done = make("book", f"PYTHON={old}", cwd=tmp_path)
    assert done.returncode == 2
    assert f"This needs Python 3.11 or newer; {old} is Python 3.8.10." in done.stderr
    assert not (tmp_path / ".venv").exists()
