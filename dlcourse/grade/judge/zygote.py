"""The processes that others are forked from: everything imported, one thread, no student code ever.

Started as `python -m dlcourse.grade.judge.zygote FD`; FD is a socket to the `Nursery`, over which the ends of
sockets to judges come. For each a zygote is forked, and a zygote forks the processes of each submission.
"""

import contextlib
import ctypes
import gc
import importlib
import os
import random
import select
import signal
import socket
import sys
import warnings
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import torch

import dlcourse.check
from dlcourse.grade.judge import judging, litter, sandbox, student
from dlcourse.grade.judge.cells import Cells
from dlcourse.grade.judge.nursery import TO_TRAIN
from dlcourse.grade.judge.wire import Ended, Wire

# What would else be imported in every fork again: by the first gradient with grad_outputs, the first step of
# an optimizer. It takes a second, so it waits for a submission that trains.
_TO_TRAIN = ("torch.fx.experimental.symbolic_shapes", "torch._dynamo", "torch.utils.data")
_LARGE, _MADV_COLLAPSE = 2 << 20, 25
_FOR_TESTS = 1 << 30  # bytes that the judge may take beside what it reads of the student's


def prepare() -> Cells:
    """Everything that every fork needs, imported and used once."""
    matplotlib.use("Agg")
    importlib.import_module("matplotlib.pyplot")  # or the first figure would
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # as in the kernels of the course
    return Cells()


def prepare_to_train() -> None:
    """What else a fork needs that trains a network."""
    for late in _TO_TRAIN:
        importlib.import_module(late)
    weight = torch.nn.Parameter(torch.ones(1))
    weight.grad = torch.ones(1)  # not by backward(), which starts threads
    torch.optim.SGD([weight]).step()


def settle() -> None:
    """Make forks of this process cheap: no garbage to look through, few pages to copy."""
    gc.collect()
    gc.freeze()
    large_pages()


def large_pages() -> None:
    """Put this process's memory into pages of 2 MB, where Linux can: a fork, which copies the table of pages,
    then costs a third. Where it cannot, nothing changes.
    """
    maps = Path("/proc/self/maps")
    libc = ctypes.CDLL(None)
    for line in maps.read_text().splitlines() if maps.exists() else ():
        place, rights, _, _, _, *name = line.split(maxsplit=5)
        if rights != "rw-p" or name not in ([], ["[heap]"]):
            continue
        start, end = (int(at, 16) for at in place.split("-"))
        start, end = -(-start // _LARGE) * _LARGE, end // _LARGE * _LARGE
        if start < end:
            libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _MADV_COLLAPSE)


def children() -> list[int]:
    """The processes whose parent is this one."""
    tasks = Path(f"/proc/self/task/{os.getpid()}/children")
    return [int(pid) for pid in tasks.read_text().split()] if tasks.exists() else []


def watch(control: Wire, job: dict, student_pid: int, judge_pid: int) -> None:
    """Until the judge is done, end what fills disk or memory; at tier 3 the disk is bounded itself."""
    most, before, full = job["budgets"]["memory"], litter.memory(os.getpid()), False
    while not select.select([control.sock], [], [], 0.1)[0]:
        theirs = litter.family([pid for pid in children() if pid != judge_pid])
        was, full = full, job["tier"] < 3 and litter.used(job["work"], 2048) > job["budgets"]["disk"]
        if full:
            busy = [pid for pid in theirs if pid != student_pid and litter.busy(pid)]
            end(busy or ([student_pid] if was else []))  # a fork that waits for its test is not busy
            litter.clear(job["work"])
        if sum(max(0, litter.memory(pid) - before) for pid in theirs) > most:
            end_hoarders(theirs, most, before)


def end(pids: list[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def end_hoarders(pids: list[int], most: int, before: int) -> None:
    """End the processes that together hold more memory than they may, except those that hold little.

    `before` is what the zygote held when they were forked: much of that they share with it.
    """
    held = {pid: litter.memory(pid, exactly=True) for pid in pids}
    if sum(held.values()) > most + before:
        end([pid for pid in pids if held[pid] > most / 16 + before / 4])


def sweep(known: list[int]) -> None:
    """End every child, and the orphans that this brings, until none is left."""
    end(known)
    while True:
        end(children())
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def fork_pair(cells: Cells, parent: Wire, job: dict, others: list[socket.socket]) -> list[int]:
    """The pids of a new student process and of a new judge process."""
    if litter.threads() != 1:
        raise RuntimeError(f"the zygote has {litter.threads()} threads: a fork would copy only one of them")
    ours, theirs = judging.vouched()
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
        sandbox.limit_memory(2 * job["budgets"]["memory"] + _FOR_TESTS)
        try:
            judging.sit(parent, Wire(ours), cells)
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


def judge_all(control: Wire, cells: Cells) -> None:
    """The life of a zygote: one submission after another, until the `Judge` hangs up."""
    sandbox.adopt_orphans()
    hello, _ = control.receive()
    tried = {tier: sandbox.works(tier, hello["work"], hello["budgets"]) for tier in hello["tiers"]}
    control.send({"tried": tried, "threads": litter.threads()})
    while True:
        job, _ = control.receive()
        parent = Wire(passed(control.sock)[1])
        pids = fork_pair(cells, parent, job, [control.sock])
        parent.sock.close()
        watch(control, job, *pids)
        try:
            control.receive()  # the judge is done, or given up
        finally:
            sweep(pids)
        control.send({"swept": True})


def passed(sock: socket.socket) -> tuple[bytes, socket.socket]:
    """One byte, and the socket that comes with it.

    Raises
    ------
    Ended
        If the other side has hung up.
    """
    word, said = b"", list[Any]()
    with contextlib.suppress(ConnectionError):  # it hung up, and left a message of ours unread
        word, said, *_ = sock.recvmsg(1, socket.CMSG_SPACE(4))
    if not said:
        raise Ended("nobody is there")
    return word, socket.socket(fileno=int.from_bytes(said[0][2][:4], "little"))


def main() -> None:
    door = socket.socket(fileno=int(sys.argv[1]))
    cells, ready = prepare(), set[bytes]()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # zygotes that end leave no zombies
    with contextlib.suppress(Ended):
        while True:
            word, control = passed(door)
            if not ready & {word, TO_TRAIN}:
                if word == TO_TRAIN:
                    prepare_to_train()
                settle()
                ready.add(word)
            if not os.fork():
                door.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                with contextlib.suppress(Ended):
                    judge_all(Wire(control), cells)
                os._exit(0)
            control.close()
    os._exit(0)  # IPython has nothing to clean up, and its folder may be gone


if __name__ == "__main__":
    assert dlcourse.check  # imported for the forks
    main()
