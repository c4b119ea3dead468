"""What the docstrings show is what happens; papers are cited; the package imports PyTorch alone."""

import doctest
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys

import pytest

from dlcourse import models

MODULES = [f"dlcourse.models.{module.name}" for module in pkgutil.iter_modules(models.__path__)]


def classes(module):
    return [c for c in vars(module).values() if inspect.isclass(c) and c.__module__ == module.__name__]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_give_what_they_show(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("boundary")])
def test_every_family_names_its_papers(name):
    module = importlib.import_module(name)
    assert re.search(r"\b(19|20)\d\d\b", module.__doc__ + "".join(c.__doc__ for c in classes(module)))


def test_every_public_name_is_listed_and_documented():
    listed = set(re.findall(r"`(\w+)`", models.__doc__))
    assert listed == set(models.__all__)
    assert all(getattr(models, name).__doc__ for name in listed)


def test_nothing_but_torch_is_imported():
    code = (
        "import sys, torch, torch.nn.utils.rnn; before = set(sys.modules); import dlcourse.models; "
        "new = set(sys.modules) - before; "
        "ours = {name for name in new if name.startswith('dlcourse.')}; "
        "print({n.split('.')[0] for n in new} - set(sys.stdlib_module_names) - {'torch', 'dlcourse'}, "
        "{n for n in ours if not n.startswith('dlcourse.models')})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set() set()"
