"""The global random generators: an answer draws on, in its process, from what a test seeded in another."""

import math
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

_SIZE = 624  # the words of a Mersenne Twister


def states() -> dict[str, tuple]:
    """The states of the global generators of this process, as plain data that can be compared."""
    _, words, gauss = random.getstate()
    legacy: Any = np.random.get_state()  # noqa: NPY002, whose seed it is
    return {
        "random": (words, math.inf if gauss is None else gauss),
        "numpy": (legacy[1].tobytes(), *legacy[2:]),
        "torch": (torch.get_rng_state().numpy().tobytes(),),
    }


def put(given: dict[str, tuple]) -> None:
    """Give global generators of this process these states.

    Raises
    ------
    ValueError, RuntimeError
        If one is no state of its generator.
    """
    for name, own in states().items():
        state: Any = given.get(name, own)
        if _types(state) != _types(own):
            raise ValueError(f"no state of the generator of {name}")
        if name == "random":
            random.setstate((3, state[0], None if state[1] == math.inf else state[1]))
        elif name == "numpy":
            if not 0 <= state[1] <= _SIZE:  # which NumPy does not ask
                raise ValueError(f"no place in {_SIZE} words: {state[1]}")
            np.random.set_state(("MT19937", np.frombuffer(state[0], np.uint32), *state[1:]))  # noqa: NPY002
        else:
            torch.set_rng_state(torch.frombuffer(bytearray(state[0]), dtype=torch.uint8))


def _types(value: Any) -> Any:
    return tuple(map(_types, value)) if type(value) is tuple else type(value)


def part(names: Iterable[str]) -> None:
    """Let these go on with other numbers."""
    if "random" in names:
        random.seed(random.random())
    if "numpy" in names:
        np.random.seed(np.random.randint(2**31))  # noqa: NPY002
    if "torch" in names:
        torch.manual_seed(int(torch.randint(2**62, ())))


@contextmanager
def undrawn() -> Iterator[None]:
    """Give the global generators back the states that they had before the block."""
    before = states()
    try:
        yield
    finally:
        put(before)
