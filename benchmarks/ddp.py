"""What a second process buys on one machine, and whether it changes the result.

The same script runs plainly and under `torchrun` (gloo, a thread a process): digits, an MLP and a ResNet,
each example of a batch computed by one of the processes. The time of an epoch counts once the first has
passed. The weights that come out are compared, in float32 and in float64: sums in another order round
otherwise, training lets such differences grow, and only float64 tells rounding from a mistake.
"""

import argparse
import datetime
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import record
import torch
from rich.console import Console
from rich.progress import Progress as Bar
from rich.table import Table
from torch import nn

from dlcourse.data import digits
from dlcourse.models import MLP, ResNet
from dlcourse.train import TensorLoader, fit
from dlcourse.train.distributed import is_writer, processes

RESULTS = Path(__file__).parent / "results" / "ddp.json"
BATCH_SIZE = 256
NETS = ("MLP", "ResNet")


def build(net: str) -> nn.Module:
    """The net, the same in every process. Its norms look at groups of channels: batch norm would look at
    what part of a batch a process has, and so compute something else with two."""
    torch.manual_seed(0)
    if net == "MLP":
        return MLP(64, 10, hidden=(128, 64))
    model = ResNet(1, 10, blocks=(2, 2), channels=32)
    for name, module in list(model.named_modules()):
        if isinstance(module, nn.BatchNorm2d):
            parent, _, child = name.rpartition(".")
            setattr(model.get_submodule(parent), child, nn.GroupNorm(8, module.num_features))
    return model


def work(net: str, epochs: int, double: bool, output: Path) -> None:
    """One process of a run; the writer leaves weights and epoch times."""
    torch.set_num_threads(1)
    dtype = torch.float64 if double else torch.float32
    with processes("cpu") as device:
        split = digits()
        X, y = torch.from_numpy(split.X_train).to(dtype), torch.from_numpy(split.y_train).long()
        X = X if net == "MLP" else X.view(-1, 1, 8, 8)
        model = build(net).to(dtype)
        loader = TensorLoader(X, y, batch_size=BATCH_SIZE, seed=0)
        history = fit(model, loader, epochs=epochs, optimizer="sgd", lr=0.05, device=device)
        if is_writer():
            times = [row["seconds"] for row in history.rows]
            torch.save({"weights": model.state_dict(), "seconds": times}, output)


def run(net: str, count: int, epochs: int, folder: Path, double: bool = False) -> dict[str, Any]:
    """The job in `count` processes."""
    output = folder / f"{net}{count}.pt"
    script = [__file__, "--work", net, "--epochs", str(epochs), "--output", str(output)]
    script += ["--double"] if double else []
    launch = ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={count}"]
    done = subprocess.run(
        [sys.executable, *(launch if count > 1 else []), *script], capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"{net} in {count} processes failed:\n{done.stderr}")
    return torch.load(output, weights_only=True)


def gap(one: dict[str, Any], two: dict[str, Any]) -> float:
    """The largest difference between two runs' weights."""
    weights = one["weights"].items()
    return max(float((weight - two["weights"][name]).abs().max()) for name, weight in weights)


def measure(net: str, epochs: int, rounds: int, bar: Bar) -> dict[str, Any]:
    """Pairs of runs with one process and with two; the median of the ratios counts."""
    speedups, times = [], {1: [], 2: []}
    task = bar.add_task(net, total=rounds + 1)
    with tempfile.TemporaryDirectory() as folder:
        exact = [run(net, count, epochs, Path(folder), double=True) for count in (1, 2)]
        bar.advance(task)
        for _ in range(rounds):
            pair = [run(net, count, epochs, Path(folder)) for count in (1, 2)]
            for count, result in zip(times, pair, strict=True):
                times[count].append(median(result["seconds"][1:]))
            speedups.append(times[1][-1] / times[2][-1])
            bar.advance(task)
    return {
        "net": net,
        "seconds_per_epoch": {str(count): median(seen) for count, seen in times.items()},
        "speedup": median(speedups),
        "speedups": speedups,
        "largest_difference_of_a_weight": {"float32": gap(*pair), "float64": gap(*exact)},
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5, help="pairs of runs (default %(default)s)")
    parser.add_argument("--epochs", type=int, default=10, help="epochs a run (default %(default)s)")
    parser.add_argument("--output", type=Path, default=RESULTS, help="results (default: %(default)s)")
    parser.add_argument("--nets", nargs="+", choices=NETS, default=NETS, help="default: both")
    parser.add_argument("--double", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--work", choices=NETS, help=argparse.SUPPRESS)  # one process of a run
    args = parser.parse_args()
    if args.work:
        return work(args.work, args.epochs, args.double, args.output)
    if args.rounds < 1 or args.epochs < 2:
        parser.error(f"--rounds must be at least 1 and --epochs 2, got {args.rounds} and {args.epochs}")
    record.check_folder(parser, args.output)

    with Bar(console=Console(stderr=True)) as bar:
        rows = [measure(net, args.epochs, args.rounds, bar) for net in args.nets]
    table = Table("net", "ms/epoch, 1 process", "2 processes", "speed-up", "difference float32", "float64")
    for row in rows:
        times = (f"{1e3 * row['seconds_per_epoch'][count]:.1f}" for count in "12")
        gaps = (f"{row['largest_difference_of_a_weight'][name]:.1e}" for name in ("float32", "float64"))
        table.add_row(row["net"], *times, f"{row['speedup']:.2f}", *gaps)
    Console().print(table)
    record.write(
        args.output,
        {
            "machine": record.machine(),
            "versions": {"python": platform.python_version(), "torch": str(torch.__version__)},
            "date": datetime.date.today().isoformat(),
            "job": {"data": "digits", "optimizer": "SGD", "batch_size": BATCH_SIZE, "epochs": args.epochs,
                    "threads_per_process": 1, "backend": "gloo", "rounds": args.rounds},
            "results": rows,
        },
    )  # fmt: skip


if __name__ == "__main__":
    main()
