"""What a process may use, who it is, and with whom it ends: limits and rights, by system calls of Linux."""

import contextlib
import ctypes
import os
import resource
import signal
import struct
import sys

_LIBC = ctypes.CDLL(None, use_errno=True)
_DAC_READ_SEARCH = 2


class Refused(OSError):
    """The kernel does not allow what a tier needs."""


def checked(result: int, what: str) -> int:
    """The result of a system call.

    Raises
    ------
    Refused
        If it is negative.
    """
    if result < 0:
        raise Refused(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")
    return result


def limit(*, cpu: int, memory: int, processes: int, files: int, disk: int) -> None:
    """Limits of this process and its children; `memory` comes on top of what it already uses."""
    limit_memory(memory)
    wanted = {
        resource.RLIMIT_CPU: cpu,
        resource.RLIMIT_FSIZE: disk,
        resource.RLIMIT_NOFILE: files,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_STACK: 64 << 20,
        resource.RLIMIT_NPROC: processes,
    }
    for which, value in wanted.items():
        _limit(which, value)
    if os.path.exists("/proc/self/oom_score_adj"):  # should the machine run out, the grader does not end
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")


def limit_memory(memory: int) -> None:
    """Let this process take `memory` bytes more than it uses now."""
    used = 0
    if os.path.exists("/proc/self/statm"):
        with open("/proc/self/statm") as file:
            used = int(file.read().split()[5]) * resource.getpagesize()
    _limit(resource.RLIMIT_DATA, used + memory)


def _limit(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, value))


def tasks_of(user: int) -> int:
    """How many threads a user runs on this machine, by which Linux counts processes."""
    found = 0
    for name in os.listdir("/proc") if os.path.isdir("/proc/self") else ():
        with contextlib.suppress(OSError):
            if name.isdigit() and os.stat(f"/proc/{name}").st_uid == user:
                found += len(os.listdir(f"/proc/{name}/task"))
    return found


def become(user: int) -> None:
    """Give up root. The right to read alone is kept, because Python may lie in a folder of root's."""
    checked(_LIBC.prctl(8, 1, 0, 0, 0), "keep capabilities")
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    header = struct.pack("Ii", 0x20080522, 0)
    keep = 1 << _DAC_READ_SEARCH
    checked(_LIBC.capset(header, struct.pack("6I", keep, keep, 0, 0, 0, 0)), "capset")


def drop_capabilities() -> None:
    """Give up the rights that a new user namespace came with."""
    checked(_LIBC.capset(struct.pack("Ii", 0x20080522, 0), bytes(24)), "capset")


def no_new_privileges() -> None:
    checked(_LIBC.prctl(38, 1, 0, 0, 0), "no_new_privs")


def die_with_parent() -> None:
    _LIBC.prctl(1, signal.SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """Make this process the parent of every orphan below it, so that it can end them."""
    if sys.platform == "linux":
        checked(_LIBC.prctl(36, 1, 0, 0, 0), "subreaper")
