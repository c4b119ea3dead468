"""The key of an executed chapter: equal keys mean that executing again would show the same page."""

import hashlib
import json
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import dlcourse
from dlcourse.page import source
from dlcourse.site import layout
from dlcourse.site.layout import Layout

_PACKAGE = Path(dlcourse.__file__).parent
_NOT_RUN = (".pyc", ".mjs", ".js", ".css")  # what the browser runs changes no output
_NOT_FOR_CHAPTERS = ("site", "grade", "cli.py", "__pycache__", "_book", "_exercises")


@cache
def versions() -> dict[str, str]:
    """The versions that what a chapter prints depends on."""
    import platform

    found = {"python": platform.python_version()}
    for name in ("numpy", "torch", "matplotlib", "scikit-learn"):
        try:
            found[name] = version(name)
        except PackageNotFoundError as missing:
            raise layout.BuildError(f"{name} is not installed; run: pip install -e '.[book]'") from missing
    return found


@cache
def package() -> str:
    """A hash of all files of `dlcourse` that a chapter can import, and of the links it prints."""
    digest = hashlib.sha256(json.dumps(source.urls(), sort_keys=True).encode())
    for path in sorted(_PACKAGE.rglob("*")):
        inside = path.relative_to(_PACKAGE)
        if path.is_file() and path.suffix not in _NOT_RUN and inside.parts[0] not in _NOT_FOR_CHAPTERS:
            digest.update(f"{inside.as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def key(book: Layout, chapter: Path) -> str:
    """The key of a chapter: its sources and metadata, its quiz and exercises, the package, the versions."""
    nb = layout.read(chapter)
    cells = [(cell.cell_type, cell.source, cell.metadata, cell.get("id")) for cell in nb.cells]
    topic = nb.metadata.get("dlcourse", {}).get("topic")
    beside = [
        book.root / "book" / "quizzes" / f"{topic}.toml",
        book.root / "exercises" / topic / f"{topic}.ipynb",
        book.root / "benchmarks" / "results" / "chapters.json",
    ]
    files = [path.read_text("utf8") if path.is_file() else None for path in beside]
    everything = json.dumps([cells, nb.metadata, files, package(), versions()], sort_keys=True)
    return hashlib.sha256(everything.encode()).hexdigest()[:20]


def entry(book: Layout, chapter: Path) -> Path:
    """Where the executed notebook of a chapter is kept, if it was executed as it stands now."""
    return book.cache / f"{chapter.stem}-{key(book, chapter)}.ipynb"


def prune(book: Layout, keep: Path) -> None:
    """Drop what the same chapter left in the cache before `keep`."""
    for old in book.cache.glob(f"{keep.stem.rsplit('-', 1)[0]}-*.ipynb"):
        if old != keep:
            old.unlink()
