"""The supervisor of a judge: forks the processes of each submission, watches them, ends what is left of them.

A forkserver forks one for each `Judge`, with everything imported, one thread, and no student code ever.
"""

import importlib
import os
import random
import select
import socket
import warnings
from contextlib import suppress

import matplotlib
import numpy as np
import torch

from dlcourse.grade.judge import judging, student
from dlcourse.grade.judge.cells import Cells
from dlcourse.grade.sandbox import cleanup
from dlcourse.grade.sandbox.forkserver import threads
from dlcourse.grade.sandbox.limits import adopt_orphans, die_with_parent, limit_memory
from dlcourse.grade.sandbox.tiers import enter, works
from dlcourse.grade.sandbox.wire import Ended, Wire

# What would else be imported in every fork again: by the first gradient with grad_outputs, the first step of
# an optimizer. It takes a second, so it waits for a submission that trains.
_TO_TRAIN = ("torch.fx.experimental.symbolic_shapes", "torch._dynamo", "torch.utils.data")
_FOR_TESTS = 1 << 30  # bytes that the judge may take beside what it reads of the student's


def prepare() -> None:
    """Import and use once everything that every fork needs; called in the forkserver."""
    matplotlib.use("Agg")
    importlib.import_module("matplotlib.pyplot")  # or the first figure would
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # as in the kernels of the course
    Cells()


def prepare_to_train() -> None:
    """What else a fork needs that trains a network."""
    for late in _TO_TRAIN:
        importlib.import_module(late)
    weight = torch.nn.Parameter(torch.ones(1))
    weight.grad = torch.ones(1)  # not by backward(), which starts threads
    torch.optim.SGD([weight]).step()


def supervise(_: object, files: list[int]) -> None:
    """Try the tiers, then judge one submission after another, until the `Judge` hangs up."""
    control = Wire(socket.socket(fileno=files[0]))
    adopt_orphans()
    with suppress(Ended):
        hello, _ = control.receive()
        tried = {tier: works(tier, hello["work"], hello["budgets"]) for tier in hello["tiers"]}
        control.send({"tried": tried, "threads": threads()})
        while True:
            job, _ = control.receive()
            _, (end, *_), _, _ = socket.recv_fds(control.sock, 1, 1)
            parent = Wire(socket.socket(fileno=end))
            pids = fork_pair(Cells.now, parent, job, [control.sock])
            parent.sock.close()
            watch(control, job, *pids)
            try:
                control.receive()  # the judge is done, or given up
            finally:
                cleanup.sweep(pids)
            control.send({"swept": True})


def watch(control: Wire, job: dict, student_pid: int, judge_pid: int) -> None:
    """Until the judge is done, end what fills disk or memory; at tier 3 the disk is bounded itself."""
    most, before, full = job["budgets"]["memory"], cleanup.memory(os.getpid()), False
    while not select.select([control.sock], [], [], 0.1)[0]:
        theirs = cleanup.family([pid for pid in cleanup.children() if pid != judge_pid])
        was, full = full, job["tier"] < 3 and cleanup.used(job["work"], 2048) > job["budgets"]["disk"]
        if full:
            busy = [pid for pid in theirs if pid != student_pid and cleanup.busy(pid)]
            cleanup.end(busy or ([student_pid] if was else []))  # a fork that waits for its test is not busy
            cleanup.clear(job["work"])
        if sum(max(0, cleanup.memory(pid) - before) for pid in theirs) > most:
            cleanup.end_hoarders(theirs, most, before)


def fork_pair(cells: Cells, parent: Wire, job: dict, others: list[socket.socket]) -> list[int]:
    """The pids of a new student process and of a new judge process."""
    if threads() != 1:
        raise RuntimeError(f"the supervisor has {threads()} threads: a fork would copy only one of them")
    ours, theirs = judging.vouched()
    if not (one := os.fork()):
        _begin([ours, parent.sock, *others], job)
        os.setsid()  # all that it starts stays in this session
        try:
            enter(job["tier"], job["work"], job["budgets"])
            student.serve(Wire(theirs), cells, job["budgets"]["output"])
        finally:
            os._exit(0)
    if not (two := os.fork()):
        _begin([theirs, *others], job)
        die_with_parent()
        limit_memory(2 * job["budgets"]["memory"] + _FOR_TESTS)
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
