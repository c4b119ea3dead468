"""Builds the site: execute the chapters, stage them, run Sphinx, put the finished pages in place at once."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click

from dlcourse.site import cache, layout, timings
from dlcourse.site.execute import Reporter, execute
from dlcourse.site.layout import BuildError, Layout
from dlcourse.site.stage import stage

_STEP = re.compile(r"(reading sources|writing output)\.\.\. \[\s*(\d+)%\] (\S+)")


def build(
    book: Layout,
    report: Reporter,
    names: tuple[str, ...] = (),
    *,
    jobs: int | None = None,
    limit: int = 300,
    force: bool = False,
    record: bool = False,
) -> Path:
    """Build the site, unless all that its pages come from is unchanged, and return the folder that holds it.

    Parameters
    ----------
    names : tuple of str
        Execute only these chapters; the others are taken from the cache, or shown without outputs.
    jobs, limit, force
        As for `execute`.
    record : bool
        Before that, measure all chapters and write what their cards say about the time they take.

    Raises
    ------
    BuildError
        If another build runs, a chapter cannot be executed, or Sphinx warns; the last good site stays.
    """
    wanted, start = book.chapters(names), os.times()
    with layout.alone(book):
        if record:
            timings.measure(book, report, limit)
        executed = execute(book, wanted, report, jobs=jobs, limit=limit, force=force)
        for name, path in book.chapters().items():
            if name not in executed and (entry := cache.entry(book, path)).is_file():
                executed[name] = entry
        timings.note(book, executed)
        for name in stage(book, executed):
            report.say(f"warning: {name} is shown without outputs; `dlcourse build` executes it")
        key, kept = cache.pages(book).encode(), book.build / "pages.key"
        if book.html.is_dir() and kept.is_file() and kept.read_bytes() == key:
            report.say("pages: unchanged, kept from the last build")
        else:
            new = sphinx(book, report)
            kept.unlink(missing_ok=True)
            _swap(new, book.html)
            layout.write(kept, key)
    spent = [after - before for after, before in zip(os.times(), start, strict=True)]
    report.say(f"built in {spent[4]:.0f} s, {sum(spent[:4]):.0f} s of a processor")
    return book.html


def epub(book: Layout, report: Reporter) -> Path:
    """Make an EPUB of the built book, unless there is one, and return its file, which lies in the site.

    Raises
    ------
    BuildError
        If no site is built, another build runs, or Sphinx warns.
    """
    file = book.html / layout.EPUB
    with layout.alone(book):
        if not book.html.is_dir():
            raise BuildError("there is no site; build it first: make book")
        if file.is_file():
            report.say("EPUB: unchanged, kept from the last build")
        else:
            # what Sphinx has read for the site is there still, so it only writes
            how = ("--builder", "custom", "--custom-builder", "epub")
            made = _jupyter_book(book, report, "EPUB", "epub", *how)
            layout.write(file, (made / layout.EPUB).read_bytes())
            shutil.rmtree(made)
    return file


def sphinx(book: Layout, report: Reporter) -> Path:
    """Make the pages of `_build/source/`, a warning being an error, and return the folder of the new pages.

    It starts from nothing each time because Sphinx, when it continues, does not warn again about pages
    that did not change, not even if what they link to is gone.

    Raises
    ------
    BuildError
        If Sphinx warns or fails, with what it said.
    """
    shutil.rmtree(book.build / "sphinx", ignore_errors=True)
    return _jupyter_book(book, report, "pages", "html")


def _jupyter_book(book: Layout, report: Reporter, name: str, folder: str, *options: str) -> Path:
    """Run Jupyter Book on `_build/source/`; the folder of what it wrote."""
    out, log = book.build / "sphinx", book.build / "sphinx.log"
    start = "from jupyter_book.cli.main import main; main()"  # it has no `python -m` of its own
    command = [sys.executable, "-c", start, "build", str(book.source), "--path-output", str(out), *options]
    said: list[str] = []
    report.step(name, 0, 100)
    with subprocess.Popen(
        [*command, "-n", "-W", "--keep-going"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf8",
        errors="replace",
        env=os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", "DLCOURSE_STATIC_FIGURES": "1"},
    ) as process:
        assert process.stdout
        try:
            for line in process.stdout:
                said.append(click.unstyle(line))
                if step := _STEP.search(said[-1]):
                    report.step(name, int(step[2]) // 2 + 50 * (step[1] == "writing output"), 100)
        except BaseException:
            process.kill()
            raise
    layout.write(log, "".join(said).encode())
    if process.returncode:
        raise BuildError(f"Sphinx stopped; all it said is in {log}\n{_complaints(book, said)}")
    report.end(name, f"{name}: all read and written without a warning")
    return out / "_build" / folder


def _complaints(book: Layout, said: list[str]) -> str:
    """What Sphinx warned of, and the exception that ended it, if one did; by the places an author knows."""
    complaints = [line for line in said if re.search(r"\b(WARNING|ERROR|CRITICAL)\b", line)]
    ends = [number for number, line in enumerate(said) if re.match(r"\w+ error\b|Exception occurred", line)]
    complaints += [line for line in said[ends[0] :][:12] if line.strip()] if ends else []
    text = "".join(complaints or said[-30:]).rstrip().replace(f"{book.source}{os.sep}", f"book{os.sep}")
    return re.sub(r"\.ipynb:(\d+)(\d{4}):", r".ipynb, cell \1:", text)  # MyST-NB counts 10,000 lines a cell


def _swap(new: Path, place: Path) -> None:
    """Move `new` to `place`; who reads meanwhile sees the old site or the new one."""
    old = place.with_name("html.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)
