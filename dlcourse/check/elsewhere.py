"""Where a test asks about a student's objects when they do not live in its own process: set by the grader."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Called:
    """What came of a call in another process.

    Attributes
    ----------
    result : object
    args, options : the positional and keyword arguments as they were afterwards
    name : str, what the function calls itself
    parameters : list of str, the names of its positional parameters
    """

    result: Any
    args: list[Any]
    options: dict[str, Any]
    name: str
    parameters: list[str]


class Grader(Protocol):
    """What the grader does in place of an ordinary call."""

    def probe(self, function: Callable) -> Callable:
        """The function that runs the source of `function` where the student's objects live."""

    def call(self, function: Callable, args: tuple, options: dict[str, Any]) -> Called:
        """A call of a student's function, or of a probe, with what it left of its arguments."""


#: None in a notebook, under stock nbgrader and in `dlcourse check`: there all is one process.
grader: Grader | None = None
