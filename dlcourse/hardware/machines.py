"""`machines`: peak rates of GPUs as their makers publish them; and what was measured on one."""

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Machine:
    """What a data sheet says.

    Attributes
    ----------
    name : str
    fp32 : float
        FLOP/s in float32, without tensor cores.
    half : float
        FLOP/s in float16 or bfloat16, by tensor cores, of dense matrices; equal to `fp32` where there is no
        faster unit.
    bandwidth : float
        Bytes a second between the processor and its own memory.
    memory : float
        Bytes of that memory.
    source, date : str
        Where the numbers are from, and the day they were looked up.
    """

    name: str
    fp32: float
    half: float
    bandwidth: float
    memory: float
    source: str
    date: str


def machines() -> dict[str, Machine]:
    """The machines of `machines.toml`, by name, the slowest GPU first."""
    text = resources.files("dlcourse.hardware").joinpath("machines.toml").read_text("utf8")
    return {row["name"]: Machine(**row) for row in tomllib.loads(text)["machine"]}


def measured_speedups(report: dict[str, Any] | None) -> tuple[str, dict[tuple[str, int], float]]:
    """Which GPU `benchmarks/throughput.py` ran on, and how many times as fast as the processor it was.

    Parameters
    ----------
    report : dict or None
        What the benchmark recorded; None if it has not run on a GPU yet.

    Returns
    -------
    (device, speedups)
        The name, "no GPU" without a record; and the speed-up of a training step by net and batch size.

    Examples
    --------
    >>> measured_speedups(None)
    ('no GPU', {})
    """
    if report is None:
        return "no GPU", {}
    return report["device"], {(r["net"], r["batch_size"]): r["speedup"] for r in report["crossing"]}
