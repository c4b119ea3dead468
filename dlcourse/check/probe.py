"""`probe`: mark a function of a test cell as a question that is asked where the student's objects live."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from dlcourse.check import elsewhere

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


def probe(function: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """The function itself.

    In a notebook, under stock nbgrader and in `dlcourse check` a test shares the student's process, so that
    there is nothing to do. The grader runs the source of a probe in a fork of the student's process, with
    copies of its arguments, and hands back what it returns as data.

    Parameters
    ----------
    function : callable
        It reads its arguments, imports and the names of locked cells and of the student's; it returns None,
        numbers, text, arrays, tensors, or containers of these. It holds no expected value.

    Examples
    --------
    >>> @probe
    ... def keeps(items):
    ...     items.append(1)
    ...     return items
    >>> keeps([])
    [1]
    """
    return function if elsewhere.grader is None else elsewhere.grader.probe(function)
