"""Under torchrun, with real processes: the result is that of one process."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).parents[2]


def run(folder: Path, processes: int, accumulate: int) -> list[dict]:
    """The job in so many processes; the weights and rows of each."""
    folder.mkdir()
    launch = ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"]
    command = [sys.executable, *launch, "-m", "tests.train.job", str(folder), "--together", str(accumulate)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("device: cpu") == 1  # one of them speaks
    return [torch.load(folder / f"rank{rank}.pt") for rank in range(processes)]


@pytest.mark.slow
@pytest.mark.parametrize("accumulate", [1, 3])
def test_two_processes_end_with_the_weights_of_one(accumulate: int, tmp_path: Path) -> None:
    from tests.train.job import train_together

    one = train_together(torch.device("cpu"), accumulate)
    two, other = run(tmp_path / "two", 2, accumulate)
    for name, expected in one.state_dict().items():
        assert torch.equal(two["model"][name], other["model"][name])
        torch.testing.assert_close(two["model"][name], expected, rtol=0, atol=2e-6)
    for row, a, b in zip(one.history, two["rows"], other["rows"], strict=True):
        for name in ("loss", "val_loss", "val_accuracy"):
            assert a[name] == b[name] == pytest.approx(row[name], abs=2e-6)
