"""The benchmark runs from one command, checks what it compares, and leaves a whole report or none."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"


def run(*arguments):
    command = [sys.executable, str(FOLDER / "autograd.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture
def benchmark(monkeypatch):
    monkeypatch.syspath_prepend(FOLDER)
    return importlib.import_module("autograd")


@pytest.mark.slow
def test_one_command_writes_the_times_of_all_three_engines(tmp_path):
    path = tmp_path / "autograd.json"
    done = run("--turns", 1, "--output", path)
    assert done.returncode == 0, done.stderr
    assert "the same losses" in done.stdout
    report = json.loads(path.read_text())
    assert set(report) == {"machine", "versions", "date", "job", "largest_loss_difference", "results"}
    assert [(row["batch_size"], row["engine"]) for row in report["results"]] == [
        (size, engine)
        for size in (1, 32)
        for engine in ("dlcourse.scratch", "PyTorch", "one object per number")
    ]
    assert all(0 < row["fastest_turn"] <= row["seconds_per_step"] for row in report["results"])
    assert list(tmp_path.iterdir()) == [path]


def test_the_committed_results_say_where_they_come_from():
    report = json.loads((FOLDER / "results" / "autograd.json").read_text())
    assert all(report["machine"].values()) and all(report["versions"].values()) and report["date"]
    assert report["largest_loss_difference"] < 1e-9


def test_engines_that_disagree_are_refused(benchmark):
    runs = [
        benchmark.Run(name, None, iter(()), 1, losses)
        for name, losses in [("a", [1.0, 2.0]), ("b", [1.0, 2.1, 3.0])]
    ]
    with pytest.raises(RuntimeError, match=r"losses differ by 1\.0e-01"):
        benchmark.largest_difference(runs)
    runs[1].losses[1] = float("nan")
    with pytest.raises(RuntimeError, match="losses differ by nan"):
        benchmark.largest_difference(runs)


def test_help_and_bad_input_get_a_plain_answer(tmp_path):
    assert "--turns" in run("--help").stdout
    for arguments, message in [
        (("--turns", 0), "--turns must be at least 1, got 0"),
        (("--output", tmp_path / "nowhere" / "x.json"), "there is no folder"),
    ]:
        done = run(*arguments)
        assert done.returncode == 2 and message in done.stderr
