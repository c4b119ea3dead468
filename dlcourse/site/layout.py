"""Where a build reads and writes, and the error that is meant for the person who started it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dlcourse.files import replace

#: The book in one file, beside the pages of the site.
EPUB = "deep-learning.epub"


class BuildError(Exception):
    """Something the person who builds can fix; the message says what and how, so no traceback is shown."""


@dataclass(frozen=True)
class Layout:
    """The folders of one book.

    Attributes
    ----------
    root : Path
        The repository: it holds `book/`, `_config.yml` and `_toc.yml`.
    """

    root: Path

    @property
    def build(self) -> Path:
        return self.root / "_build"

    @property
    def cache(self) -> Path:
        return self.build / "cache"

    @property
    def source(self) -> Path:
        return self.build / "source"

    @property
    def html(self) -> Path:
        return self.build / "html"

    @property
    def timings(self) -> Path:
        """What each chapter took when that was recorded for its card."""
        return self.root / "benchmarks" / "results" / "chapters.json"

    def chapters(self, names: tuple[str, ...] = ()) -> dict[str, Path]:
        """Every notebook of the book by name, the numbered chapters first, or those asked for.

        Raises
        ------
        BuildError
            If a name is not a chapter; the message lists those that there are.
        """
        # digits sort before letters: pages that are no chapters, such as the gallery, come last
        found = {path.stem: path for path in sorted((self.root / "book").glob("*.ipynb"))}
        wanted = [Path(name).stem for name in names] or list(found)
        if unknown := [name for name in wanted if name not in found]:
            raise BuildError(f"there is no chapter {', '.join(unknown)}; the chapters are {', '.join(found)}")
        return {name: found[name] for name in found if name in wanted}


def find_book() -> Layout:
    """The book around the working folder.

    Raises
    ------
    BuildError
        If neither the working folder nor one above it holds a book.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "_toc.yml").is_file() and (folder / "book").is_dir():
            return Layout(folder)
    raise BuildError(
        f"no book here: neither {here} nor a folder above it holds _toc.yml and book/; "
        "go to your clone of the course first"
    )


def need(extra: str, *packages: str) -> None:
    """Do nothing if these packages of an extra are installed.

    Raises
    ------
    BuildError
        If one is missing; the message says what to install.
    """
    for package in packages:
        if find_spec(package) is None:
            raise BuildError(f"{package} is not installed; run: pip install -e '.[{extra}]'")


def read_notebook(path: Path) -> Any:
    """A notebook as nbformat nodes, in format 4.

    Raises
    ------
    BuildError
        If the file is missing or is not a whole notebook.
    """
    import nbformat

    try:
        nb = nbformat.read(path, as_version=4)
        nbformat.validate(nb)
    except FileNotFoundError as missing:
        raise BuildError(f"{path} does not exist") from missing
    except Exception as damage:  # nbformat reports damage as any of six unrelated exception types
        reason = str(damage).strip().splitlines()[0][:200]
        raise BuildError(
            f"{path} is damaged: not a whole notebook ({type(damage).__name__}: {reason}); "
            f"bring it back with: git checkout -- {path.name}"
        ) from damage
    return nb


def write(path: Path, data: bytes) -> None:
    """Write `data` aside and rename it, so that `path` is never half-written.

    Raises
    ------
    BuildError
        If the folder cannot be written to.
    """
    try:
        replace(path, data)
    except OSError as refused:
        raise unwritable(path, refused) from refused


def unwritable(path: Path, refused: OSError) -> BuildError:
    """What to say when the system refuses to write `path`."""
    return BuildError(
        f"cannot write {path}: {refused.strerror}; check that folder, its rights and free space"
    )


@contextmanager
def alone(book: Layout) -> Iterator[None]:
    """Hold the lock of `_build/`; one build at a time.

    Raises
    ------
    BuildError
        If another build holds it, the folder cannot be written to, or what builds need is not installed.
    """
    need("book", "filelock", "nbformat", "nbclient", "jupyter_book")
    from filelock import FileLock, Timeout

    pid = book.build / "lock.pid"
    try:
        book.cache.mkdir(parents=True, exist_ok=True)
        lock = FileLock(book.build / "lock", timeout=0)
        lock.acquire()
    except Timeout:
        other = pid.read_text().strip() if pid.is_file() else "unknown"
        raise BuildError(f"another build (process {other}) is at work in {book.build}; wait for it") from None
    except OSError as refused:
        raise unwritable(book.build, refused) from refused
    try:
        pid.write_text(str(os.getpid()))
        yield
    finally:
        pid.unlink(missing_ok=True)
        lock.release()
