"""What a submission leaves in its folder and in memory: how much it is, and taking the folder down again.

Nothing here recurses or joins long paths: folders may be nested deeper than any path can name.
"""

import contextlib
import os
import shutil
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
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            return sum(
                int(line.split()[1]) << 10 for line in lines if line.startswith(("Pss_Anon", "Pss_Shmem"))
            )
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(("RssAnon", "RssShmem")))
    return 0


def busy(pid: int) -> bool:
    """Whether a process has used three hundredths of a second of processor time."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12]) >= 3
    return False


def threads() -> int:
    """How many threads this process has; a fork copies only one of them."""
    status = Path("/proc/self/status")
    if not status.exists():
        import threading

        return threading.active_count()
    return int(
        next(line for line in status.read_text().splitlines() if line.startswith("Threads")).split()[1]
    )
