"""One net, the same batches, three ways to differentiate it: what do arrays save, and what does PyTorch add?

A small net is trained on the digits with (a) `dlcourse.scratch`, autograd on NumPy arrays, (b) PyTorch on the
CPU, eager, and (c) one object per number, as micrograd does it (`scalars.py`). All compute in float64 on one
thread, in turns, from the same weights on the same batches; that their losses are equal is checked. Times are
the processor time of the process, so that other work on the machine counts little.
"""

import argparse
import datetime
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, islice, pairwise
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import record
import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table
from scalars import scalar_engine
from threadpoolctl import threadpool_limits

from dlcourse.data import digits
from dlcourse.scratch import SGD, cross_entropy, mlp

SIZES = (64, 32, 10)
LR = 0.01  # small: at 0.1, batches of one train so wildly that a rounding error grows until losses differ
BATCH_SIZES = (1, 32)
EXAMPLES_PER_TURN = {"dlcourse.scratch": 3200, "PyTorch": 3200, "one object per number": 32}
TOLERANCE = 1e-9
RESULTS = Path(__file__).parent / "results" / "autograd.json"

Batch = tuple[np.ndarray, np.ndarray]
Step = Callable[[np.ndarray, np.ndarray], float]


def array_engine(weights: list[np.ndarray], lr: float) -> Step:
    """A training step of `dlcourse.scratch`."""
    net = mlp(SIZES, generator=np.random.default_rng(0))
    for p, values in zip(net.parameters(), weights, strict=True):
        p.data = values.copy()
    optimizer = SGD(net.parameters(), lr=lr)

    def step(X: np.ndarray, y: np.ndarray) -> float:
        optimizer.zero_grad()
        loss = cross_entropy(net(X), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def torch_engine(weights: list[np.ndarray], lr: float) -> Step:
    """A training step of PyTorch on the CPU, eager."""
    layers: list[torch.nn.Module] = []
    for inputs, outputs in pairwise(SIZES):
        layers += [torch.nn.ReLU(), torch.nn.Linear(inputs, outputs, dtype=torch.float64)]
    net = torch.nn.Sequential(*layers[1:])
    with torch.no_grad():
        for p, values in zip(net.parameters(), weights, strict=True):
            p.copy_(torch.tensor(values.T))
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)

    def step(X: np.ndarray, y: np.ndarray) -> float:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(net(torch.from_numpy(X)), torch.from_numpy(y))
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


ENGINES = {"dlcourse.scratch": array_engine, "PyTorch": torch_engine, "one object per number": scalar_engine}


@dataclass
class Run:
    """One engine in training; it takes up at every turn where it stopped."""

    engine: str
    step: Step
    batches: Iterator[Batch]
    steps_per_turn: int
    losses: list[float] = field(default_factory=list)
    seconds_per_step: list[float] = field(default_factory=list)

    def turn(self) -> None:
        """Some timed steps."""
        todo = list(islice(self.batches, self.steps_per_turn))
        start = time.process_time()
        self.losses += [self.step(X, y) for X, y in todo]
        self.seconds_per_step.append((time.process_time() - start) / len(todo))


def batches(batch_size: int) -> Iterator[Batch]:
    """An endless sequence of batches of digits, the same at every call."""
    data, rng = digits(), np.random.default_rng(0)
    X = data.X_train.astype(np.float64)
    while True:
        order = rng.permutation(len(X))
        for start in range(0, len(X) - batch_size + 1, batch_size):
            rows = order[start : start + batch_size]
            yield X[rows], data.y_train[rows]


def measure(batch_size: int, turns: int) -> list[Run]:
    """Train with every engine in turns."""
    weights = [p.data for p in mlp(SIZES, generator=np.random.default_rng(0)).parameters()]
    runs = [
        Run(name, make(weights, LR), batches(batch_size), max(1, EXAMPLES_PER_TURN[name] // batch_size))
        for name, make in ENGINES.items()
    ]
    for run in runs:  # what only a first call costs is not what a step costs
        run.losses.append(run.step(*next(run.batches)))
    for _ in track(range(turns), f"batches of {batch_size}", console=Console(stderr=True)):
        for run in runs:
            run.turn()
    return runs


def largest_difference(runs: list[Run]) -> float:
    """Between the losses of any two engines, over the steps both have done; an error above `TOLERANCE`."""
    pairs = [pair for a, b in combinations(runs, 2) for pair in zip(a.losses, b.losses, strict=False)]
    gap = float(np.max([abs(x - y) for x, y in pairs]))  # Python's max would overlook a nan
    if not gap <= TOLERANCE:
        raise RuntimeError(
            f"the engines disagree: losses differ by {gap:.1e}, expected {TOLERANCE:.0e} at most"
        )
    return gap


def summary(run: Run, batch_size: int, baseline: Run) -> dict[str, Any]:
    """Times of the median turn, the fastest and the slowest, and the ratio of the medians to `baseline`."""
    seconds = median(run.seconds_per_step)
    return {
        "engine": run.engine,
        "batch_size": batch_size,
        "steps": len(run.losses) - 1,
        "seconds_per_step": seconds,
        "fastest_turn": min(run.seconds_per_step),
        "slowest_turn": max(run.seconds_per_step),
        "seconds_per_example": seconds / batch_size,
        "times_pytorch": seconds / median(baseline.seconds_per_step),
    }


def report(rows: list[dict[str, Any]], gap: float, turns: int) -> dict[str, Any]:
    """The results with all that is needed to read them later."""
    return {
        "machine": record.machine(),
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "torch": torch.__version__,
        },
        "date": datetime.date.today().isoformat(),
        "job": {
            "net": SIZES,
            "lr": LR,
            "dtype": "float64",
            "threads": 1,
            "clock": "processor time",
            "turns": turns,
            "data": "digits",
        },
        "largest_loss_difference": gap,
        "results": rows,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--turns", type=int, default=7, help="turns of each engine; the median counts (default 7)"
    )
    parser.add_argument(
        "--output", type=Path, default=RESULTS, help="where the results go (default: %(default)s)"
    )
    args = parser.parse_args()
    if args.turns < 1:
        parser.error(f"--turns must be at least 1, got {args.turns}")
    record.check_folder(parser, args.output)

    torch.set_num_threads(1)
    rows, gaps = [], []
    with threadpool_limits(1):
        for batch_size in BATCH_SIZES:
            runs = measure(batch_size, args.turns)
            gaps.append(largest_difference(runs))
            baseline = next(run for run in runs if run.engine == "PyTorch")
            rows += [summary(run, batch_size, baseline) for run in runs]

    table = Table("engine", "batch", "steps", "ms/step", "ms/example", "vs PyTorch")
    for row in rows:
        times = [f"{1e3 * row[key]:.3f}" for key in ("seconds_per_step", "seconds_per_example")]
        table.add_row(
            row["engine"], f"{row['batch_size']}", f"{row['steps']}", *times, f"{row['times_pytorch']:.2f}x"
        )
    Console().print(table)
    print(f"All three computed the same losses; the largest difference is {max(gaps):.1e}.")

    record.write(args.output, report(rows, max(gaps), args.turns))


if __name__ == "__main__":
    main()
