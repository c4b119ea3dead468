"""The process that others are forked from: everything imported, one thread, no student code ever.

Started as `python -m dlcourse.grade.judge.zygote FD`; FD is a socket to the `Judge`.
"""

import contextlib
import gc
import importlib
import os
import random
import select
import shutil
import signal
import socket
import sys
import warnings
from pathlib import Path

import matplotlib
import numpy as np
import torch

import dlcourse.check
from dlcourse.grade.judge import court, sandbox, student
from dlcourse.grade.judge.cells import Cells
from dlcourse.grade.judge.wire import Ended, Wire

# What would else be imported in every fork again: by the first figure, the first gradient with grad_outputs,
# the first step of an optimizer.
_LATE = ("matplotlib.pyplot", "torch.fx.experimental.symbolic_shapes", "torch._dynamo", "torch.utils.data")


def prepare() -> Cells:
    """Everything that a fork needs, imported and used once."""
    matplotlib.use("Agg")
    for late in _LATE:
        importlib.import_module(late)
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # as in the kernels of the course
    cells = Cells()
    weight = torch.nn.Parameter(torch.ones(1))
    weight.grad = torch.ones(1)  # not by backward(), which starts threads
    torch.optim.SGD([weight]).step()
    gc.collect()
    gc.freeze()
    return cells


def threads() -> int:
    """How many threads this process has; a fork copies only one of them."""
    status = Path("/proc/self/status")
    if not status.exists():
        import threading

        return threading.active_count()
    return int(
        next(line for line in status.read_text().splitlines() if line.startswith("Threads")).split()[1]
    )


def children() -> list[int]:
    """The processes whose parent is this one."""
    tasks = Path(f"/proc/self/task/{os.getpid()}/children")
    return [int(pid) for pid in tasks.read_text().split()] if tasks.exists() else []


def watch_disk(control: Wire, job: dict, student_pid: int) -> None:
    """Until the judge is done, end what fills the disk; at tier 3 the working folder itself is bounded."""
    if job["tier"] >= 3:
        return
    while not select.select([control.sock], [], [], 0.1)[0]:
        if used(job["work"], 2048) <= job["budgets"]["disk"]:
            continue
        if not court.end_session(student_pid, student_pid):  # no fork, so it is the student process itself
            os.kill(student_pid, signal.SIGKILL)
        for path in Path(job["work"]).iterdir():
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def used(folder: str, most: int) -> float:
    """Bytes in the files below a folder; infinite if there are more than `most`."""
    total, count = 0, 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(place, name)).st_size
            if (count := count + 1) > most:
                return float("inf")
    return total


def sweep(known: list[int]) -> None:
    """End every child, and the orphans that this brings, until none is left."""
    for pid in known:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    while True:
        for pid in children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def fork_pair(cells: Cells, parent: Wire, job: dict, others: list[socket.socket]) -> list[int]:
    """The pids of a new student process and of a new judge process."""
    if threads() != 1:
        raise RuntimeError(f"the zygote has {threads()} threads: a fork would copy only one of them")
    ours, theirs = court.vouched()
    if not (one := os.fork()):
        _begin([ours, parent.sock, *others], job)
        os.setsid()  # all that it starts stays in this session
        try:
            sandbox.shut_in(job["tier"], job["work"], job["budgets"])
            student.serve(Wire(theirs), cells, job["budgets"]["output"])
        finally:
            os._exit(0)
    if not (two := os.fork()):
        _begin([theirs, *others], job)
        sandbox.die_with_parent()
        try:
            court.sit(parent, Wire(ours), cells)
        except Ended:
            os._exit(1)
        finally:
            os._exit(0)
    ours.close()
    theirs.close()
    return [one, two]


def _begin(unneeded: list[socket.socket], job: dict) -> None:
    for end in unneeded:
        end.close()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.environ.clear()
    os.environ.update(job["environment"])
    random.seed(job["number"])
    np.random.seed(job["number"])  # noqa: NPY002, what a student's code without a seed draws
    torch.manual_seed(job["number"])


def main() -> None:
    control = Wire(socket.socket(fileno=int(sys.argv[1])))
    cells = prepare()
    sandbox.adopt_orphans()
    hello, _ = control.receive()
    tried = {tier: sandbox.works(tier, hello["work"], hello["budgets"]) for tier in hello["tiers"]}
    control.send({"tried": tried, "threads": threads()})
    while True:
        try:
            job, _ = control.receive()
        except Ended:
            return
        _, ((_, _, data), *_), _, _ = control.sock.recvmsg(1, socket.CMSG_SPACE(4))
        parent = Wire(socket.socket(fileno=int.from_bytes(data[:4], "little")))
        pids = fork_pair(cells, parent, job, [control.sock])
        parent.sock.close()
        watch_disk(control, job, pids[0])
        with contextlib.suppress(Ended):
            control.receive()  # the judge is done, or given up
        sweep(pids)
        control.send({"swept": True})


if __name__ == "__main__":
    assert dlcourse.check  # imported for the forks
    main()
