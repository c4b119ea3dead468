"""Where the book's files are: in the repository, or inside the installed wheel; and the links to them online."""

import json
from functools import cache
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parents[1]


def book() -> Path:
    """The folder with the chapters, from the wheel if it was installed from one, else from the repository."""
    return _either(_PACKAGE / "_book", _PACKAGE.parent / "book")


def assignments() -> Path:
    """The folder with the released assignments."""
    return _either(_PACKAGE / "_exercises", _PACKAGE.parent / "exercises")


def timings() -> dict[str, Any]:
    """The recorded run of every chapter: seconds by notebook, with machine, versions and date."""
    path = _either(_PACKAGE / "_book" / "timings.json", _PACKAGE.parent / "benchmarks/results/chapters.json")
    return json.loads(path.read_text("utf8"))


def chapter(topic: str) -> Path:
    """The notebook of the chapter on `topic`.

    Raises
    ------
    ValueError
        If there is no such chapter; the message lists those that there are.
    """
    found = {path.stem.split("_", 1)[1]: path for path in sorted(book().glob("[0-9][0-9]_*.ipynb"))}
    if topic not in found:
        raise ValueError(f"there is no chapter {topic!r}; the chapters are {', '.join(found)}")
    return found[topic]


@cache
def notebook(path: Path) -> dict[str, Any]:
    """A notebook as plain data."""
    return json.loads(path.read_text("utf8"))


@cache
def urls() -> dict[str, str]:
    """Repository, branch and homepage, as set once under `[project.urls]` in pyproject.toml."""
    pairs = (entry.split(", ", 1) for entry in metadata("dlcourse").get_all("Project-URL") or [])
    return dict(pairs)


def colab(path: str) -> str:
    """The Colab address of a notebook, given by its path in the repository."""
    return (
        urls()["Branch"]
        .replace("https://github.com/", "https://colab.research.google.com/github/")
        .replace("/tree/", "/blob/")
        + f"/{path}"
    )


def download(path: str) -> str:
    """The address at which a file of the repository downloads as it is."""
    return (
        urls()["Branch"]
        .replace("https://github.com/", "https://raw.githubusercontent.com/")
        .replace("/tree/", "/")
        + f"/{path}"
    )


def _either(first: Path, second: Path) -> Path:
    for path in (first, second):
        if path.exists():
            return path
    raise FileNotFoundError(
        f"the book's files are missing: neither {first} nor {second} exists; reinstall dlcourse"
    )
