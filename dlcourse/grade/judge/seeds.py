"""Seeds that a test sets right before it calls an answer, which draws in another process."""

import random
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

_UNUSED = 624  # the place in a Mersenne Twister's state from which nothing has been drawn yet


def set_just_now() -> dict[str, Any]:
    """The states of the global generators of this process that were seeded and have not drawn since."""
    found: dict[str, Any] = {}
    if (state := random.getstate())[1][-1] == _UNUSED:
        found["random"] = state
    legacy: Any = np.random.get_state()  # noqa: NPY002, whose seed it is
    if legacy[2] == _UNUSED:
        found["numpy"] = legacy[1]
    bits = torch.get_rng_state()
    if torch.equal(bits, torch.Generator().manual_seed(torch.initial_seed()).get_state()):
        found["torch"] = bits
    return found


def move_on(names: Collection[str] = ("random", "numpy", "torch")) -> None:
    """Draw once from these generators: what was seeded before counts no more."""
    if "random" in names:
        random.random()
    if "numpy" in names:
        np.random.random()  # noqa: NPY002
    if "torch" in names:
        torch.rand(())


def put(states: dict[str, Any]) -> None:
    """Give the global generators of this process these states."""
    if "random" in states:
        random.setstate(states["random"])
    if "numpy" in states:
        np.random.set_state(("MT19937", states["numpy"], _UNUSED, 0, 0.0))  # noqa: NPY002
    if "torch" in states:
        torch.set_rng_state(states["torch"])


@contextmanager
def undrawn() -> Iterator[None]:
    """Give the global generators back the states that they had before the block."""
    states = random.getstate(), np.random.get_state(), torch.get_rng_state()  # noqa: NPY002
    yield
    random.setstate(states[0])
    np.random.set_state(states[1])  # noqa: NPY002
    torch.set_rng_state(states[2])
