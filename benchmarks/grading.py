"""What grading a class takes: `dlcourse grade` beside stock `nbgrader autograde`, on the same submissions.

A class hands in the right and wrong answers that the tests keep, over and over. Each command is timed from
outside, its start and its imports included: stock; ours with tests beside the student's code ("in process");
ours as it is meant (sandbox, judge, a snapshot a test); and again with nothing changed. The gradebooks
of stock and ours are compared row by row, and what two Dask workers write with what two local judges write.
Last the self-check of one notebook, as a command of its own and in a process that waits for the next one.

Stock nbgrader takes minutes for a class. With --stock it grades only the first so many, and its time for a
submission is that of these; the record says how many there were.
"""

import argparse
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import nbformat
import record
from nbformat import NotebookNode
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the kept answers and how to read a gradebook are the tests'

from dlcourse.grade.gradebook.batch import grade  # noqa: E402
from dlcourse.grade.judge import Judge  # noqa: E402
from tests.exercises import stock  # noqa: E402
from tests.grade.tiny import rows  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "grading.json"
CLASSES = {"neurons": "functions on NumPy arrays", "losses": "functions on PyTorch tensors, gradients"}
NUMPY = "neurons"
ROUNDS = 3  # of ours, whose median counts; stock takes so long that it is timed once


class Room:
    """A course with one assignment and a class that has handed it in.

    Parameters
    ----------
    where : Path, a new folder
    topic : str, the assignment
    students : int, how many hand it in
    in_process : bool, whether its tests ask to run beside the student's code
    """

    def __init__(self, where: Path, topic: str, students: int, *, in_process: bool = False) -> None:
        self.where, self.topic, self.students = where, topic, students
        (where / "solutions" / topic).mkdir(parents=True)
        shutil.copy(ROOT / "nbgrader_config.py", where)
        source = stock.notebook("solutions", topic)
        for cell in source.cells:
            if in_process and cell.metadata.get("nbgrader", {}).get("grade"):
                cell.metadata["dlcourse"] = {"judge": "inprocess"}
        nbformat.write(source, where / "solutions" / topic / f"{topic}.ipynb")
        self.run("nbgrader", "generate_assignment", topic)
        answers = list(stock.batch(topic).values())
        for number in range(students):
            self.hand_in(f"student-{number:03}", answers[number % len(answers)])

    def hand_in(self, student: str, nb: NotebookNode) -> None:
        folder = self.where / "submitted" / student / self.topic
        folder.mkdir(parents=True)
        nbformat.write(nb, folder / f"{self.topic}.ipynb")

    def run(self, module: str, *words: str, **environment: str) -> float:
        """The seconds that a command takes, in the folder of the course."""
        own = {"OMP_NUM_THREADS": "1", "DLCOURSE_SECRET": str(self.where / "secret")}
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            cwd=self.where,
            env=os.environ | own | environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SystemExit(
                f"{module} {' '.join(words)} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
            )
        return time.perf_counter() - started

    def grade(self, *options: str) -> float:
        return self.run("dlcourse.cli", "grade", self.topic, *options)

    def grade_anew(self, *options: str) -> float:
        """The median of some times for a class that was never graded before."""
        shutil.copy(self.where / "gradebook.db", self.where / "gradebook.start")
        seconds = []
        for _ in range(ROUNDS):
            shutil.copy(self.where / "gradebook.start", self.where / "gradebook.db")
            for graded in ("autograded", ".grading"):
                shutil.rmtree(self.where / graded, ignore_errors=True)
            seconds.append(self.grade(*options))
        return median(seconds)

    def written(self) -> dict[str, bytes]:
        """Every autograded notebook, by student."""
        found = (self.where / "autograded").glob(f"*/{self.topic}/*.ipynb")
        return {path.parents[1].name: path.read_bytes() for path in found}


def measure(topic: str, folder: Path, students: int, of_stock: int, jobs: int, tick: Any) -> dict[str, Any]:
    """One assignment: the four ways, and whether they agree."""
    load = os.getloadavg()[0]
    theirs = Room(folder / "stock", topic, of_stock)
    tick()
    times = {"stock": theirs.run("nbgrader", "autograde", topic)}
    tick()
    beside = Room(folder / "beside", topic, students, in_process=True)
    times["in_process"] = beside.grade_anew("--jobs", f"{jobs}")
    tick()
    ours = Room(folder / "ours", topic, students)
    times["judged"] = ours.grade_anew("--jobs", f"{jobs}")
    tick()
    times["unchanged"] = median(ours.grade("--jobs", f"{jobs}") for _ in range(ROUNDS))
    os.environ["DLCOURSE_SECRET"] = str(ours.where / "secret")
    grade(ours.where, topic)  # imports nbgrader
    again = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        grade(ours.where, topic)
        again.append(time.perf_counter() - started)
    times["unchanged_without_start"] = median(again)
    tick()
    expected, found = rows(theirs.where, topic), rows(ours.where, topic)
    each = {way: seconds / (of_stock if way == "stock" else students) for way, seconds in times.items()}
    return {
        "assignment": topic,
        "about": CLASSES[topic],
        "load_average_at_start": load,
        "submissions": {"stock": of_stock, "ours": students},
        "seconds": times,
        "seconds_per_submission": each,
        "times_stock": {way: each["stock"] / each[way] for way in ("in_process", "judged", "unchanged")},
        "unchanged_times_judged": {
            way: times["judged"] / times[way] for way in ("unchanged", "unchanged_without_start")
        },
        "rows_compared": sum(len(one["grades"]) + len(one["comments"]) for one in expected.values()),
        "students_whose_rows_differ": [name for name, row in expected.items() if found[name] != row],
    }


def cluster(topic: str, folder: Path, students: int, tick: Any) -> dict[str, Any]:
    """Two Dask workers beside two local judges."""
    from distributed import LocalCluster

    here = Room(folder / "here", topic, students)
    local = here.grade("--jobs", "2")
    tick()
    there = Path(shutil.copytree(here.where, folder / "there"))
    shutil.rmtree(there / "autograded")
    shutil.rmtree(there / ".grading")
    shutil.copy(here.where / "secret", there / "secret")
    away = object.__new__(Room)
    away.where, away.topic = there, topic
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as dask:
        seconds = away.grade("--force", "--cluster", dask.scheduler_address)
    tick()
    return {
        "assignment": topic,
        "submissions": students,
        "seconds": {"two_local_judges": local, "two_dask_workers": seconds},
        "same_bytes": away.written() == here.written() and len(here.written()) == students,
    }


def self_check(rounds: int, tick: Any) -> list[dict[str, Any]]:
    """`dlcourse check` of the reference answers: the command, and what `--watch` does at each save."""
    from dlcourse.grade.selfcheck import selfcheck

    found = []
    for topic in CLASSES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{topic}.ipynb"
            nbformat.write(stock.submission(topic), path)
            command = [sys.executable, "-m", "dlcourse.cli", "check", str(path), "--json"]
            cold = []
            for _ in range(rounds):
                started = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                cold.append(time.perf_counter() - started)
            warm = []
            with Judge() as judge:
                for _ in range(3 * rounds + 1):  # the first one makes it warm
                    started = time.perf_counter()
                    selfcheck(path, judge=judge)
                    warm.append(time.perf_counter() - started)
        found.append({"assignment": topic, "cold_seconds": median(cold), "warm_seconds": median(warm[1:])})
        tick()
    return found


def table(report: dict[str, Any]) -> str:
    """The record as the Markdown that stands in book/more_machines.md."""
    lines = [
        "| assignment | stock nbgrader | judged, sandboxed | in process, sandboxed | again, unchanged |",
        "|---|---|---|---|---|",
    ]
    for row in report["assignments"]:
        each, faster = row["seconds_per_submission"], row["times_stock"]
        ways = (f"{each[way]:.3f} s ({faster[way]:.0f}×)" for way in ("judged", "in_process", "unchanged"))
        lines.append(f"| {row['assignment']}: {row['about']} | {each['stock']:.2f} s | {' | '.join(ways)} |")
    dask, size, versions = report["dask"], report["machine"], report["versions"]
    counts = sorted({row["submissions"]["stock"] for row in report["assignments"]})
    alike = sum(row["rows_compared"] for row in report["assignments"])
    differ = sum(len(row["students_whose_rows_differ"]) for row in report["assignments"])
    cold = ", ".join(f"{row['cold_seconds']:.1f} s for {row['assignment']}" for row in report["self_check"])
    warm = ", ".join(f"{row['warm_seconds']:.2f} s" for row in report["self_check"])
    loads = " and ".join(f"{row['load_average_at_start']:.1f}" for row in report["assignments"])
    again = " and ".join(
        f"{row['seconds']['unchanged_without_start']:.2f} s" for row in report["assignments"]
    )
    lines += [
        "",
        f"Measured on {report['date']} on {size['cores']} cores ({size['cpu']}), with a load of {loads} "
        f"from other work at the start of each row, with {report['judges']} judges at tier {report['tier']}, "
        f"nbgrader {versions['nbgrader']} and PyTorch {versions['torch']}.",
        f"Each class has {dask['class']} students; stock graded {' and '.join(map(str, counts))} of them "
        f"once, ours is the median of {report['rounds']} times.",
        f"Grading a whole unchanged class again takes {again}, and the rest is the start of the command.",
        f"Of the {alike} rows of grades and comments that both wrote, {differ or 'none'} differ.",
        f"Two Dask workers took {dask['seconds']['two_dask_workers']:.1f} s for {dask['submissions']} "
        f"submissions, two local judges {dask['seconds']['two_local_judges']:.1f} s; what they wrote is "
        + ("the same, byte for byte." if dask["same_bytes"] else "NOT the same."),
        f"A student's `dlcourse check` takes {cold}; with `--watch`, {warm} after each save.",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--students", type=int, default=60, help="in the class (default %(default)s)")
    parser.add_argument("--stock", type=int, help="how many of them stock grades (default: all)")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count(), help="judges at a time (default: one a core)"
    )
    parser.add_argument(
        "--small", action="store_true", help="a class of four: to try the script, not to report"
    )
    parser.add_argument("--output", type=Path, help=f"where results go (default: {RESULTS})")
    parser.add_argument("--table", action="store_true", help="measure nothing; print the record as Markdown")
    args = parser.parse_args()
    if args.table:
        print(table(json.loads((args.output or RESULTS).read_text("utf8"))))
        return
    students, of_stock = (4, 2) if args.small else (args.students, args.stock or args.students)
    if students < 1 or not 1 <= of_stock <= students:
        parser.error(f"--stock must be from 1 to --students, got {of_stock} of {students}")
    if args.small and not args.output:
        parser.error("the record is that of a whole class; name a file of your own with --output")
    output = args.output or RESULTS
    record.check_folder(parser, output)

    topics = [NUMPY] if args.small else list(CLASSES)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with tempfile.TemporaryDirectory() as folder, Progress(*columns, console=Console(stderr=True)) as bar:
        task: TaskID = bar.add_task("grading", total=5 * len(topics) + 2 + len(CLASSES))
        tick = lambda: bar.advance(task)  # noqa: E731
        measured = [
            measure(topic, Path(folder) / topic, students, of_stock, args.jobs, tick) for topic in topics
        ]
        report: dict[str, Any] = {
            "machine": record.machine(),
            "judges": args.jobs,
            "rounds": ROUNDS,
            "versions": {name: version(name) for name in ("nbgrader", "torch", "numpy", "distributed")},
            "date": datetime.date.today().isoformat(),
            "assignments": measured,
            "dask": {"class": students, **cluster(NUMPY, Path(folder) / "dask", min(students, 20), tick)},
            "self_check": self_check(1 if args.small else 3, tick),
        }
        with Judge() as judge:
            report["tier"] = judge.tier
    print(table(report))
    record.write(output, report)


if __name__ == "__main__":
    main()
