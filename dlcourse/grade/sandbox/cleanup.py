"""What a submission leaves in its folder, in memory and as processes: how much it is, and taking it away.

Nothing here recurses or joins long paths: folders may be nested deeper than any path can name.
"""

import contextlib
import os
import shutil
import signal
from itertools import count
from pathlib import Path


def used(folder: str, most: int) -> float:
    """Bytes in the files below a folder; infinite if there are more than `most` files and folders."""
    total, found, waiting = 0, 0, [folder]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if (found := found + 1) > most or len(entry.path) > 2000:
                    return float("inf")
                total += entry.stat(follow_symlinks=False).st_size
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
    return total


def clear(folder: str) -> None:
    """Remove what is in a folder; each folder in it is first moved to the top, so that paths stay short."""
    names = count()
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        with contextlib.suppress(OSError):
            os.chmod(place, 0o700)
            with os.scandir(place) as entries:
                for entry in list(entries):
                    if entry.is_dir(follow_symlinks=False):
                        aside = os.path.join(folder, f".{next(names)}-{os.getpid()}")
                        os.rename(entry.path, aside)
                        waiting.append(aside)
                    else:
                        os.unlink(entry.path)
        if place != folder:
            with contextlib.suppress(OSError):
                os.rmdir(place)


def remove(folder: str) -> None:
    """Remove a folder with all that is in it."""
    clear(folder)
    shutil.rmtree(folder, ignore_errors=True)


def family(pids: list[int]) -> list[int]:
    """These processes and all below them."""
    found = list(pids)
    for pid in found:  # which grows
        for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += [int(child) for child in tasks.read_text().split()]
    return found


def memory(pid: int, *, exactly: bool = False) -> int:
    """Bytes that a process holds, with those that it shares; or, at more cost, with its part of these."""
    with contextlib.suppress(OSError):
        if exactly:
            lines, names = (
                Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines(),
                ("Pss_Anon", "Pss_Shmem"),
            )
        else:
            lines, names = Path(f"/proc/{pid}/status").read_text().splitlines(), ("RssAnon", "RssShmem")
        return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(names))
    return 0


def busy(pid: int) -> bool:
    """Whether a process has used three hundredths of a second of processor time."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12]) >= 3
    return False


def children() -> list[int]:
    """The processes whose parent is this one."""
    tasks = Path(f"/proc/self/task/{os.getpid()}/children")
    return [int(pid) for pid in tasks.read_text().split()] if tasks.exists() else []


def end(pids: list[int]) -> None:
    """Kill these processes, as far as they are there and ours."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def end_hoarders(pids: list[int], most: int, before: int) -> None:
    """End the processes that together hold more memory than they may, except those that hold little.

    `before` is what the supervisor held when they were forked: much of that they share with it.
    """
    held = {pid: memory(pid, exactly=True) for pid in pids}
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


def end_session(session: int, spared: set[int]) -> None:
    """End every process of a session but its first and some others.

    None can leave the session, because `setsid` is forbidden there.
    """
    for _ in range(200):  # what forks as fast as it is killed is bounded by its limit of processes
        found = [pid for pid in _session(session) if pid != session and pid not in spared]
        end(found)
        if not found:
            return


def _session(session: int) -> list[int]:
    found = []
    for name in os.listdir("/proc") if os.path.isdir("/proc/self") else ():
        if name.isdigit():
            with contextlib.suppress(OSError), open(f"/proc/{name}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
                if int(fields[3]) == session and fields[0] not in "ZX":
                    found.append(int(name))
    return found
