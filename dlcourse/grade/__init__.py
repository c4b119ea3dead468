"""For those who teach, and for a student who asks how far they are: release, self-check, grading.

Public: `release`, `selfcheck`, and in rooms of their own `submission` (what students hand in), `judge` (runs
it), `gradebook` (grades a class) and `reports` (what people read). Nothing that a chapter shows imports this.
"""

from importlib.util import find_spec

_PACKAGES = {
    "lab": ("nbformat", "nbclient", "ipykernel"),
    "grade": ("nbgrader", "nh3", "filelock", "platformdirs"),
    "cluster": ("distributed",),
}


class AssignmentError(ValueError):
    """Something that the person who reads it can mend; the message says what and how."""


def missing(extra: str) -> list[str]:
    """The packages of an extra, one of "lab", "grade" and "cluster", that are not installed."""
    return [package for package in _PACKAGES[extra] if find_spec(package) is None]


def need(extra: str) -> None:
    """Raise an AssignmentError that says what to install if a package of an extra is missing."""
    for package in missing(extra):
        raise AssignmentError(f"{package} is not installed; run: pip install 'dlcourse[{extra}]'")
