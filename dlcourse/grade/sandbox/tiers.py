"""Enter the sandbox of a tier, or try whether that can be done here.

Tier 3: its own pid, ipc, network and
mount namespaces, a small tmpfs as the only place to write; landlock; seccomp; limits. Tier 2: the same
without namespaces. Tier 1: limits alone (macOS, Windows, old kernels).
"""

import os

from dlcourse.grade.sandbox.landlock import landlock, namespaces, readable
from dlcourse.grade.sandbox.limits import (
    become,
    die_with_parent,
    drop_capabilities,
    limit,
    no_new_privileges,
    tasks_of,
)
from dlcourse.grade.sandbox.seccomp import seccomp

_STRANGERS = 1_900_000_000


def enter(tier: int, work: str, budgets: dict) -> None:
    """Enter the sandbox; with tier 3 it goes on as a child in new namespaces, and ends with it.

    Raises
    ------
    Refused
        If the kernel does not allow it.
    """
    paths = readable()
    user = _STRANGERS + os.getpid()  # nobody else's: limits count by user
    if tier >= 3 and (pid := namespaces(work, budgets["disk"])):
        die_with_parent()
        _, status = os.waitpid(pid, 0)
        os._exit(min(status, 255))
    os.chdir(work)
    most = {name: budgets[name] for name in ("cpu", "memory", "processes", "files", "disk")}
    if os.geteuid() and tier < 3:  # its processes are counted with all others of the same user
        most["processes"] += tasks_of(os.getuid())
    limit(**most)
    if tier >= 2:
        root = os.geteuid() == 0
        if root:
            become(user)
        elif tier >= 3:
            drop_capabilities()
        die_with_parent()
        no_new_privileges()
        landlock(work, paths)
        seccomp()


def works(tier: int, work: str, budgets: dict) -> str:
    """Try a tier in a process of its own; an empty string if it holds, else why it does not."""
    reader, writer = os.pipe()
    if not (pid := os.fork()):
        try:
            enter(tier, work, budgets)
            os.write(writer, b"+")
        except OSError as refused:
            os.write(writer, str(refused).encode()[:500])
        os._exit(0)
    os.close(writer)
    said = os.read(reader, 500).decode()
    os.close(reader)
    os.waitpid(pid, 0)
    return "" if said == "+" else said or "the process ended"
