"""What a warm kernel saves: kernels of `dlcourse-warm` beside Jupyter's own, in one run.

Three things are timed, each with both kinds of kernel in turn: a kernel from its start to the end of a first
cell `import torch`; nbval over the reference solutions, in one process; and stock `nbgrader autograde` of a
small class. The first warm kernel starts cold, as it does in use; in the last two it is part of the time.
"""

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import record
from grading import Room
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "kernels.json"
KINDS = {"cold": "local-provisioner", "warm": "dlcourse-warm"}
ABOUT = {
    "kernel": "a kernel, until torch is imported",
    "nbval": "nbval over the {notebooks} reference solutions",
    "autograde": "stock `nbgrader autograde`, {students} students with losses",
}
#: Starts kernels one after the other, and prints the seconds that each takes; of warm ones, those that are.
START = """
import json, sys, time
from jupyter_client.manager import KernelManager
seconds, wanted = [], int(sys.argv[1])
while len(seconds) < wanted:
    started = time.perf_counter()
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=120)
    client.execute_interactive("import torch", timeout=120)
    took = time.perf_counter() - started
    provisioner = type(manager.provisioner).__name__
    if provisioner == "LocalProvisioner" or type(manager.provisioner.process).__name__ == "Forked":
        seconds.append(took)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
print(json.dumps(seconds))
"""


def provisioner(kind: str) -> dict[str, str]:
    """What makes Jupyter start kernels of this kind."""
    return {"JUPYTER_DEFAULT_PROVISIONER_NAME": KINDS[kind]}


def environment(kind: str) -> dict[str, str]:
    """That of a command whose kernels are of this kind."""
    return {**os.environ, "OMP_NUM_THREADS": "1", **provisioner(kind)}


def kernels(kind: str, rounds: int) -> float:
    """The median time of a kernel, in seconds."""
    words = [sys.executable, "-c", START, str(rounds)]
    done = subprocess.run(words, env=environment(kind), capture_output=True, text=True, check=True)
    return median(json.loads(done.stdout.splitlines()[-1]))


def nbval(kind: str, notebooks: list[Path]) -> float:
    """The seconds that nbval takes for some notebooks."""
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval-lax"]
    started = time.perf_counter()
    subprocess.run(
        [*words, *map(str, notebooks)], cwd=ROOT, env=environment(kind), capture_output=True, check=True
    )
    return time.perf_counter() - started


def autograde(kind: str, room: Room) -> float:
    """The seconds that stock nbgrader takes for a class."""
    return room.run("nbgrader", "autograde", room.topic, "--force", **provisioner(kind))


def table(report: dict[str, Any]) -> str:
    """The record as the Markdown that stands in book/more_machines.md."""
    lines = ["| seconds of | cold | warm | faster |", "|---|--:|--:|--:|"]
    for name, seconds in report["seconds"].items():
        about = ABOUT[name].format(**report)
        ratio = seconds["cold"] / seconds["warm"]
        lines.append(f"| {about} | {seconds['cold']:.2f} | {seconds['warm']:.2f} | {ratio:.1f}× |")
    size = report["machine"]
    lines += [
        "",
        f"Measured on {report['date']} on {size['cores']} cores ({size['cpu']}) with PyTorch "
        f"{report['versions']['torch']}; the median of {report['rounds']} kernels, the others once.",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=10, help="kernels of each kind (default %(default)s)")
    parser.add_argument("--students", type=int, default=12, help="in the class (default %(default)s)")
    parser.add_argument("--output", type=Path, help=f"where results go (default: {RESULTS})")
    parser.add_argument("--table", action="store_true", help="measure nothing; print the record as Markdown")
    args = parser.parse_args()
    output = args.output or RESULTS
    if args.table:
        print(table(json.loads(output.read_text("utf8"))))
        return
    if args.rounds < 1 or args.students < 1:
        parser.error("--rounds and --students must be at least 1")
    record.check_folder(parser, output)

    notebooks = sorted((ROOT / "solutions").glob("*/*.ipynb"))
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with tempfile.TemporaryDirectory() as folder, Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("kernels", total=6)
        room = Room(Path(folder), "losses", args.students)
        measures = {
            "kernel": lambda kind: kernels(kind, args.rounds),
            "nbval": lambda kind: nbval(kind, notebooks),
            "autograde": lambda kind: autograde(kind, room),
        }
        seconds: dict[str, dict[str, float]] = {name: {} for name in measures}
        for name, measure in measures.items():
            for kind in KINDS:
                seconds[name][kind] = measure(kind)
                bar.advance(task)
    report = {
        "machine": record.machine(),
        "versions": {name: version(name) for name in ("jupyter_client", "ipykernel", "torch", "nbgrader")},
        "date": datetime.date.today().isoformat(),
        "rounds": args.rounds,
        "students": args.students,
        "notebooks": len(notebooks),
        "seconds": seconds,
    }
    print(table(report))
    record.write(output, report)


if __name__ == "__main__":
    main()
