"""What a test sets around a call, for the student process: seeds, warnings, `np.errstate`, `no_grad`."""

import builtins
import contextlib
import random
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch


def _random() -> tuple:
    """The state of the global generators, to compare and to send."""
    return random.getstate(), np.random.get_state(legacy=True)[1:], torch.get_rng_state()  # type: ignore[index]  # noqa: NPY002


def _warnings() -> list[list[str]]:
    """The general filters of warnings, such as `simplefilter("error")` sets, the last one first."""
    found = []
    for action, message, kind, module, line in warnings.filters:
        name = getattr(kind, "__name__", "")
        if message is None and module is None and not line and getattr(builtins, name, None) is kind:
            found.append([str(action), name])
    return found


def _differs(a: tuple, b: tuple) -> bool:
    numpy = a[1][1:] != b[1][1:] or not np.array_equal(a[1][0], b[1][0])
    return a[0] != b[0] or numpy or not torch.equal(a[2], b[2])


class Surroundings:
    """The judge's side: what to tell the student process before a call."""

    def __init__(self) -> None:
        self.sent: tuple | None = None

    def now(self) -> dict[str, Any]:
        """The state to send; the generators only if the test has moved them."""
        found: dict[str, Any] = {"errors": np.geterr(), "grad": torch.is_grad_enabled()}
        found["warnings"] = _warnings()
        state = _random()
        if self.sent is None or _differs(state, self.sent):
            self.sent = state
            found["random"] = list(state)
        return found

    def drew(self) -> None:
        """The student's code has drawn numbers: go on from a new place here, too, and send that next.

        Where it goes on follows from this side's own state, because the student's could be made up.
        """
        seed = int(torch.randint(2**32, ()))
        torch.manual_seed(seed)
        np.random.seed(seed)  # noqa: NPY002
        random.seed(seed)


@contextlib.contextmanager
def surrounded(state: dict[str, Any], drew: list[bool]) -> Iterator[None]:
    """The student's side: the state of the test around one call; appends whether numbers were drawn."""
    if "random" in state:
        python, numpy, tensor = state["random"]
        random.setstate(python)
        np.random.set_state(("MT19937", *numpy))  # noqa: NPY002
        torch.set_rng_state(tensor)
    before = _random()
    with warnings.catch_warnings(), np.errstate(**state["errors"]), torch.set_grad_enabled(state["grad"]):
        for action, kind in reversed(state["warnings"]):
            warnings.simplefilter(action, getattr(builtins, kind))
        try:
            yield
        finally:
            drew.append(_differs(_random(), before))
