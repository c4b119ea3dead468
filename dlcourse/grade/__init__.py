"""For those who teach, and for a student who asks how far they are: release, self-check, grading.

Public: `release`, `selfcheck`, and in rooms of their own `submission` (what students hand in), `judge` (runs
it), `gradebook` (grades a class) and `reports` (what people read). Nothing that a chapter shows imports this.
"""

from importlib.util import find_spec
from typing import Literal

_PACKAGES = {
    "lab": ("nbformat", "nbclient", "ipykernel"),
    "grade": ("nbgrader", "nh3", "filelock", "platformdirs"),
}


class AssignmentError(ValueError):
    """Something that the person who reads it can mend; the message says what and how."""


def need(extra: Literal["lab", "grade"]) -> None:
    """Do nothing if the packages of an extra are installed.

    Raises
    ------
    AssignmentError
        If one is missing; the message says what to install.
    """
    for package in _PACKAGES[extra]:
        if find_spec(package) is None:
            raise AssignmentError(f"{package} is not installed; run: pip install 'dlcourse[{extra}]'")
