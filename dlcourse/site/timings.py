"""How long each chapter takes: noted at every build, recorded for the chapters' cards on request."""

import contextlib
import json
import os
import platform
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dlcourse.site import layout
from dlcourse.site.execute import Reporter, available_cores, execute
from dlcourse.site.layout import Layout

#: The cards promise a run time on two cores, which is what free machines for CI and notebooks have.
_CORES = 2
#: The packages whose versions are shown beside the times.
_NAMED = ("numpy", "torch", "matplotlib", "scikit-learn")


def note(book: Layout, executed: dict[str, Path]) -> None:
    """Write `_build/timings.json`: what each executed chapter took, whenever that was."""
    layout.write(book.build / "timings.json", _text(executed))


def measure(book: Layout, report: Reporter, limit: int) -> None:
    """Execute all chapters, one at a time on two cores, and write `benchmarks/results/chapters.json`."""
    with _pinned():
        threads = available_cores()
        executed = execute(book, book.chapters(), report, jobs=1, threads=threads, limit=limit, force=True)
        layout.write(book.timings, _text(executed))


def _text(executed: dict[str, Path]) -> bytes:
    runs = {
        name: layout.read_notebook(path).metadata["dlcourse_run"] for name, path in sorted(executed.items())
    }
    facts: dict[str, Any] = {
        "machine": {"cores": available_cores(), "cpu": _cpu()},
        "versions": {"python": platform.python_version()}
        | {name: version(name).split("+")[0] for name in _NAMED},
        "date": date.today().isoformat(),
        "chapters": runs,
    }
    return (json.dumps(facts, indent=1) + "\n").encode()


@contextlib.contextmanager
def _pinned() -> Iterator[None]:
    """Keep this process and its children on two cores, where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[:_CORES])
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _cpu() -> str:
    """The name of the processor, as far as the system tells."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
