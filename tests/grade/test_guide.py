"""The pages for instructors: every command on them runs, every number on them is that of a record."""

import os
import re
import shlex
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

import nbformat
import pytest
from click.testing import CliRunner

from dlcourse.cli import main
from tests.exercises import stock

PAGES = ("instructors", "own_exercises", "more_machines", "grader")
GUIDE = "".join((stock.ROOT / "book" / f"{page}.md").read_text("utf8") for page in PAGES)
BLOCKS = re.findall(r"```bash\n(.*?)```", GUIDE, re.DOTALL)
SETTINGS = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
COMMANDS = [line.removeprefix(".venv/bin/") for block in BLOCKS for line in block.splitlines() if line]
#: What goes on until it is ended, what else it is told here, and what it says once it is ready.
STAYS = {
    "dask scheduler": (["--no-dashboard"], "Scheduler at"),
    "dask worker": (["--no-dashboard"], "Registered to"),
    "jupyter lab": (
        ["--no-browser", "--ServerApp.ip=127.0.0.1", "--IdentityProvider.token=", "--allow-root"],
        r"http://127\.0\.0\.1:\d+/lab",
    ),
}


@contextmanager
def running(words: list[str], ready: str, environment: dict[str, str], course: Path) -> Iterator[None]:
    """A command that goes on, from when it says that it is ready."""
    process = subprocess.Popen(words, cwd=course, env=environment, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        said = ""
        while not re.search(ready, said):
            line = process.stderr.readline()
            assert line, f"{shlex.join(words)} ended:\n{said}"
            said += line
        yield
    finally:
        process.terminate()
        process.communicate()


def free_port() -> str:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return str(one.getsockname()[1])


def hand_in(course: Path) -> None:
    """What four students hand in, one of them in an archive of a learning platform."""
    students = list(stock.batch("neurons").items())[:4]
    for number, (student, nb) in enumerate(students[1:]):
        folder = course / "submitted" / student / "neurons"
        folder.mkdir(parents=True)
        nbformat.write(nb, folder / "neurons.ipynb")
        (folder / "timestamp.txt").write_text(f"2026-01-0{number + 1} 12:00:00 UTC")
    archive = course / "downloaded" / "neurons" / "archive" / "all.zip"
    archive.parent.mkdir(parents=True)
    with ZipFile(archive, "w") as file:
        file.writestr("reference_neurons.ipynb", nbformat.writes(students[0][1]))
    with (course / "nbgrader_config.py").open("a") as config:
        config.writelines(text for text in SETTINGS if "named_regexp" in text)


@pytest.mark.slow
def test_every_command_of_the_guide_runs_in_its_order(tmp_path, monkeypatch):
    """The course's own in this process, which has imported what they need."""
    course = tmp_path / "clone"
    course.mkdir()
    stock.COURSE.copy(course, "neurons")
    (course / "roster.csv").write_text("id\nreference\nblank\n")
    path = os.pathsep.join(
        [sysconfig.get_path("scripts"), str(Path(sys.executable).parent), os.environ["PATH"]]
    )
    environment = {
        **os.environ,
        "PATH": path,
        "OMP_NUM_THREADS": "1",
        "DLCOURSE_SECRET": str(tmp_path / "secret"),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
    }
    monkeypatch.chdir(course)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    port, processes = free_port(), []
    try:
        for command in COMMANDS:
            words = shlex.split(command.replace("8786", port))
            if words[0] == "export":
                environment |= dict(word.split("=") for word in words[1:])
                monkeypatch.setenv(*words[1].split("="))
                continue
            if words[0] == "cd":
                course = (course / words[1]).resolve()
                monkeypatch.chdir(course)
                hand_in(course)
                continue
            if words[0] == "dlcourse":
                done = CliRunner().invoke(main, words[1:])
                assert done.exit_code == 0, f"{command} failed:\n{done.output[-4000:]}"
                continue
            if more := STAYS.get(" ".join(words[:2])):
                processes.append(running([*words, *more[0]], more[1], environment, course))
                processes[-1].__enter__()
                continue
            if words[0] == "pip":  # here it is installed already, so no network is needed
                words = [sys.executable, "-m", *(word.replace(".[", "dlcourse[") for word in words)]
                words = [*(word for word in words if word != "-e"), "--no-index", "--no-deps"]
            done = subprocess.run(
                words,
                cwd=stock.ROOT if "pip" in words else course,
                env=environment,
                capture_output=True,
                text=True,
            )
            assert "does not provide the extra" not in done.stderr
            assert done.returncode == 0, f"{command} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    finally:
        for process in reversed(processes):
            process.__exit__(None, None, None)
    written = {str(path.relative_to(course)) for path in course.rglob("*") if path.is_file()}
    for made in ("feedback/reference/neurons/neurons.html", "exports/neurons.csv"):
        assert made in written


def test_commands_that_the_text_mentions_exist():
    from nbgrader.apps.nbgraderapp import NbGraderApp

    told = set(re.findall(r"`(nbgrader|dlcourse) (\w+)", GUIDE)) | {
        tuple(command.split()[:2]) for command in COMMANDS if command.startswith(("dlcourse", "nbgrader"))
    }
    assert ("dlcourse", "grade") in told and ("nbgrader", "zip_collect") in told
    for program, verb in told:
        assert verb in (NbGraderApp.subcommands if program == "nbgrader" else main.commands), (program, verb)


def test_options_that_the_text_mentions_exist():
    known = {name for command in main.commands.values() for one in command.params for name in one.opts}
    told = set(re.findall(r"`(--\w+)", GUIDE))
    assert told >= {"--reveal", "--force", "--unsafe"}
    assert told <= known


@pytest.mark.parametrize(
    ("name", "record"), [("speed", "grading"), ("attacks", "attacks"), ("kernels", "kernels")]
)
def test_the_tables_are_those_of_the_records(name, record):
    (shown,) = re.findall(rf"<!-- {name} -->\n(.*?)<!-- end of {name} -->", GUIDE, re.DOTALL)
    command = [sys.executable, f"benchmarks/{record}.py", "--table"]
    measured = (stock.ROOT / "benchmarks" / "results" / f"{record}.json").exists()
    told = subprocess.check_output(command, cwd=stock.ROOT, text=True) if measured else ""
    assert shown.strip() == told.strip(), f"put what `benchmarks/{record}.py --table` prints into the guide"
