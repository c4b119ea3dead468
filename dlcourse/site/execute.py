"""Executes chapters: one real kernel each, in parallel, with the network cut, kept in a cache."""

import asyncio
import json
import os
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from dlcourse.site import cache, offline, recorder
from dlcourse.site.layout import BuildError, Layout


class Reporter(Protocol):
    """Shows the progress of a build."""

    def say(self, line: str) -> None: ...
    def step(self, name: str, done: int, of: int) -> None: ...
    def end(self, name: str, line: str) -> None: ...


def execute(
    book: Layout,
    chapters: dict[str, Path],
    report: Reporter,
    *,
    jobs: int | None = None,
    threads: int = 1,
    limit: int = 300,
    force: bool = False,
) -> dict[str, Path]:
    """The executed notebook of each chapter, run now where the cache has none.

    Parameters
    ----------
    jobs : int, optional
        How many kernels run at a time; by default as many as there are cores.
    threads : int
        How many threads the libraries use in each kernel.
    limit : int
        Seconds after which a cell counts as hanging.
    force : bool
        Run also what the cache has.

    Raises
    ------
    BuildError
        If a notebook is damaged, its kernel is missing, or a cell fails, hangs or kills the kernel.
        What other notebooks finished before that stays in the cache.
    """
    entries = {name: cache.entry(book, path) for name, path in chapters.items()}
    todo = [name for name in chapters if force or not entries[name].is_file()]
    for name in sorted(chapters.keys() - todo):
        report.say(f"{name}: unchanged, kept from the last run")
    if todo:
        todo.sort(key=lambda name: -_expected(book, name))  # the longest first: none is left to run alone
        jobs = min(jobs or available_cores(), len(todo))
        isolation = offline.isolation()
        report.say(f"executing {', '.join(todo)}, {jobs} at a time; network cut by {isolation.name}")
        run = partial(_run, book, isolation=isolation, threads=threads, limit=limit, report=report)
        try:
            entries |= asyncio.run(_all(jobs, run, {name: chapters[name] for name in todo}))
        except BaseExceptionGroup as group:  # not except*: before Python 3.11.4 it wraps what is raised in it
            raise _first(group) from None
    return entries


def available_cores() -> int:
    """The cores this process may use, container limits included."""
    import joblib

    return joblib.cpu_count()


def _expected(book: Layout, name: str) -> float:
    """The seconds that a chapter took when its times were recorded; without end if they never were."""
    try:
        recorded = json.loads(book.timings.read_text("utf8"))
        return float(recorded["chapters"][name]["seconds"])
    except (OSError, ValueError, LookupError):
        return float("inf")


async def _all(
    jobs: int, run: Callable[[Path], Coroutine[Any, Any, Path]], todo: dict[str, Path]
) -> dict[str, Path]:
    """Run notebooks, given by name, and return the executed ones; the first that fails ends the others."""
    slots = asyncio.Semaphore(jobs)

    async def one(path: Path) -> Path:
        async with slots:
            return await run(path)

    async with asyncio.TaskGroup() as group:
        tasks = {name: group.create_task(one(path)) for name, path in todo.items()}
    return {name: task.result() for name, task in tasks.items()}


async def _run(
    book: Layout, path: Path, *, isolation: offline.Isolation, threads: int, limit: int, report: Reporter
) -> Path:
    """Run one notebook in a worker process, and return where the executed one is kept."""
    before = cache.source_hash(book, path)
    with tempfile.TemporaryDirectory(prefix="dlcourse-") as name, open(f"{name}/stderr", "w+b") as stderr:
        folder = Path(name)
        for part in ("empty", "early"):
            (folder / part).mkdir()
        start = Path(recorder.__file__).read_text("utf8") + isolation.guard
        (folder / "early" / "sitecustomize.py").write_text(start, "utf8")
        environment = os.environ | {
            "DLCOURSE_STRICT": "1",
            "DLCOURSE_STATIC_FIGURES": "1",  # HTML that needs no kernel, instead of widgets
            "OMP_NUM_THREADS": str(threads),
            "IPYTHONDIR": str(folder / "ipython"),  # nobody's start-up files take part
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            "TMPDIR": str(folder),  # what is left behind goes with the folder
            "DLCOURSE_RECORD": str(folder / "reads"),
            **isolation.environment,
        }
        process = await asyncio.create_subprocess_exec(
            *isolation.prefix,
            *(sys.executable, "-m", "dlcourse.site.worker"),
            *(str(path), str(limit), str(folder)),
            stdin=PIPE,
            stdout=PIPE,
            stderr=stderr,
            env=environment,
            start_new_session=True,  # Ctrl-C reaches the build alone, which then ends its workers
            limit=2**24,
        )
        try:
            last = await _follow(path.stem, process, report)
        finally:
            await _end(process)
        if last["event"] != "done":
            stderr.seek(0)
            raise BuildError(_message(path, last, stderr.read().decode("utf8", "replace")))
        reads = (folder / "reads").read_bytes().split(b"\0")
        executed = (folder / "executed.ipynb").read_bytes()
        target = cache.keep(book, path.stem, before, map(os.fsdecode, reads), executed)
        slow = "cell {cell}, {seconds} s".format(**last["slowest_cell"])
        took = f"{last['seconds']} s, {last['processor_seconds']} s of a processor"
        report.end(path.stem, f"{path.stem}: executed in {took} (slowest: {slow})")
        return target


async def _follow(name: str, process: asyncio.subprocess.Process, report: Reporter) -> dict[str, Any]:
    """The last event of a worker, once it ended; each cell is reported on the way."""
    assert process.stdout
    last: dict[str, Any] = {"event": "exited"}
    async for line in process.stdout:
        last = json.loads(line)
        if last["event"] == "cell":
            report.step(name, last["cell"] - 1, last["of"])
    await process.wait()
    return last


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill a worker and its kernel, if they still run."""
    import psutil

    if process.returncode is not None:
        return
    with suppress(psutil.NoSuchProcess):
        family = psutil.Process(process.pid)
        for member in [*family.children(recursive=True), family]:
            with suppress(psutil.NoSuchProcess):
                member.kill()
    await process.wait()


def _message(path: Path, last: dict[str, Any], stderr: str) -> str:
    """What went wrong, where, and what to do, for a person to read."""
    import click

    if last["event"] != "failed":
        return f"{path}: the process that ran it died\n{stderr[-3000:]}"
    where = f"{path}, cell {last['cell']}" if "cell" in last else str(path)
    parts = [f"{where}: {last['why']}", click.unstyle(last.get("traceback", "")), last.get("fix", "")]
    return "\n".join(part.strip() for part in parts if part)


def _first(group: BaseExceptionGroup) -> BaseException:
    """The first plain exception inside a group."""
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner
