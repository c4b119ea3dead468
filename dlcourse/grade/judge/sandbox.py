"""Shut a process in: namespaces, landlock, seccomp and limits, by system calls of Linux alone.

Tier 3: its own pid, ipc, network and mount namespaces, a small tmpfs as the only place to write; landlock;
seccomp; limits. Tier 2: the same without namespaces. Tier 1: limits alone (macOS, Windows, old kernels).
"""

import contextlib
import ctypes
import os
import platform
import resource
import signal
import struct
import sys
import sysconfig
from pathlib import Path

from dlcourse.grade.judge.calls import program

_LIBC = ctypes.CDLL(None, use_errno=True)
_NEWUSER = 0x10000000
_NAMESPACES = 0x20000000 | 0x00020000 | 0x40000000 | 0x08000000 | 0x04000000  # pid, mount, net, ipc, uts
_STRANGERS = 1_900_000_000
_DAC_READ_SEARCH = 2
_PROGRAM = program()  # made once, before any fork


class Refused(OSError):
    """The kernel does not allow what a tier needs."""


def _call(result: int, what: str) -> int:
    if result < 0:
        raise Refused(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")
    return result


def readable() -> list[str]:
    """What student code may read: Python, its packages, the course's package, and the system's libraries."""
    course = Path(__file__).resolve().parents[2]
    paths = {
        sys.prefix,
        sys.base_prefix,
        sysconfig.get_path("stdlib"),
        sysconfig.get_path("purelib"),
        str(course),
    }
    system = (
        "/usr/lib",
        "/usr/lib64",
        "/usr/local/lib",
        "/lib",
        "/lib64",
        "/usr/share/fonts",
        "/usr/share/zoneinfo",
    )
    files = (
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/dev/urandom",
        "/dev/random",
        "/dev/zero",
        "/sys/devices/system/cpu",
    )
    return [p for p in (*sorted(paths), *system, *files) if os.path.exists(p)]


def namespaces(work: str, disk: int) -> int:
    """Enter new namespaces and fork; returns 0 in the child, which is their first process, else its pid.

    Parameters
    ----------
    work : str, an empty folder that becomes a tmpfs
    disk : int, bytes that fit into it
    """
    root, uid, gid = os.geteuid() == 0, os.getuid(), os.getgid()
    _call(_LIBC.unshare(_NAMESPACES | (0 if root else _NEWUSER)), "unshare")
    if not root:
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{uid} {uid} 1"),
            ("gid_map", f"{gid} {gid} 1"),
        ):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
    if pid := os.fork():
        return pid
    _call(_LIBC.mount(None, b"/", None, 0x44000, None), "mount")  # private, recursively
    options = f"size={disk},nr_inodes=2048,mode=0777".encode()
    _call(_LIBC.mount(b"tmpfs", work.encode(), b"tmpfs", 6, options), "mount tmpfs")
    return 0


def limits(*, cpu: int, memory: int, processes: int, files: int, disk: int) -> None:
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
    if os.path.exists(
        "/proc/self/oom_score_adj"
    ):  # should the machine run out, it is not the grader that ends
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
    _call(_LIBC.prctl(8, 1, 0, 0, 0), "keep capabilities")
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    header = struct.pack("Ii", 0x20080522, 0)
    keep = 1 << _DAC_READ_SEARCH
    _call(_LIBC.capset(header, struct.pack("6I", keep, keep, 0, 0, 0, 0)), "capset")


def drop_capabilities() -> None:
    """Give up the rights that a new user namespace came with."""
    _call(_LIBC.capset(struct.pack("Ii", 0x20080522, 0), bytes(24)), "capset")


def landlock(work: str, paths: list[str]) -> None:
    """Forbid every file but `paths`, to read, and those below `work`."""
    version = _call(_LIBC.syscall(444, None, ctypes.c_size_t(0), 1), "landlock")
    everything = (1 << {1: 13, 2: 14}.get(version, 15)) - 1
    handled = struct.pack("QQ", everything, 3) if version >= 4 else struct.pack("Q", everything)
    if version >= 6:
        handled = struct.pack("QQQ", everything, 3, 3)  # no signals, no abstract sockets outside either
    rules = _call(_LIBC.syscall(444, handled, ctypes.c_size_t(len(handled)), 0), "landlock rules")
    for path, rights in [*((p, 0b1101) for p in paths), (work, everything), ("/dev/null", 0b110)]:
        if os.path.exists(path):
            place = os.open(path, os.O_PATH)
            if not os.path.isdir(path):
                rights &= 0b100111
            _call(_LIBC.syscall(445, rules, 1, struct.pack("=Qi", rights, place), 0), f"landlock {path}")
            os.close(place)
    _call(_LIBC.syscall(446, rules, 0), "landlock")
    os.close(rules)


def no_new_privileges() -> None:
    _call(_LIBC.prctl(38, 1, 0, 0, 0), "no_new_privs")


def seccomp() -> None:
    """Forbid the system calls that no exercise needs."""
    if _PROGRAM is None:
        raise Refused(0, f"no list of system calls for {platform.machine()}")
    lines = (len(_PROGRAM) - 1) // 8
    packed = struct.pack("HxxxxxxP", lines, ctypes.addressof(_PROGRAM))
    _call(_LIBC.prctl(22, 2, packed, 0, 0), "seccomp")


def die_with_parent() -> None:
    _LIBC.prctl(1, signal.SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """Make this process the parent of every orphan below it, so that it can end them."""
    if sys.platform == "linux":
        _call(_LIBC.prctl(36, 1, 0, 0, 0), "subreaper")


def shut_in(tier: int, work: str, budgets: dict) -> None:
    """Shut this process in; with tier 3 it goes on as a child in new namespaces, and ends with it.

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
    limits(**most)
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
            shut_in(tier, work, budgets)
            os.write(writer, b"+")
        except OSError as refused:
            os.write(writer, str(refused).encode()[:500])
        os._exit(0)
    os.close(writer)
    said = os.read(reader, 500).decode()
    os.close(reader)
    os.waitpid(pid, 0)
    return "" if said == "+" else said or "the process ended"
