"""`watch`: check a notebook each time it is saved, in a process that has imported everything already."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from dlcourse.grade import AssignmentError
from dlcourse.grade.judge import Budgets, Judge, SandboxError
from dlcourse.grade.report import show, to_json
from dlcourse.grade.selfcheck import Checked, selfcheck

_LOOK = 0.2  # seconds between two looks at the file


def watch(path: Path, *, timeout: int = 60, hint: int = 1) -> Iterator[Checked | AssignmentError]:
    """The results of the notebook at `path` now and after each time that it is saved, without end.

    The rest is as for `selfcheck`, but a file that cannot be checked right now gives its error. It is raised
    only if this system cannot fork processes.
    """
    try:
        with Judge(budgets=Budgets(seconds=timeout, total=10 * timeout)) as judge:
            seen: tuple[int, int] | None = None
            while True:
                if (now := _stamp(path)) != seen:
                    seen = now
                    yield _check(path, timeout, hint, judge)
                else:
                    time.sleep(_LOOK)
    except SandboxError as missing:
        raise AssignmentError(f"{missing}; run: dlcourse check without --watch") from missing


def show_all(
    rounds: Iterator[Checked | AssignmentError], say: Callable[[str], None], *, as_json: bool
) -> None:
    """Print each round as it comes; as JSON, each is one line."""
    for found in rounds:
        if isinstance(found, AssignmentError):
            say(str(found))
        elif as_json:
            print(json.dumps(json.loads(to_json(found))), flush=True)
        else:
            show(found)
            say("Waiting until it is saved again (Ctrl-C ends this).")


def _check(path: Path, timeout: int, hint: int, judge: Judge) -> Checked | AssignmentError:
    try:
        return selfcheck(path, timeout=timeout, hint=hint, judge=judge)
    except AssignmentError as wrong:  # half saved, say; the next look may find it whole
        return wrong


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when the file is saved."""
    status = path.stat() if path.exists() else None
    return (status.st_mtime_ns, status.st_ino) if status else (0, 0)
