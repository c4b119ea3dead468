"""What the docstrings show is what happens, and the package imports NumPy alone."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import dlcourse.scratch

MODULES = [f"dlcourse.scratch.{module.name}" for module in pkgutil.iter_modules(dlcourse.scratch.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_give_what_they_show(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0


def test_every_public_name_is_listed_and_documented():
    for name in dlcourse.scratch.__all__:
        assert f"`{name}`" in dlcourse.scratch.__doc__
        assert getattr(dlcourse.scratch, name).__doc__


def test_nothing_but_numpy_is_imported():
    code = (
        "import sys, numpy, numpy.random; before = set(sys.modules); import dlcourse.scratch; "
        "new = {name.split('.')[0] for name in set(sys.modules) - before}; "
        "print(new - set(sys.stdlib_module_names) - {'numpy'})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{'dlcourse'}"
