"""The global random generators: an answer draws on, in its process, from what a test seeded in another."""

import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

_SIZE = 624  # the words of a Mersenne Twister


def states() -> dict[str, Any]:
    """The states of the global generators of this process, as plain data that can be compared."""
    legacy: Any = np.random.get_state()  # noqa: NPY002, whose seed it is
    return {
        "random": random.getstate(),
        "numpy": (legacy[1].tobytes(), *legacy[2:]),
        "torch": torch.get_rng_state().numpy().tobytes(),
    }


def put(given: dict[str, Any]) -> None:
    """Give global generators of this process these states.

    Raises
    ------
    ValueError, TypeError, RuntimeError
        If one is no state of its generator.
    """
    if "random" in given:
        version, words, gauss = given["random"]
        random.setstate((version, words, gauss if gauss is None else float(gauss)))
    if "numpy" in given:
        data, place, has_gauss, gauss = given["numpy"]
        if type(place) is not int or not 0 <= place <= _SIZE:  # which NumPy does not ask
            raise ValueError(f"no place in {_SIZE} words: {place}")
        words = np.frombuffer(data, np.uint32)
        np.random.set_state(("MT19937", words, place, int(bool(has_gauss)), float(gauss)))  # noqa: NPY002
    if "torch" in given:
        torch.set_rng_state(torch.tensor(list(given["torch"]), dtype=torch.uint8))


def fresh(name: str) -> bool:
    """Whether nothing was drawn from a global generator since it was seeded."""
    if name == "random":
        return random.getstate()[1][-1] == _SIZE
    if name == "numpy":
        return bool(states()["numpy"][1] == _SIZE)
    seeded = torch.Generator().manual_seed(torch.initial_seed())
    return torch.equal(torch.get_rng_state(), seeded.get_state())


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
    yield
    put(before)
