"""What a processor can do at most, what operations and training steps take by that, and what in fact.

One thread, processor time, the fastest of several rounds. The roof is measured three ways: a product of
matrices, a convolution, and a sum of two long arrays; then every operation and every training step is
predicted from counted operations and bytes, and measured. Besides: the rate of products in each format,
what `torch.compile` costs and saves, and data loaded by worker processes, in memory and from a slow store.
"""

import argparse
import datetime
import os
import platform
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import record
import torch
from rich.console import Console
from rich.table import Table
from throughput import Job
from torch import Tensor
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset, TensorDataset

from dlcourse.hardware import (
    adam_step,
    count,
    fastest,
    operations,
    overhead_step,
    page_faults,
    predict,
)

RESULTS = Path(__file__).parent / "results" / "roofline.json"
MILLION = 1_000_000


def roof(n: int, length: int) -> dict[str, float]:
    """FLOP/s of products and of convolutions, bytes a second of long sums, overhead of an operation."""
    a, b = torch.randn(n, n), torch.randn(n, n)
    long = [torch.randn(length) for _ in range(3)]
    step = overhead_step()
    return {
        "product": 2 * n**3 / fastest(lambda: a @ b),
        "convolution": convolution(),
        "convolution_avx2": narrow_convolution(),
        "bandwidth": 12 * length / fastest(lambda: torch.add(long[0], long[1], out=long[2])),
        "overhead": fastest(step) / len(count(overhead_step("meta"))),
    }


def convolution() -> float:
    """FLOP/s of a convolution with kernels of 5 x 5."""
    x, w = torch.randn(4, 256, 32, 32), torch.randn(256, 256, 5, 5)
    return 2 * x.numel() * w[0].numel() / fastest(lambda: F.conv2d(x, w, padding=2))


def narrow_convolution() -> float:
    """The same in a process whose convolutions may not use instructions wider than AVX2."""
    code = "import torch, roofline; torch.set_num_threads(1); print(roofline.convolution())"
    env = os.environ | {"ONEDNN_MAX_CPU_ISA": "AVX2"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parent, env=env, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"the convolution in another process failed:\n{done.stderr}")
    return float(done.stdout)


def listed(peaks: dict[str, float]) -> list[dict[str, Any]]:
    rows = []
    for name, (flops, run) in operations().items():
        size = sum(one.bytes for one in count(run))
        expected = max(flops / peaks["product"], size / peaks["bandwidth"])
        row = {"name": name, "flops": flops, "bytes": size, "predicted": expected}
        rows.append(row | {"seconds": fastest(run), "page_faults": page_faults(run)})
    return rows


def step_of(job: Job, device: str) -> Callable[[], None]:
    """A training step with Adam, on data that lie on the device."""
    return adam_step(job.model().to(device), *(part.to(device) for part in job.data()))


def steps(peaks: dict[str, float], jobs: list[Job]) -> list[dict[str, Any]]:
    """Training steps, predicted from what they do on the meta device, and measured."""
    rows = []
    for job in jobs:
        cost = count(step_of(job, "meta"))
        rates = {"flops": peaks["product"], "bandwidth": peaks["bandwidth"]}
        row = {"net": job.net, "batch_size": job.batch_size, "operations": len(cost)}
        row |= {"flops": sum(one.flops for one in cost), "bytes": sum(one.bytes for one in cost)}
        row |= {"predicted": predict(cost, **rates, overhead=peaks["overhead"])}
        rows.append(row | {"seconds": fastest(step_of(job, "cpu"), rounds=3)})
    return rows


def formats(n: int) -> dict[str, float]:
    """FLOP/s of a product of two n x n matrices in each format."""
    a, b = torch.randn(n, n), torch.randn(n, n)
    found = {}
    for dtype in (torch.float64, torch.float32, torch.bfloat16, torch.float16):
        x, y = a.to(dtype), b.to(dtype)
        found[str(dtype)[6:]] = 2 * n**3 / fastest(lambda x=x, y=y: x @ y, rounds=2)
    return found


def compiled(length: int) -> dict[str, float]:
    """Seconds of a chain of elementwise operations, one by one and as one, and of the first compiled call."""

    def chain(x: Tensor) -> Tensor:
        return x * torch.sigmoid(1.7 * x) + 0.1 * x.square() - x.abs()

    os.environ["TORCHINDUCTOR_FORCE_DISABLE_CACHES"] = "1"  # what an earlier run compiled is no help
    x, quick = torch.randn(length), torch.compile(chain)
    begin = time.perf_counter()
    quick(x)
    first = time.perf_counter() - begin
    return {"first_call": first, "eager": fastest(lambda: chain(x)), "compiled": fastest(lambda: quick(x))}


class Slow(Dataset):
    """Examples that have to be waited for, as those of a disk elsewhere."""

    def __init__(self, examples: int, wait: float) -> None:
        self.examples, self.wait = examples, wait

    def __len__(self) -> int:
        return self.examples

    def __getitem__(self, i: int) -> Tensor:
        time.sleep(self.wait)
        return torch.zeros(64)


def loading(examples: int, wait: float) -> list[dict[str, Any]]:
    """Seconds of an epoch by wall clock, not the first one, with workers that stay."""
    warnings.filterwarnings("ignore", "This DataLoader will create")  # more workers than cores: they wait
    stores = {"in memory": TensorDataset(torch.zeros(examples, 64)), "waits": Slow(examples, wait)}
    rows = []
    for name, data in stores.items():
        for workers in (0, 2, 4):
            loader = DataLoader(data, 32, num_workers=workers, persistent_workers=workers > 0)
            seen = []
            for _ in range(4):
                begin = time.perf_counter()
                for _ in loader:
                    pass
                seen.append(time.perf_counter() - begin)
            row = {"data": name, "examples": examples, "wait": wait if name == "waits" else 0.0}
            rows.append(row | {"workers": workers, "seconds": min(seen[1:])})
    return rows


def show(report: dict[str, Any]) -> None:
    table = Table("what", "FLOP", "bytes", "predicted ms", "measured ms", "ratio")
    for row in [*report["operations"], *report["steps"]]:
        name = row.get("name") or f"step of {row['net']}, batch {row['batch_size']}"
        times = f"{1e3 * row['predicted']:.3f}", f"{1e3 * row['seconds']:.3f}"
        sizes = f"{row['flops']:.2e}", f"{row['bytes']:.2e}"
        table.add_row(name, *sizes, *times, f"{row['seconds'] / row['predicted']:.2f}")
    rest = {name: report[name] for name in ("roof", "formats", "compile", "loading")}
    Console().print(table, rest)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", action="store_true", help="tiny sizes: to try the script, not to report")
    parser.add_argument("--output", type=Path, default=RESULTS, help="results (default: %(default)s)")
    args = parser.parse_args()
    if args.small and args.output == RESULTS:
        parser.error("tiny sizes are no record; name a file of your own with --output")
    record.check_folder(parser, args.output)
    torch.set_num_threads(1)

    peaks = roof(128, MILLION) if args.small else roof(1024, 16 * MILLION)
    sizes = {"MLP": (1, 8, 64, 512, 4096), "ResNet": (1, 8, 64), "GPT": (1, 8)}
    small = [Job("MLP", 8, 1), Job("ResNet", 2, 1, True), Job("GPT", 2, 1, True)]
    jobs = small if args.small else [Job(net, size, 1) for net, all_ in sizes.items() for size in all_]
    report: dict[str, Any] = {
        "machine": record.machine(),
        "versions": {"python": platform.python_version(), "torch": str(torch.__version__)},
        "date": datetime.date.today().isoformat(),
        "threads": 1,
        "roof": peaks,
        "operations": listed(peaks),
        "steps": steps(peaks, jobs),
        "formats": formats(64 if args.small else 512),
        "compile": compiled(1000 if args.small else 2 * MILLION) if shutil.which("g++") else None,
        "loading": loading(32 if args.small else 512, 0.002),
    }
    show(report)
    record.write(args.output, report)


if __name__ == "__main__":
    main()
