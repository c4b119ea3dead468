"""The attack corpus of `tests/grade/attacks` against stock `nbgrader autograde` and against this grader.

Stock nbgrader has no defense to switch on, so each attack meets it alone: in a course of its own with one
honest student behind it, in a bubblewrap container without network, with limits and a clock. What would harm
the machine even so (fork bombs and the like) is not run there. This grader gets all attacks in one batch with
honest students, once for each tier of its sandbox.

Points gained are those beyond what the attacker's honest answers earn. An effect is anything that was
changed, reached or left behind outside; or hidden inputs or scripts that the student's page shows.
"""

import argparse
import datetime
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
import record
from rich.console import Console
from rich.progress import track

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.grade import tiny  # noqa: E402
from tests.grade.attacks import batch, target  # noqa: E402
from tests.grade.attacks.load import ATTACKS, CATEGORIES, Attack  # noqa: E402
from tests.grade.attacks.outside import MARK, Outside  # noqa: E402

RESULTS = ROOT / "benchmarks/results/attacks.json"
_TITLES = {
    "reading": "reading hidden tests and inputs",
    "lying": "answers that lie about themselves",
    "patching": "patched libraries and shells",
    "state": "memory from test to test",
    "forging": "forged replies and points",
    "probes": "what is asked in the student's process",
    "notebook": "hostile notebooks and files",
    "students": "others' work, the gradebook",
    "escape": "files, network, processes, rights",
    "resources": "time, memory, disk, output",
    "feedback": "scripts and odd text in outputs",
}
SECONDS = 150  # for stock nbgrader's whole course of two students
TIERS = (3, 2)


class _Scripts(HTMLParser):
    """Whether a page would run the attack's script in the browser of who opens it."""

    def __init__(self, page: str):
        super().__init__()
        self.runs, self._in_script = False, False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._in_script = tag == "script"
        for name, value in attributes:
            active = name.startswith("on") or (value or "").strip().startswith("javascript:")
            self.runs = self.runs or (active and "attack_was_here" in (value or ""))

    def handle_endtag(self, tag: str) -> None:
        self._in_script = self._in_script and tag != "script"

    def handle_data(self, data: str) -> None:
        self.runs = self.runs or (self._in_script and "attack_was_here" in data)


def shown(notebook: str, page: str) -> list[str]:
    """What the student's own cells show of the hidden tests, and what the page would do."""
    cells = nbformat.reads(notebook, 4).cells if notebook else []
    theirs = [cell for cell in cells if not cell.metadata.get("nbgrader", {}).get("grade")]
    outputs = json.dumps([cell.get("outputs", []) for cell in theirs])
    found = ["shows hidden inputs"] if target.NUMBER in outputs else []
    return found + (["runs scripts in the browser of who opens it"] if _Scripts(page).runs else [])


def kinds(effects: Iterable[str]) -> list[str]:
    """Each effect without the names of this machine."""
    words = {
        "process": "leaves processes behind",
        "datagram": "reaches a socket",
        "connection": "reaches a socket",
    }
    words |= {
        "changed": "changes files of the course or of the home folder",
        "new": "leaves files",
        "written": "leaves files",
    }
    return sorted({next((say for word, say in words.items() if word in one), one) for one in effects})


def one_on_stock(name: str, made: Path, folder: Path) -> dict[str, Any]:
    """Inside the container: hand in one attack and one honest notebook, autograde, and look around."""
    for limit, value in ((resource.RLIMIT_FSIZE, 100 << 20), (resource.RLIMIT_DATA, 6 << 30)):
        resource.setrlimit(limit, (value, value))
    attack, course = ATTACKS[name], target.copy(made, folder / "course")
    honest = target.HONEST_STUDENTS[-1]
    target.hand_in(course, honest, target.answered(course, **target.ANSWERS))
    with Outside(folder / "outside", course) as outside:
        attack.hand_in(course, outside)
        outside.look()
        settings = ["--Execute.timeout=10", "--Execute.startup_timeout=60"]
        stopped = _nbgrader(course, outside.home, "autograde", *settings)
        if attack.category in ("feedback", "notebook", "reading"):
            _nbgrader(course, outside.home, "generate_feedback")
        effects = [one for one in outside.effects(patience=3) if not _of_nbgrader(one)]
    points = target.points(course)
    effects += ["changes others' points in the gradebook"] * _by_hand(course)
    texts = {step: batch.texts(course, step).get(name, "") for step in ("autograded", "feedback")}
    gained = max(0.0, (points.get(name) or 0.0) - attack.earns)
    return {
        "points_gained": gained,
        "effects": kinds(effects) + shown(texts["autograded"], texts["feedback"]),
        "others_ungraded": points.get(honest) != 6,
        "stopped": stopped,
    }


def _by_hand(course: Path) -> bool:
    """Whether the gradebook has points that only a person gives."""
    with tiny.gradebook(course) as book:
        done = book.assignment_submissions(target.NAME)
        return any(
            grade.manual_score is not None for one in done for nb in one.notebooks for grade in nb.grades
        )


def _of_nbgrader(effect: str) -> bool:
    """Whether it is a file that Jupyter makes for itself in a home folder."""
    ours = any(word in effect for word in (MARK, "startup/", "customize", ".pth"))
    return effect.endswith(" is new") and not ours


def _nbgrader(course: Path, home: Path, *words: str) -> bool:
    """Run a command of nbgrader; whether the clock had to stop it."""
    command = [sys.executable, "-m", "nbgrader", words[0], target.NAME, *words[1:]]
    log = (course.parent / f"{words[0]}.log").open("wb")
    with log:
        try:
            subprocess.run(
                command,
                cwd=course,
                env={**os.environ, "HOME": str(home)},
                stdout=log,
                stderr=log,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired:
            return True
    return False


def on_stock(attack: Attack, made: Path) -> dict[str, Any]:
    """What stock nbgrader makes of one attack."""
    if attack.stock:
        return {"not_run": attack.stock}
    shared = [
        part
        for path in {sys.prefix, sys.base_prefix, str(ROOT), str(made)}
        for part in ("--ro-bind", path, path)
    ]
    empty = [
        part for path in ("/tmp", "/var/tmp", "/run") for part in ("--size", str(1 << 30), "--tmpfs", path)
    ]
    view = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", *empty, *shared]
    spaces = [f"--unshare-{name}" for name in ("pid", "net", "ipc", "uts")]
    inside = [sys.executable, str(Path(__file__).resolve()), "--one", attack.name, "--made", str(made)]
    command = ["bwrap", *view, *spaces, "--die-with-parent", "--new-session", "--chdir", str(ROOT), *inside]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=3 * SECONDS)
    except subprocess.TimeoutExpired:
        return {"points_gained": 0.0, "effects": [], "others_ungraded": True, "stopped": True}
    if done.returncode:
        raise RuntimeError(f"{attack.name} could not be run on stock nbgrader:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def all_on_stock(attacks: list[Attack], made: Path, jobs: int, kept: Path) -> dict[str, dict[str, Any]]:
    """What stock nbgrader makes of each attack; a run that was stopped goes on with what was kept."""
    lines = kept.read_text("utf8").splitlines() if kept.exists() else []
    found = dict(map(json.loads, lines))
    left = [one for one in attacks if one.name not in found]
    with ThreadPoolExecutor(jobs) as pool, kept.open("a", encoding="utf-8") as file:
        done = {pool.submit(on_stock, one, made): one.name for one in left}
        for future in track(as_completed(done), "stock nbgrader", len(left), console=Console(stderr=True)):
            found[done[future]] = future.result()
            print(json.dumps([done[future], future.result()]), file=file, flush=True)
    return found


def on_ours(made: Path, folder: Path, tier: int, attacks: list[Attack]) -> dict[str, Any]:
    """All attacks in one batch: what came of each, and of the batch."""
    course = target.copy(made, folder / "course")
    with Outside(folder / "outside", course) as outside:
        os.environ["DLCOURSE_SECRET"] = str(outside.secret)
        outcome = batch.run(course, outside, attacks, tier)
    each = {
        one.name: {
            "points_gained": max(0.0, (outcome.points[one.name] or 0.0) - one.earns),
            "effects": shown(outcome.notebooks.get(one.name, ""), outcome.pages.get(one.name, "")),
        }
        for one in attacks
    }
    ungraded = [name for name in target.HONEST_STUDENTS if outcome.points.get(name) != 6]
    return {"attacks": each, "effects": kinds(outcome.effects), "others_ungraded": ungraded}


def table(report: dict[str, Any]) -> str:
    """The record as Markdown: a row for each category, the batches, and each attack that works on stock."""
    rows = report["results"]
    lines = [
        "| attacks | how many | not run on stock | stock: gain points | stock: have effects "
        "| stock: cost others their grade | tier 3: work | tier 2: work |",
        "|---|" + "--:|" * 7,
    ]
    for category, title in {**_TITLES, "": "**all**"}.items():
        if not (some := [row for row in rows if category in (row["category"], "")]):
            continue
        stock = [row["stock"] for row in some if "not_run" not in row["stock"]]
        counts = [
            len(some),
            len(some) - len(stock),
            sum(one["points_gained"] > 0 for one in stock),
            sum(bool(one["effects"]) for one in stock),
            sum(one["others_ungraded"] for one in stock),
            *(sum(bool(_works(row[f"tier {tier}"])) for row in some) for tier in TIERS),
        ]
        lines.append(f"| {title} | " + " | ".join(map(str, counts)) + " |")
    lines.append("")
    for tier, one in report["batches"].items():
        lines.append(
            f"The batch at {tier}: effects outside {len(one['effects'])}, "
            f"honest students without their points {len(one['others_ungraded'])}."
        )
    works = {row["name"]: found for row in rows if (found := _works(row["stock"]))}
    lines += ["", f"<details><summary>The {len(works)} attacks that work on stock nbgrader</summary>", ""]
    lines += ["| attack | tries to | and then |", "|---|---|---|"]
    for row in (row for row in rows if row["name"] in works):
        words = (row["name"].replace("_", " "), _plain(row["tries"]), "; ".join(works[row["name"]]))
        lines.append(f"| {' | '.join(words)} |")
    return "\n".join([*lines, "", "</details>"])


def _plain(words: str) -> str:
    """Without what Markdown would take for emphasis."""
    return words.replace("_", r"\_").replace("*", r"\*")


def _works(found: dict[str, Any]) -> list[str]:
    """What an attack achieves, in words; empty if it was not run."""
    if "not_run" in found:
        return []
    points = [f"{found['points_gained']:g} points"] * (found["points_gained"] > 0)
    return [*points, *found["effects"], *["others are not graded"] * found.get("others_ungraded", False)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=RESULTS, help="the JSON file to write")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time meet stock nbgrader")
    parser.add_argument("--only", nargs="*", choices=CATEGORIES, default=CATEGORIES, help="categories to run")
    parser.add_argument("--table", action="store_true", help="print the table of the record, and run nothing")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--made", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.table:
        print(table(json.loads(options.output.read_text("utf8"))))
        return
    if options.one:
        print(json.dumps(one_on_stock(options.one, options.made, Path(tempfile.mkdtemp()))))
        return
    if not shutil.which("bwrap"):
        parser.error(
            "needs bubblewrap, because stock nbgrader runs the attacks as they are (apt install bubblewrap)"
        )
    attacks = [one for one in ATTACKS.values() if one.category in options.only]
    with tempfile.TemporaryDirectory() as aside:
        made = target.make(Path(aside) / "made")
        kept = options.output.with_suffix(".stock")
        stock = all_on_stock(attacks, made, options.jobs, kept)
        ours = {tier: on_ours(made, Path(aside) / f"tier-{tier}", tier, attacks) for tier in TIERS}
    report = {
        "machine": record.machine(),
        "versions": {"nbgrader": version("nbgrader"), "ipykernel": version("ipykernel")},
        "date": datetime.date.today().isoformat(),
        "batches": {f"tier {t}": {k: v for k, v in one.items() if k != "attacks"} for t, one in ours.items()},
        "results": [
            {"name": one.name, "category": one.category, "tries": one.tries, "stock": stock[one.name]}
            | {f"tier {tier}": ours[tier]["attacks"][one.name] for tier in TIERS}
            for one in attacks
        ],
    }
    record.write(options.output, report)
    kept.unlink()
    print(table(report))


if __name__ == "__main__":
    main()
