"""Where the book's files are, in the repository or in the installed wheel; and the links to them online."""

import json
import os
from functools import cache
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parents[1]


def book() -> Path:
    """The folder with the chapters.

    It is that of the wheel if dlcourse was installed from one, else that of the repository. Another
    checkout, a translated book say, is used if the environment variable `DLCOURSE_ROOT` names its root.
    """
    return _place("_book", "book")


def assignments() -> Path:
    """The folder with the released assignments; found like the book."""
    return _place("_exercises", "exercises")


def timings() -> dict[str, Any]:
    """The recorded run of every chapter: seconds by notebook, with machine, versions and date."""
    return notebook(_place("_book/timings.json", "benchmarks/results/chapters.json"))


def recorded(name: str) -> dict[str, Any]:
    """What the program `benchmarks/NAME.py` wrote when it last ran: results, with machine, versions and date.

    Raises
    ------
    FileNotFoundError
        If there is no such record.
    """
    return notebook(_place(f"_book/results/{name}.json", f"benchmarks/results/{name}.json"))


def chapter(topic: str) -> Path:
    """The notebook of the chapter on `topic`.

    Raises
    ------
    ValueError
        If there is no such chapter; the message lists those that there are.
    """
    found = {path.stem.split("_", 1)[1]: path for path in sorted(book().glob("[0-9][0-9]_*.ipynb"))}
    if topic not in found:
        raise ValueError(
            f"there is no chapter {topic!r}; the chapters are {', '.join(found) or '(none yet)'}"
        )
    return found[topic]


def assignment(topic: str) -> Path:
    """The released assignment of the chapter on `topic`.

    Raises
    ------
    ValueError
        If there is no such chapter.
    FileNotFoundError
        If its assignment was not released.
    """
    chapter(topic)
    path = assignments() / topic / f"{topic}.ipynb"
    if not path.exists():
        raise FileNotFoundError(f"the assignment {path} does not exist; `make release` writes it")
    return path


def notebook(path: Path) -> dict[str, Any]:
    """A notebook as plain data.

    Raises
    ------
    ValueError
        If the file is damaged.
    """
    try:
        return json.loads(path.read_text("utf8"))
    except ValueError as error:  # not UTF-8, or not JSON
        raise ValueError(f"{path} is damaged: {error}; get it again") from error


def course_metadata(path: Path, *keys: str) -> dict[str, Any]:
    """What the notebook at `path` says about itself under "dlcourse".

    Raises
    ------
    ValueError
        If one of `keys` is not there.
    """
    meta = notebook(path)["metadata"].get("dlcourse", {})
    if missing := [key for key in keys if key not in meta]:
        raise ValueError(f'{path.name} lacks {", ".join(missing)} in its metadata, under "dlcourse"')
    return meta


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


def passed(topic: str) -> str:
    """The address of a chapter that ticks the section with its exercises, for those who pass them."""
    return f"{urls()['Homepage']}/{chapter(topic).stem}.html#passed"


def _place(installed: str, in_repository: str) -> Path:
    if root := os.environ.get("DLCOURSE_ROOT"):
        places = [Path(root) / in_repository]
    else:
        places = [_PACKAGE / installed, _PACKAGE.parent / in_repository]
    for place in places:
        if place.exists():
            return place
    fix = f"DLCOURSE_ROOT is {root!r}: name a folder that holds a book" if root else "reinstall dlcourse"
    raise FileNotFoundError(f"the book's files are missing: {' and '.join(map(str, places))}; {fix}")
