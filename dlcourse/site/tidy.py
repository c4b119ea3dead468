"""Brings notebooks into their one committed form, so that a diff shows what an author changed and no more."""

import copy
import hashlib
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from dlcourse.page import source
from dlcourse.site import layout
from dlcourse.site.execute import Reporter, execute
from dlcourse.site.layout import BuildError, Layout

#: nbval compares the outputs of cells with this tag; these are stored, all others are not.
CHECKED = "nbval-check-output"

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebooks(book: Layout, names: tuple[str, ...] = ()) -> list[Path]:
    """The notebooks given by path, or all chapters and assignments.

    Raises
    ------
    BuildError
        If a path is neither below `book/` nor below `solutions/`, or does not exist.
    """
    folders = [book.root / "book", book.root / "solutions"]
    if not names:
        return sorted(
            p for folder in folders for p in folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts
        )
    paths = [Path(name).resolve() for name in names]
    for path in paths:
        if not path.is_file() or not any(path.is_relative_to(folder.resolve()) for folder in folders):
            raise BuildError(
                f"{path} is not a notebook in book/ or solutions/; exercises/ are made by: make release"
            )
    return paths


def tidy(
    book: Layout, report: Reporter, names: tuple[str, ...] = (), *, write: bool = True, run: bool = False
) -> int:
    """Bring notebooks into their committed form, or only say what is not; how many were not.

    Parameters
    ----------
    names : tuple of str
        Paths of notebooks; by default all chapters and assignments.
    write : bool
        Write what changed; else change nothing.
    run : bool
        Execute the notebooks, and take the outputs of the tagged cells from that.

    Raises
    ------
    BuildError
        If a notebook is damaged, ruff cannot read a cell, or a tagged cell prints another thing in each run.
    """
    layout.need("dev", "nbformat", "ruff")
    paths = notebooks(book, names)
    executed: dict[str, Path] = {}
    if run:
        with layout.alone(book):
            executed = execute(book, {path.stem: path for path in paths}, report)
            _the_same_twice(book, report, {path.stem: path for path in paths}, executed)
    changed = 0
    for path in paths:
        before, after = path.read_bytes(), tidied(book, path, executed.get(path.stem))
        if before != after:
            changed += 1
            place = path.resolve().relative_to(book.root.resolve())
            report.say(f"{place}: {'tidied' if write else 'out of step in'} {changes(before, after)}")
            if write:
                layout.write(path, after)
    return changed


def tidied(book: Layout, path: Path, executed: Path | None = None) -> bytes:
    """The committed form of a notebook.

    Parameters
    ----------
    path : Path
        The notebook as its author left it.
    executed : Path, optional
        The same notebook with outputs: those of the tagged cells are stored.

    Raises
    ------
    BuildError
        If the notebook is damaged, or ruff cannot read a cell.
    """
    import nbformat

    nb = layout.read_notebook(path)
    fill(book, path, nb)
    for cell in nb.cells:
        cell.metadata = {key: cell.metadata[key] for key in ("nbgrader", "tags") if cell.metadata.get(key)}
    nb.metadata = {
        "kernelspec": nb.metadata.get("kernelspec", _KERNEL),
        "language_info": {"name": "python"},
    } | {key: nb.metadata[key] for key in ("dlcourse",) if key in nb.metadata}
    nb = nbformat.from_dict(_formatted(path, nb))
    nb.nbformat_minor = 5
    outputs = layout.read_notebook(executed).cells if executed else nb.cells
    code = [(cell, ran) for cell, ran in zip(nb.cells, outputs, strict=True) if cell.cell_type == "code"]
    for number, (cell, ran) in enumerate(code, 1):
        checked = CHECKED in cell.metadata.get("tags", []) and ran.outputs
        cell.outputs = [_counted(output, number) for output in ran.outputs] if checked else []
        cell.execution_count = number if checked else None  # nbval refuses outputs without a count
    _number(nb)
    return (nbformat.writes(nb) + "\n").encode()


def _the_same_twice(
    book: Layout, report: Reporter, paths: dict[str, Path], executed: dict[str, Path]
) -> None:
    """Execute a second time what printed other things than are stored: an output that no two runs share,
    with a path, a process id, an address or a time, cannot be compared.
    """
    first = {name: tidied(book, paths[name], executed[name]) for name in paths}
    new = {name: path for name, path in paths.items() if first[name] != tidied(book, path)}
    if not new:
        return
    report.say("outputs to store changed; executing again to see that they stay the same")
    for name, again in execute(book, new, report, force=True).items():
        if first[name] != (second := tidied(book, paths[name], again)):
            raise BuildError(
                f"{paths[name]}: two runs print different things in {changes(first[name], second)}; "
                f"take the tag {CHECKED} off, or let the cell print what does not depend on the run"
            )


def fill(book: Layout, path: Path, nb: Any) -> None:
    """Write the cells tagged `links` and `setup` from `[project.urls]`, where the addresses are set.

    A notebook whose metadata names `extras`, such as ["data"], installs dlcourse with them.
    """
    _same_urls(book)
    place = path.resolve().relative_to(book.root.resolve()).as_posix()
    place = place.replace("solutions/", "exercises/", 1)  # a student opens the release, not the answers
    repository, _, branch = source.urls()["Branch"].partition("/tree/")
    wanted = f"git+{repository}@{branch}"
    if extras := nb.metadata.get("dlcourse", {}).get("extras"):
        wanted = f"dlcourse[{','.join(extras)}] @ {wanted}"
    colab, download = source.colab(place), source.download(place)
    contents = {
        "links": f"[Open in Colab]({colab}) · [Download this notebook]({download})",
        "setup": "# Installs the course's helper package where it is missing; your torch and numpy stay.\n"
        "try:\n"
        "    import dlcourse  # noqa: F401\n"
        "except ImportError:\n"
        f'    %pip install -q "{wanted}"',
    }
    for cell in nb.cells:
        for tag in contents.keys() & cell.metadata.get("tags", []):
            cell.source = contents[tag]


def changes(before: bytes, after: bytes) -> str:
    """Where two forms of a notebook differ: "cell 3 (outputs), metadata"."""
    import nbformat

    old, new = (nbformat.reads(text.decode(), as_version=4) for text in (before, after))
    if len(old.cells) != len(new.cells):
        return f"{len(old.cells)} cells, not {len(new.cells)}"
    found = []
    for number, (a, b) in enumerate(zip(old.cells, new.cells, strict=True), 1):
        keys = sorted(key for key in a.keys() | b.keys() if a.get(key) != b.get(key))
        found += [f"cell {number} ({', '.join(keys)})"] if keys else []
    found += ["metadata"] if old.metadata != new.metadata else []
    return ", ".join(found) or "the order or spacing of the file"


def _same_urls(book: Layout) -> None:
    pyproject = book.root / "pyproject.toml"
    if not pyproject.is_file():
        return
    written = tomllib.loads(pyproject.read_text("utf8"))["project"]["urls"]
    if written != source.urls():
        raise BuildError(
            "[project.urls] changed since dlcourse was installed; install again: pip install -e ."
        )


def _formatted(path: Path, nb: Any) -> Any:
    """The notebook with its code as `ruff format` writes it."""
    import nbformat

    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(path), "-"]
    done = subprocess.run(command, input=nbformat.writes(nb).encode(), capture_output=True)
    if done.returncode:
        raise BuildError(f"{path}: ruff cannot read it\n{done.stderr.decode().strip()}")
    return nbformat.reads(done.stdout.decode(), as_version=4)


def _counted(output: Any, number: int) -> Any:
    """A copy of an output, as of the cell that ran as the `number`-th."""
    output = copy.deepcopy(output)
    if "execution_count" in output:
        output.execution_count = number
    return output


def _number(nb: Any) -> None:
    """Give cells ids that depend on what they are alone: a new cell elsewhere does not change them."""
    seen: Counter[str] = Counter()
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id") or f"{cell.cell_type}\0{cell.source}"
        digest = hashlib.sha256(name.encode()).hexdigest()[:8]
        cell.id = digest if not seen[digest] else f"{digest}-{seen[digest]}"
        seen[digest] += 1
