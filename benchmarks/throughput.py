"""Where the time of a training step goes on a GPU, and what a GPU buys over a CPU.

The ladder: a ResNet-18 on 32x32 images and a small GPT, trained by the loop that everyone writes, then with
mixed precision, channels_last (images only), compiled, and with the data on the device; last by
`dlcourse.train.fit`. Each rung keeps what the rungs before it brought. Throughput is set beside the rate at
which the same device multiplies large matrices, since no training step can be faster than that.

The crossing: one training step on the CPU and on the GPU by batch size, for nets from small to large.
Data is noise: how long a step takes does not depend on what it learns.
"""

import argparse
import datetime
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import record
import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset
from torch.utils.flop_counter import FlopCounterMode

from dlcourse.models import GPT, MLP, ResNet
from dlcourse.train import TensorLoader, fit, pick

RESULTS = Path(__file__).parent / "results" / "throughput.json"
CLASSES, VOCAB = 10, 96


@dataclass(frozen=True)
class Job:
    """A net and its data: how many examples, how many to a batch."""

    net: str
    batch_size: int
    batches: int
    small: bool = False

    def model(self) -> nn.Module:
        torch.manual_seed(0)
        if self.net == "MLP":
            return MLP(64, CLASSES, hidden=(128, 64))
        if self.net == "GPT":
            size = {"dim": 32, "layers": 1} if self.small else {"dim": 384, "layers": 6}
            return GPT(VOCAB, context=self.context, heads=4, **size)
        blocks, channels = ((1, 1), 4) if self.small else ((2, 2, 2, 2), 64)
        return ResNet(3, CLASSES, blocks=blocks, channels=channels)

    @property
    def context(self) -> int:
        return 16 if self.small else 256

    def data(self) -> tuple[Tensor, Tensor]:
        """X and y, in main memory: float images, rows or tokens, and int64 labels."""
        n, draw = self.batch_size * self.batches, torch.Generator().manual_seed(0)
        if self.net == "GPT":
            tokens = torch.randint(VOCAB, (n, self.context + 1), generator=draw)
            return tokens[:, :-1].contiguous(), tokens[:, 1:].contiguous()
        shape = (n, 64) if self.net == "MLP" else (n, 3, 32, 32)
        return torch.randn(shape, generator=draw), torch.randint(CLASSES, (n,), generator=draw)


@dataclass(frozen=True)
class Rung:
    """A way to train; the defaults are the loop that everyone writes."""

    name: str
    amp: bool = False
    channels_last: bool = False
    compile: bool = False
    resident: bool = False
    fit: bool = False


def ladder(net: str) -> list[Rung]:
    rungs = [Rung("naive fp32 loop")]
    for name in ("amp", "channels_last", "compile", "resident"):
        if name != "channels_last" or net == "ResNet":
            rungs.append(replace(rungs[-1], name=f"+ {name}", **{name: True}))
    return [*rungs, replace(rungs[-1], name="the same by fit", fit=True)]


def loss_of(logits: Tensor, y: Tensor) -> Tensor:
    """Cross-entropy of (batch, classes) or (batch, time, vocabulary)."""
    return F.cross_entropy(logits.flatten(0, -2), y.flatten())


class Runner:
    """A job on a rung, ready to run one pass after another."""

    def __init__(self, job: Job, rung: Rung, device: torch.device) -> None:
        self.job, self.rung, self.device = job, rung, device
        self.model = job.model().to(device)
        if rung.channels_last:
            self.model.to(memory_format=torch.channels_last)
        self.forward = torch.compile(self.model) if rung.compile and not rung.fit else self.model
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-4)
        X, y = job.data()
        self.loader: Any = DataLoader(TensorDataset(X, y), job.batch_size, shuffle=True)
        if rung.resident:
            self.loader = TensorLoader(X, y, batch_size=job.batch_size).to(device)

    def batches(self) -> Iterator[tuple[Tensor, Tensor]]:
        for X, y in self.loader:
            yield X.to(self.device), y.to(self.device)

    def one_pass(self) -> float:
        """Examples a second over all batches, until the device is done with the last."""
        synchronize(self.device)
        start = time.perf_counter()
        if self.rung.fit:
            history = fit(
                self.model,
                self.loader,
                epochs=2,  # it compiles in the first
                loss=loss_of,
                lr=1e-4,
                device=self.device,
                amp="bf16",
                compile=True,
                channels_last=self.rung.channels_last,
            )
            return self.job.batch_size * self.job.batches / history[-1]["seconds"]
        for X, y in self.batches():
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.rung.amp):
                loss = loss_of(self.forward(X), y)
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            if not self.rung.resident:
                loss.item()  # what everyone does, to print it; it waits for the device
        synchronize(self.device)
        return self.job.batch_size * self.job.batches / (time.perf_counter() - start)


def synchronize(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def seconds(run: Callable[[], Any], device: torch.device, at_least: float = 0.2) -> float:
    """The time of one `run`, from as many as take `at_least` seconds."""
    run()
    synchronize(device)
    count, start = 0, time.perf_counter()
    while not count or time.perf_counter() - start < at_least:
        run()
        synchronize(device)
        count += 1
    return (time.perf_counter() - start) / count


def matrix_rate(device: torch.device, dtype: torch.dtype, n: int) -> float:
    """FLOP/s of a product of two n x n matrices."""
    a, b = (torch.randn(n, n, device=device).to(dtype) for _ in range(2))
    return 2 * n**3 / seconds(lambda: a @ b, device)


def flops(job: Job, device: torch.device) -> float:
    """Floating-point operations of a training step, per example, counted by PyTorch."""
    X, y = (part[: job.batch_size].to(device) for part in job.data())
    model = job.model().to(device)
    with FlopCounterMode(display=False) as counter:
        loss_of(model(X), y).backward()
    return counter.get_total_flops() / len(X)


def climb(jobs: list[Job], device: torch.device, rounds: int, rate: float) -> list[dict[str, Any]]:
    """The ladder of each job; the rungs take turns, the median counts."""
    rows = []
    for job in jobs:
        cost = flops(job, device)
        runners = [Runner(job, rung, device) for rung in ladder(job.net)]
        for runner in track(runners, f"{job.net}: warm up, compile", console=Console(stderr=True)):
            runner.one_pass()
        speeds: list[list[float]] = [[] for _ in runners]
        for _ in track(range(rounds), f"{job.net}: measure", console=Console(stderr=True)):
            for runner, seen in zip(runners, speeds, strict=True):
                seen.append(runner.one_pass())
        first = median(speeds[0])
        for runner, seen in zip(runners, speeds, strict=True):
            speed = median(seen)
            row = {"net": job.net, "batch_size": job.batch_size, "rung": runner.rung.name}
            row |= {"examples_per_second": speed, "times_naive": speed / first, "all": seen}
            rows.append(row | {"share_of_matrix_rate": speed * cost / rate})
    return rows


def step_seconds(job: Job, device: torch.device) -> float:
    """One training step in fp32, with the batch on the device."""
    model = job.model().to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    X, y = (part.to(device) for part in job.data())

    def step() -> None:
        optimizer.zero_grad()
        loss_of(model(X), y).backward()
        optimizer.step()

    return seconds(step, device)


def crossing(device: torch.device, sizes: list[int], small: bool) -> list[dict[str, Any]]:
    """A step on the CPU and on `device` by batch size."""
    rows = []
    jobs = [Job(net, size, 1, small) for net in ("MLP", "ResNet", "GPT") for size in sizes]
    for job in track(jobs, "CPU beside GPU", console=Console(stderr=True)):
        if job.net == "GPT" and job.batch_size > 64:
            continue  # a step would take minutes on the CPU
        cpu, other = (step_seconds(job, d) for d in (torch.device("cpu"), device))
        row = {"net": job.net, "batch_size": job.batch_size, "cpu_seconds": cpu, "device_seconds": other}
        rows.append(row | {"speedup": cpu / other})
    return rows


def show(report: dict[str, Any]) -> None:
    table = Table("net", "batch", "rung", "examples/s", "x naive", "of matrix rate")
    for row in report["ladder"]:
        numbers = f"{row['examples_per_second']:,.0f}", f"{row['times_naive']:.2f}"
        table.add_row(
            row["net"], f"{row['batch_size']}", row["rung"], *numbers, f"{row['share_of_matrix_rate']:.1%}"
        )
    other = Table("net", "batch", "CPU ms", "device ms", "speed-up")
    for row in report["crossing"]:
        times = (f"{1e3 * row[key]:.2f}" for key in ("cpu_seconds", "device_seconds"))
        other.add_row(row["net"], f"{row['batch_size']}", *times, f"{row['speedup']:.1f}x")
    Console().print(table, other)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--device", default="auto", help="cuda, cpu or auto (default)")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each rung (default %(default)s)")
    parser.add_argument("--small", action="store_true", help="tiny nets: to try the script, not to report")
    parser.add_argument("--output", type=Path, help=f"where results go (default, on a GPU: {RESULTS})")
    args = parser.parse_args()
    device = pick(args.device)
    if args.rounds < 1:
        parser.error(f"--rounds must be at least 1, got {args.rounds}")
    if args.output is None and (args.small or device.type == "cpu"):
        parser.error("the record is that of a GPU at full size; name a file of your own with --output")
    output = args.output or RESULTS
    record.check_folder(parser, output)

    n = 256 if args.small else 8192
    rates = {str(dtype)[6:]: matrix_rate(device, dtype, n) for dtype in (torch.float32, torch.bfloat16)}
    jobs = [Job("ResNet", 8, 2, True), Job("GPT", 4, 2, True)]
    if not args.small:
        jobs = [Job("ResNet", 512, 40), Job("GPT", 64, 40)]
    report: dict[str, Any] = {
        "machine": record.machine(),
        "device": torch.cuda.get_device_name(device) if device.type == "cuda" else device.type,
        "cpu_threads": torch.get_num_threads(),
        "versions": {"python": platform.python_version(), "torch": str(torch.__version__)},
        "date": datetime.date.today().isoformat(),
        "matrix_flops_per_second": rates,
        "ladder": climb(jobs, device, args.rounds, rates["bfloat16"]),
        "crossing": crossing(device, [1, 8] if args.small else [1, 8, 64, 512], args.small),
    }
    show(report)
    record.write(output, report)


if __name__ == "__main__":
    main()
