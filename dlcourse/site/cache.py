"""The key of an executed chapter: equal keys mean that executing again would show the same page.

While a chapter runs, `recorder` notes which files it reads. Of these, the files of `dlcourse` count with
their content, and those of other packages with the version of what they came in. What a chapter did not read
when it ran it would not read now, so nothing else counts.
"""

import hashlib
import importlib.util
import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

import dlcourse
from dlcourse.page import source
from dlcourse.site import layout
from dlcourse.site.layout import Layout

_PYTHON = Path(os.path.abspath(os.__file__)).parent
_PACKAGE = Path(os.path.abspath(dlcourse.__file__)).parent
_NOT_RUN = (".pyc", ".mjs", ".js", ".css")  # what the browser runs changes no output
_NOT_FOR_CHAPTERS = ("site", "grade", "cli.py", "__pycache__", "_book", "_exercises")


@dataclass(frozen=True)
class Uses:
    """What a chapter read while it ran.

    Attributes
    ----------
    files : list of str
        Files of `dlcourse`, relative to its folder.
    packages : list of str
        Other packages, by the name they are imported by; also those that its cells looked for and did not
        find. Python's own are left out.
    """

    files: list[str]
    packages: list[str]


def uses(notes: Iterable[str]) -> Uses:
    """Which files and packages the paths and names belong to that `recorder` noted.

    What the kernel itself looks for before the first cell, and does not find, does not count: otherwise
    installing what only Jupyter could use would run every chapter again.
    """
    files: set[str] = set()
    packages: set[str] = set()
    tried: set[str] = set()
    names = packages
    roots = sorted({Path(os.path.abspath(entry)) for entry in _path()}, key=lambda root: -len(root.parts))
    for name in notes:
        if not name:
            names = tried
            continue
        if not os.path.isabs(name):
            names.add(name.partition(".")[0])
            continue
        path = Path(importlib.util.source_from_cache(name) if "__pycache__" in name else name)
        if path.is_relative_to(_PACKAGE):
            files.add(path.relative_to(_PACKAGE).as_posix())
        elif (root := next((root for root in roots if path.is_relative_to(root)), _PYTHON)) != _PYTHON:
            packages |= {part.partition(".")[0] for part in path.relative_to(root).parts[:1]}
    return Uses(
        sorted(files & _package().keys()),
        sorted((tried | set(filter(_identity, packages))) - sys.stdlib_module_names - {"dlcourse"}),
    )


def source_hash(book: Layout, chapter: Path) -> str:
    """A hash of what a chapter is made of: cells, metadata, quiz, exercises, records, times, links."""
    nb = layout.read_notebook(chapter)
    cells = [(cell.cell_type, cell.source, cell.metadata, cell.get("id")) for cell in nb.cells]
    topic = nb.metadata.get("dlcourse", {}).get("topic")
    beside = [
        book.root / "book" / "quizzes" / f"{topic}.toml",
        book.root / "exercises" / topic / f"{topic}.ipynb",
    ]
    records = nb.metadata.get("dlcourse", {}).get("records", [])
    beside += [book.root / "benchmarks" / "results" / f"{name}.json" for name in records]
    files = [path.read_text("utf8") if path.is_file() else None for path in beside]
    run: dict[str, Any] = json.loads(book.timings.read_text("utf8")) if book.timings.is_file() else {}
    run["chapters"] = run.get("chapters", {}).get(chapter.stem)  # its card shows no other chapter's
    return _hash([cells, nb.metadata, files, run, source.urls()])


def key(book: Layout, chapter: Path) -> str:
    """The key of a chapter as it stands, by what it read when it ran last, or by all that it could read."""
    return _key(source_hash(book, chapter), last(book, chapter.stem))


def last(book: Layout, name: str) -> Uses:
    """What a chapter read when it ran last, or all that it could read if it never ran here."""
    try:
        return Uses(**json.loads(_record(book, name).read_text("utf8")))
    except (OSError, ValueError, TypeError):  # there is no note of it, or it is damaged
        return Uses(list(_package()), [name for name in _distributions() if _declared(name)])


def entry(book: Layout, chapter: Path) -> Path:
    """Where the executed notebook of a chapter is kept, if it was executed as it stands now."""
    return book.cache / f"{chapter.stem}-{key(book, chapter)}.ipynb"


def keep(book: Layout, name: str, before: str, reads: Iterable[str], executed: bytes) -> Path:
    """Keep an executed notebook, drop what the same chapter left before, and return the file.

    Parameters
    ----------
    name : str
        Of the notebook.
    before : str
        Its `source_hash` from before it ran: it may have been edited since.
    reads : iterable of str
        What was noted while it ran.
    executed : bytes
        The executed notebook.
    """
    read = uses(reads)
    path = book.cache / f"{name}-{_key(before, read)}.ipynb"
    layout.write(path, executed)
    layout.write(_record(book, name), json.dumps(asdict(read), indent=1).encode())
    for old in book.cache.glob(f"{name}-*.ipynb"):
        if old != path:
            old.unlink()
    return path


def pages(book: Layout) -> str:
    """The key of the site: what Sphinx reads, the package it documents and is extended by, their versions."""
    roots = {"source": book.source, "dlcourse": _PACKAGE}
    files = {
        f"{name}/{path.relative_to(root).as_posix()}": hashlib.sha256(path.read_bytes()).hexdigest()
        for name, root in roots.items()
        for path in root.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    versions = [_versions("dlcourse[book]"), platform.python_version()]
    return _hash([files, versions, source.urls(), source.timings()])


def _versions(wanted: str) -> dict[str, str]:
    """The version of each distribution that a requirement brings."""
    from packaging.requirements import Requirement

    found: dict[str, str] = {}
    asked: set[tuple[str, str]] = set()
    todo = [Requirement(wanted)]
    while todo:
        one = todo.pop()
        new = {(one.name, extra) for extra in ("", *one.extras)} - asked
        asked |= new
        for name, extra in new:
            with suppress(metadata.PackageNotFoundError):
                there = metadata.distribution(name)
                found[name] = there.version
                needs = map(Requirement, there.requires or [])
                todo += [need for need in needs if not need.marker or need.marker.evaluate({"extra": extra})]
    return found


def _record(book: Layout, name: str) -> Path:
    return book.cache / f"{name}.json"


def _key(before: str, read: Uses) -> str:
    files = {name: _package().get(name) for name in read.files}
    packages = {name: _identity(name) for name in read.packages}
    return _hash([before, files, packages, platform.python_version()])


def _hash(facts: Any) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:20]


@cache
def _package() -> dict[str, str]:
    """A hash of each file of `dlcourse` that a chapter can read."""
    found = {path.relative_to(_PACKAGE): path for path in sorted(_PACKAGE.rglob("*"))}
    return {
        inside.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for inside, path in found.items()
        if path.is_file() and path.suffix not in _NOT_RUN and inside.parts[0] not in _NOT_FOR_CHAPTERS
    }


@cache
def _path() -> list[str]:
    """Where a new process looks for packages: this one may have added places, as setuptools does."""
    program = "import json, sys; print(json.dumps(sys.path[1:]))"  # without the folder it is run in
    return list(json.loads(subprocess.check_output([sys.executable, "-c", program])))


@cache
def _identity(name: str) -> str | None:
    """What a package is: the version of what it came in, or a hash of its files; None if there is none.

    The version stands for the files where they lie as they were installed. A copy that comes earlier on the
    path, or a clone that is imported in place, counts with its content.
    """
    spec = PathFinder.find_spec(name, _path())
    if spec is None:
        return None
    places = [Path(os.path.abspath(p)) for p in spec.submodule_search_locations or [spec.origin or ""]]
    found = [metadata.distribution(one) for one in sorted(set(_distributions().get(name, [])))]
    installed = [one for one in found if _holds(one, places)]
    if installed:
        return ", ".join(f"{one.metadata['Name']} {one.version}" for one in installed)
    if spec.origin is None:  # a folder that happens to lie on the path
        return None
    digest = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{os.path.relpath(path, place)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _holds(one: metadata.Distribution, places: list[Path]) -> bool:
    base = Path(os.path.abspath(str(one.locate_file(""))))
    return all(place.parent == base for place in places)


_distributions = cache(metadata.packages_distributions)


@cache
def _required() -> set[str]:
    """The distributions that dlcourse and its extras ask for."""
    names = [re.match(r"[\w.-]+", wanted) for wanted in metadata.requires("dlcourse") or []]
    return {re.sub(r"[-_.]+", "-", name[0]).lower() for name in names if name}


def _declared(name: str) -> bool:
    """Whether a package belongs to what dlcourse asks for."""
    return any(re.sub(r"[-_.]+", "-", one).lower() in _required() for one in _distributions()[name])
