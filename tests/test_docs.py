"""What the docstrings of the learners' packages show is what happens, and each says what it holds."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

PACKAGES = ("check", "data", "figures", "hardware", "models", "page", "plot", "scratch", "train")
MODULES = [
    module.name
    for package in PACKAGES
    for module in pkgutil.walk_packages(
        importlib.import_module(f"dlcourse.{package}").__path__, prefix=f"dlcourse.{package}."
    )
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_give_what_they_show(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples_in_every_room_that_returns_values():
    finder = doctest.DocTestFinder()
    shown = {
        name.split(".")[1]
        for name in MODULES
        for t in finder.find(importlib.import_module(name))
        if t.examples
    }
    assert shown == set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_name_is_listed_and_documented(package):
    module = importlib.import_module(f"dlcourse.{package}")
    for name in module.__all__:
        assert f"`{name}`" in module.__doc__
        assert getattr(module, name).__doc__


def imported_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*{{name.split('.')[0] for name in sys.modules}})"
    return set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
    )


def test_importing_a_room_is_cheap():
    assert not imported_by("import dlcourse") & {"numpy", "torch"}
    heavy = {"torch", "sklearn", "matplotlib", "scipy", "nbformat"}
    assert not imported_by("import dlcourse.check, dlcourse.data, dlcourse.page") & heavy
    assert not imported_by("import dlcourse.plot") & {"torch", "sklearn", "scipy"}


def test_no_learners_room_imports_a_makers_room():
    code = (
        "import sys, pkgutil, importlib\n"
        "for name in sys.argv[1:]:\n"
        "    package = importlib.import_module(f'dlcourse.{name}')\n"
        "    for m in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        importlib.import_module(m.name)\n"
        "    makers = [n for n in sys.modules if n.startswith(('dlcourse.grade', 'dlcourse.site'))]\n"
        "    assert not makers, f'{name} imports {makers}'\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *PACKAGES], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
