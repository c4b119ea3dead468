"""A guard on the promise that the whole job, with all that is beside it, costs less than the bare loop."""

import sys
from pathlib import Path
from statistics import median

import pytest
import torch

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from training import Job, full, ratios, same_bits


@pytest.fixture(autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.slow
def test_the_full_job_takes_at_most_four_fifths_of_the_bare_loop() -> None:
    measured = ratios(full, Job("MLP", epochs=10), pairs=7)
    assert median(measured) <= 0.8, f"full / bare: {sorted(round(ratio, 2) for ratio in measured)}"


@pytest.mark.parametrize("net", ["MLP", "CNN"])
def test_the_benchmark_compares_what_ends_in_the_same_bits(net: str) -> None:
    assert same_bits(Job(net, epochs=2))
