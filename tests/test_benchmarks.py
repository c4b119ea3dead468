"""The benchmarks run from end to end, on jobs too small to say anything about speed."""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = sorted(
    str(path.relative_to(ROOT))
    for folder in ("benchmarks", "scripts")
    for path in (ROOT / folder).glob("*.py")
    if "main()" in path.read_text()
)


def run(script: str, *options: str) -> subprocess.CompletedProcess:
    command = [sys.executable, str(ROOT / script), *options]
    return subprocess.run(
        command, capture_output=True, text=True, env=os.environ | {"DLCOURSE_DEVICE": "cpu"}
    )


def test_each_says_what_it_does_and_where_it_writes() -> None:
    """All in one process, which imports torch once."""
    program = (
        "import contextlib, io, os, runpy, sys\n"
        "for path in sys.argv[1:]:\n"
        "    sys.argv, sys.path[0], said = [path, '--help'], os.path.dirname(path), io.StringIO()\n"
        "    with contextlib.suppress(SystemExit), contextlib.redirect_stdout(said):\n"
        "        runpy.run_path(path, run_name='__main__')\n"
        "    assert '--output' in said.getvalue(), path\n"
    )
    paths = [str(ROOT / script) for script in SCRIPTS]
    assert len(paths) > 8
    done = subprocess.run([sys.executable, "-c", program, *paths], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.weekly
def test_two_processes_compute_what_one_does(tmp_path: Path) -> None:
    small = ["--nets", "MLP", "--rounds", "1", "--epochs", "2"]
    done = run("benchmarks/ddp.py", *small, "--output", str(tmp_path / "d.json"))
    assert done.returncode == 0, done.stderr
    for row in json.loads((tmp_path / "d.json").read_text())["results"]:
        assert row["largest_difference_of_a_weight"]["float64"] < 1e-12
        assert row["speedup"] > 0


@pytest.mark.weekly
@pytest.mark.skipif(not shutil.which("g++"), reason="torch.compile needs a C++ compiler on a CPU")
def test_every_rung_of_the_ladder_trains(tmp_path: Path) -> None:
    done = run("benchmarks/throughput.py", "--small", "--rounds", "1", "--output", str(tmp_path / "t.json"))
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "t.json").read_text())
    assert {row["net"]: row["times_naive"] for row in report["ladder"] if "naive" in row["rung"]} == {
        "ResNet": 1,
        "GPT": 1,
    }
    assert all(row["share_of_matrix_rate"] > 0 for row in report["ladder"])
    assert {row["net"] for row in report["crossing"]} == {"MLP", "ResNet", "GPT"}


@pytest.mark.weekly
def test_what_one_core_can_do_is_measured_and_predicted(tmp_path: Path) -> None:
    done = run("benchmarks/roofline.py", "--small", "--output", str(tmp_path / "r.json"))
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "r.json").read_text())
    assert all(rate > 0 for rate in [*report["roof"].values(), *report["formats"].values()])
    assert {row["net"] for row in report["steps"]} == {"MLP", "ResNet", "GPT"}
    assert all(row["predicted"] > 0 and row["seconds"] > 0 for row in report["steps"] + report["operations"])


def test_the_record_of_a_gpu_is_not_overwritten_by_a_cpu() -> None:
    done = run("benchmarks/throughput.py")
    assert done.returncode == 2
    assert "--output" in done.stderr


@pytest.mark.weekly
def test_the_frameworks_that_are_installed_take_the_same_steps(tmp_path: Path) -> None:
    done = run("benchmarks/frameworks.py", "--turns", "1", "--output", str(tmp_path / "f.json"))
    assert done.returncode == 0, done.stderr
    parts = json.loads((tmp_path / "f.json").read_text())["parts"]
    assert {"PyTorch", "JAX", "Keras on PyTorch", "Keras on JAX"} <= set(parts)
    assert all(max(part["momentum"]["weights"]) < 1e-6 for part in parts.values())


@pytest.mark.skipif(find_spec("tensorflow") is not None, reason="here TensorFlow is installed")
def test_the_record_of_all_frameworks_is_not_overwritten_where_one_is_missing() -> None:
    done = run("benchmarks/frameworks.py")
    assert done.returncode == 2
    assert re.search(r"install (\w+, )*tensorflow,", done.stderr)
    assert "--output" in done.stderr
