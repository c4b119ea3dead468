"""Runs one notebook in a real kernel: a process of its own, started by `execute`, with events as JSON lines.

Arguments: the notebook, the limit of a cell in seconds, and a folder. There, the kernel runs in `empty/`,
its Python begins with `early/sitecustomize.py`, and `executed.ipynb` is written.
"""

import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dlcourse.site import layout, offline, recorder

_FIX = 'install it with: pip install "dlcourse[book]", or set the notebook\'s kernel to python3'


def run(source: Path, limit: int, folder: Path, tell: Callable[..., None]) -> None:
    """Execute the notebook `source` and write it with its outputs into `folder`; tell each step."""
    import nbformat
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    nb = layout.read_notebook(source)
    kernel = nb.metadata.get("kernelspec", {}).get("name", "python3")
    seconds: dict[int, float] = {}  # by cell, in the order they ran; negative start times while they run

    def begin(cell: Any, cell_index: int) -> None:
        if not seconds:
            recorder.cells_begin(os.environ["DLCOURSE_RECORD"])
        seconds[cell_index] = -time.perf_counter()
        tell("cell", cell=cell_index + 1, of=len(nb.cells))

    def end(cell: Any, cell_index: int, execute_reply: Any) -> None:
        seconds[cell_index] += time.perf_counter()

    def failed(why: str, traceback: str | None = None) -> None:
        cell = list(seconds)[-1]
        tell("failed", why=why, cell=cell + 1, traceback=traceback or nb.cells[cell].source)

    client = NotebookClient(
        nb,
        timeout=limit,
        kernel_name=kernel,
        resources={"metadata": {"path": str(folder / "empty")}},
        record_timing=False,
        coalesce_streams=True,
        shutdown_kernel="immediate",
        on_cell_execute=begin,
        on_cell_executed=end,
    )
    first = filter(None, [str(folder / "early"), os.environ.get("PYTHONPATH")])
    start = time.perf_counter()
    try:
        client.execute(env=os.environ | {"PYTHONPATH": os.pathsep.join(first)})
    except NoSuchKernel:
        there = ", ".join(sorted(KernelSpecManager().find_kernel_specs())) or "none"
        why = f"the kernel {kernel!r} is not installed (installed: {there})"
        return tell("failed", why=why, fix=_FIX)
    except CellExecutionError as error:
        return failed("this cell failed", error.traceback)
    except CellTimeoutError:
        return failed(f"this cell was still running after {limit} s")
    except (RuntimeError, OSError) as error:  # what nbclient raises for a kernel that dies or never starts
        if not seconds:
            return tell("failed", why=f"the kernel {kernel!r} does not start ({error})", fix=_FIX)
        return failed("the kernel died in this cell (out of memory, or a crash in compiled code)")
    slowest = max(seconds, key=lambda cell: seconds[cell], default=0)
    times = os.times()  # those of the kernel too: it has ended
    facts = {
        "seconds": round(time.perf_counter() - start, 1),
        "processor_seconds": round(sum(times[:4]), 1),
        "slowest_cell": {"cell": slowest + 1, "seconds": round(seconds.get(slowest, 0.0), 1)},
    }
    nb.metadata["dlcourse_run"] = facts
    layout.write(folder / "executed.ipynb", nbformat.writes(nb).encode())
    tell("done", **facts)


def _end_with_parent() -> None:
    """When the build is gone, however it went, its end of our stdin closes: take kernel and folder along."""
    import psutil

    sys.stdin.buffer.read()
    for process in psutil.Process().children(recursive=True):
        process.kill()
    shutil.rmtree(sys.argv[3], ignore_errors=True)  # may hold what a killed process still writes
    os._exit(1)


def main() -> None:
    """Run the notebook named on the command line."""
    events = os.fdopen(os.dup(1), "w", encoding="utf8", buffering=1)
    os.dup2(2, 1)  # what a kernel prints past IPython must not mix with the events
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def tell(event: str, **facts: Any) -> None:
        events.write(json.dumps({"event": event, **facts}) + "\n")

    try:
        offline.loopback_up()
        source, limit, folder = sys.argv[1:]
        run(Path(source), int(limit), Path(folder), tell)
    except layout.BuildError as error:
        tell("failed", why=str(error))


if __name__ == "__main__":
    main()
