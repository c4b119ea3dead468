"""A fault in a page stops the build, and the message names it: one build with all of them."""

import shutil

import pytest

from dlcourse.site import build
from dlcourse.site.layout import BuildError
from dlcourse.site.stage import stage
from tests.site import tiny
from tests.site.test_repository import ROOT

CHAPTER = r"""# Faults

A formula $\frac{1$ that breaks off, a work that [Nobody 1900](references.md#nobody1900) wrote,
a [term](glossary.md#undefined) nobody defined, and a [page](gone.md) that is gone."""

GLOSSARY = """# Glossary

Each term once.

## Weight
A number.
Introduced in [One](01_one.ipynb).

## Bias
"""


@pytest.fixture(scope="module")
def message(tmp_path_factory) -> str:
    root = tmp_path_factory.mktemp("faults")
    book = tiny.book(root, one=CHAPTER)
    shutil.copy(ROOT / "_config.yml", root)
    shutil.copytree(ROOT / "assets", root / "assets")
    (root / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n- file: 01_one\n- file: glossary\n- file: references\n"
    )
    (root / "book/glossary.md").write_text(GLOSSARY)
    (root / "book/references.md").write_text("# References\n")
    (root / "book/references.bib").write_text("@misc{a1, author={A, B}, year=2000}\n")
    stage(book, {})
    with pytest.raises(BuildError) as stopped:
        build.sphinx(book, tiny.Lines())
    return str(stopped.value)


@pytest.mark.slow
@pytest.mark.xdist_group("faults")  # one build names all of them
@pytest.mark.parametrize(
    "named",
    [
        "01_one.ipynb",
        r"(in the formula \frac{1)",
        "'nobody1900'",
        "'undefined'",
        "gone.md",
        "'Bias' belongs before 'Weight': the order is alphabetical",
        "'Bias' has no definition",
        "'Bias' lacks its last line",
        "references.bib is incomplete: a1 lacks title",
    ],
)
def test_the_message_names_each_fault(message, named):
    assert named in message
