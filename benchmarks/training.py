"""One training job: the loop that everyone writes, `dlcourse.train.fit`, and the libraries at hand.

The job: digits, an MLP and a small CNN, Adam at 0.001, batches of 64, 20 epochs. "plain" trains only; "full"
also validates every epoch, stops early, keeps the best checkpoint on disk, shows progress, checks for NaN.
Every contender is timed in turns with the bare loop, which does none of that; the median of the ratios
counts. Times are the processor time of the process on one thread: other work on the machine counts little.

Peers are run where they can be imported: pip install lightning skorch pytorch-ignite accelerate keras fastai
"""

import argparse
import datetime
import io
import platform
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import record
import torch
from rich.console import Console
from rich.progress import Progress as Bar
from rich.table import Table
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from dlcourse.train import Checkpoint, EarlyStopping, Progress, TensorLoader, fit

LR, BATCH_SIZE, EPOCHS = 1e-3, 64, 20
RESULTS = Path(__file__).parent / "results" / "training.json"
TARGETS = {("MLP", "dlcourse full"): 0.6, ("CNN", "dlcourse full"): 0.95}


@dataclass(frozen=True)
class Job:
    """What is trained: the kind of net and for how long."""

    net: str
    epochs: int = EPOCHS

    def model(self) -> nn.Sequential:
        """A fresh model, the same every time."""
        torch.manual_seed(0)
        if self.net == "MLP":
            return nn.Sequential(
                nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10)
            )
        return nn.Sequential(
            *(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Flatten(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10)),
        )

    def data(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """X, y to train on, then X, y to validate on."""
        X, y, X_val, y_val = digits()
        shape = (-1, 64) if self.net == "MLP" else (-1, 1, 8, 8)
        return X.reshape(shape), y, X_val.reshape(shape), y_val


@cache
def digits() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    X, y = load_digits(return_X_y=True)
    parts = train_test_split((X / 16).astype(np.float32), y.astype(np.int64), test_size=0.2, random_state=0)
    X_train, X_val, y_train, y_val = map(torch.from_numpy, parts)
    return X_train, y_train, X_val, y_val


def bare(job: Job) -> nn.Module:
    """The loop that everyone writes."""
    model = job.model()
    X, y, _, _ = job.data()
    generator = torch.Generator().manual_seed(0)
    loader = DataLoader(TensorDataset(X, y), batch_size=BATCH_SIZE, shuffle=True, generator=generator)
    optimizer = torch.optim.Adam(model.parameters(), lr=LR)
    for _ in range(job.epochs):
        for inputs, labels in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(inputs), labels)
            loss.backward()
            optimizer.step()
    return model


def plain(job: Job, fused: bool = True) -> nn.Module:
    """`fit`, training only; without the fused optimizer its weights must be those of the bare loop."""
    model = job.model()
    X, y, _, _ = job.data()
    optimizer: Any = "adam" if fused else partial(torch.optim.Adam, lr=LR)
    fit(
        model,
        TensorLoader(X, y, batch_size=BATCH_SIZE, seed=0),
        epochs=job.epochs,
        optimizer=optimizer,
        device="cpu",
    )
    return model


def full(job: Job, channels_last: bool = False) -> nn.Module:
    """`fit` with everything: validation, early stopping, best checkpoint, progress, NaN check."""
    model = job.model()
    X, y, X_val, y_val = job.data()
    with tempfile.TemporaryDirectory() as folder:
        fit(
            model,
            TensorLoader(X, y, batch_size=BATCH_SIZE, seed=0),
            TensorLoader(X_val, y_val, batch_size=512, shuffle=False),
            epochs=job.epochs,
            device="cpu",
            channels_last=channels_last,
            callbacks=[EarlyStopping(job.epochs), Checkpoint(folder), Progress(screen())],
        )
    return model


def screen() -> Console:
    """A terminal that nobody looks at: what is drawn is drawn in full."""
    return Console(file=io.StringIO(), force_terminal=True, width=100)


def contenders() -> dict[str, Callable[[Job], Any]]:
    """By name; the peers that can be imported included."""
    from peers import PEERS

    found = {name: run for name, (module, run) in PEERS.items() if find_spec(module)}
    ours = {"dlcourse plain": plain, "dlcourse full": full}
    return ours | {"dlcourse full, channels_last": partial(full, channels_last=True)} | found


def seconds(run: Callable[[Job], Any], job: Job) -> float:
    """The processor time of one run."""
    start = time.process_time()
    run(job)
    return time.process_time() - start


def ratios(run: Callable[[Job], Any], job: Job, pairs: int) -> list[float]:
    """The time of `run` over that of the bare loop, measured in turns A B A B."""
    seconds(run, job)  # what only a first run costs, such as an import, is not what a run costs
    return [seconds(run, job) / seconds(bare, job) for _ in range(pairs)]


def same_bits(job: Job) -> bool:
    """Whether `fit`, with the bare loop's optimizer, ends in the bare loop's weights."""
    ours, theirs = plain(job, fused=False).state_dict(), bare(job).state_dict()
    return all(torch.equal(ours[name], theirs[name]) for name in ours)


def report(rows: list[dict[str, Any]], equal: dict[str, bool], args: argparse.Namespace) -> dict[str, Any]:
    """The results with all that is needed to read them later."""
    peers = ["lightning", "skorch", "pytorch-ignite", "accelerate", "keras", "fastai"]
    modules = dict(
        zip(peers, ["lightning", "skorch", "ignite", "accelerate", "keras", "fastai"], strict=True)
    )
    versions = {name: version(name) for name in peers if find_spec(modules[name])}
    return {
        "machine": record.machine(),
        "versions": {"python": platform.python_version(), "torch": str(torch.__version__), **versions},
        "date": datetime.date.today().isoformat(),
        "job": {
            "data": "digits",
            "optimizer": "Adam",
            "lr": LR,
            "batch_size": BATCH_SIZE,
            "epochs": args.epochs,
            "threads": 1,
            "clock": "processor time",
            "pairs": args.pairs,
        },
        "same_bits_as_the_bare_loop": equal,
        "results": rows,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--pairs", type=int, default=7, help="pairs a contender; the median counts (default 7)"
    )
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="epochs a run (default %(default)s)")
    parser.add_argument(
        "--output", type=Path, default=RESULTS, help="where results go (default: %(default)s)"
    )
    args = parser.parse_args()
    if min(args.pairs, args.epochs) < 1:
        parser.error(f"--pairs and --epochs must be at least 1, got {args.pairs} and {args.epochs}")
    record.check_folder(parser, args.output)

    torch.set_num_threads(1)
    rows: list[dict[str, Any]] = []
    equal: dict[str, bool] = {}
    everyone = contenders()
    table = Table("net", "contender", "multiple of bare", "fastest", "slowest", "target")
    with Bar(console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=2 * len(everyone))
        for job in (Job("MLP", args.epochs), Job("CNN", args.epochs)):
            equal[job.net] = same_bits(job)
            for name, run in everyone.items():
                bar.update(task, description=f"{job.net}: {name}")
                measured = ratios(run, job, args.pairs)
                rows.append(
                    {"net": job.net, "contender": name, "ratio": median(measured), "ratios": measured}
                )
                target = TARGETS.get((job.net, name))
                numbers = [f"{value:.2f}" for value in (median(measured), min(measured), max(measured))]
                table.add_row(job.net, name, *numbers, f"{target}" if target else "")
                bar.advance(task)
    Console().print(table)
    print("With the bare loop's optimizer, fit ends in the same bits:", equal)

    record.write(args.output, report(rows, equal, args))


if __name__ == "__main__":
    main()
