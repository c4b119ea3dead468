"""`doctor`: what this machine can grade, what is missing, and how to get it."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from dlcourse.grade import AssignmentError, missing
from dlcourse.grade.gradebook import seeds
from dlcourse.grade.gradebook.course import Course

TIERS = {
    3: "namespaces, landlock, seccomp, limits: no network, own processes, own /tmp",
    2: "landlock, seccomp, limits: no network, no files but its own",
    1: "a process and a time limit: for your own notebooks, not for grading",
}


@dataclass(frozen=True)
class Advice:
    """What was found about one thing, what to do if something is missing, and whether grading needs it."""

    about: str
    found: str
    todo: str = ""
    needed: bool = False


def doctor(root: Path | None) -> list[Advice]:
    """What there is and what is missing, on this machine and, if `root` is given, in the course there."""
    return [_packages("grade"), _packages("cluster"), *_sandbox(), *(_course(root) if root else [])]


def _packages(extra: str) -> Advice:
    if not (names := missing(extra)):
        return Advice(f"packages for {extra}", "installed")
    todo = f"pip install 'dlcourse[{extra}]'"
    return Advice(f"packages for {extra}", f"{', '.join(names)} not installed", todo, extra == "grade")


def _sandbox() -> list[Advice]:
    from dlcourse.grade.judge import Judge, SandboxError

    try:
        with Judge() as judge:
            tier, why = judge.tier, judge.why
    except SandboxError as none:
        return [Advice("sandbox", str(none), _HOW if sys.platform == "linux" else _ELSEWHERE, needed=True)]
    found = [Advice("sandbox", f"tier {tier}: {TIERS[tier]}", _HOW if tier < 2 else "", needed=tier < 2)]
    for better, reason in sorted(why.items(), reverse=True):
        if reason and better > tier:
            found.append(Advice(f"tier {better}", f"not here: {reason}", _HOW))
    bubblewrap = shutil.which("bwrap")
    todo = "" if bubblewrap or tier == 3 else "apt install bubblewrap (a Debian package; optional)"
    return [*found, Advice("bubblewrap", bubblewrap or "not installed", todo)]


def _course(root: Path) -> list[Advice]:
    course = Course(root)
    try:
        path = course.secret()
        made = path.exists()
        seeds.secret(path)
        secret = Advice("secret of the course", f"{path}" + ("" if made else " (made just now)"))
    except AssignmentError as wrong:
        secret = Advice("secret of the course", str(wrong), "see there", needed=True)
    found = [secret]
    for topic in course.assignments():
        try:
            course.templates(topic)
            found.append(Advice(f"assignment {topic}", "ready to grade"))
        except AssignmentError as wrong:
            said, _, todo = str(wrong).partition("; ")
            found.append(Advice(f"assignment {topic}", said, todo))
    return found


_HOW = (
    "on Linux 5.13 or newer allow landlock and seccomp; for tier 3 also user namespaces "
    "(Ubuntu 24.04: sysctl kernel.apparmor_restrict_unprivileged_userns=0; Docker: run it with "
    "--security-opt seccomp=unconfined, or grade on a machine of your own)"
)
_ELSEWHERE = "grade on Linux: a virtual machine, a container, or a Dask worker (dlcourse grade --cluster)"
