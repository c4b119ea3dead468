"""Where a test asks about a student's objects when they do not live in its own process: set by the grader."""

from collections.abc import Callable
from typing import Protocol


class Grader(Protocol):
    """What the grader does in place of what one process does."""

    def probe(self, function: Callable) -> Callable:
        """The function that runs the source of `function` where the student's objects live."""

    def parameters(self, function: Callable) -> tuple[str, list[str]]:
        """What a function calls itself, and the names of its positional parameters."""


#: None in a notebook, under stock nbgrader and in `dlcourse check`: there all is one process.
grader: Grader | None = None
