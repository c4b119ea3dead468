"""`machines`: peak rates of GPUs as their makers publish them, from `machines.toml`."""

import tomllib
from dataclasses import dataclass
from importlib import resources


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
