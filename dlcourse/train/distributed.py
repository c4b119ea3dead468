"""Several processes, one training: the same script, started by `torchrun --nproc-per-node=2 script.py`.

Each process computes its share of every batch; `fit` weights the gradients by their examples, so that the
result is that of one process. One process writes files.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
import torch.distributed as dist

from dlcourse.train.device import pick


@contextmanager
def processes(device: str = "auto") -> Iterator[torch.device]:
    """Join the processes of torchrun and leave them at the end; gives the device of this one.

    Without torchrun it only picks the device, so that the same script runs either way. The processes talk
    through NCCL on cuda and through gloo on a CPU; mps cannot be shared.
    """
    if "TORCHELASTIC_RUN_ID" not in os.environ:
        yield pick(device)
        return
    local = int(os.environ["LOCAL_RANK"])
    chosen = pick(device, quiet=os.environ["RANK"] != "0")
    if chosen.type == "mps":
        raise ValueError('torchrun cannot share an mps device between processes; use processes("cpu")')
    if chosen.type == "cuda":
        if local >= torch.cuda.device_count():
            have = torch.cuda.device_count()
            raise ValueError(
                f"process {local} has no GPU of its own: {have} here; use --nproc-per-node={have}"
            )
        chosen = torch.device("cuda", local)
        torch.cuda.set_device(chosen)
    dist.init_process_group("nccl" if chosen.type == "cuda" else "gloo")
    try:
        yield chosen
    finally:
        dist.destroy_process_group()


def world() -> tuple[int, int]:
    """Rank of this process and the number of processes; (0, 1) where there is one."""
    if dist.is_available() and dist.is_initialized():
        return dist.get_rank(), dist.get_world_size()
    return 0, 1


def is_writer() -> bool:
    """Whether this process is the one that writes files and shows progress."""
    return world()[0] == 0


def totals(values: list[float], device: torch.device) -> list[float]:
    """The sums over all processes."""
    if world()[1] == 1:
        return values
    tensor = torch.tensor(values, dtype=torch.float64, device=device)
    dist.all_reduce(tensor)
    return tensor.tolist()


def gather(value: Any) -> list[Any]:
    """What every process has, in the order of their ranks; in every process."""
    gathered: list[Any] = [value] * world()[1]
    if len(gathered) > 1:
        dist.all_gather_object(gathered, value)
    return gathered


def share_buffers(model: torch.nn.Module) -> None:
    """Give every process the writer's buffers, such as the running means of batch norm."""
    if world()[1] > 1:
        for buffer in model.buffers():
            dist.broadcast(buffer, src=0)
