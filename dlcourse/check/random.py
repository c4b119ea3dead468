"""`rng`: the random inputs of an exercise's tests, fixed by the exercise and the grading seed."""

import os
import zlib

import numpy as np


def rng(exercise: str) -> np.random.Generator:
    """A generator for the tests of `exercise`, seeded by its name and by `DLCOURSE_SEED` (default 0).

    The tests draw their inputs from it, so an instructor changes every input of an assignment by
    setting one number, and the same number gives the same inputs on every machine.

    Parameters
    ----------
    exercise : str
        Topic and name, as in "neurons.perceptron".

    Raises
    ------
    ValueError
        If `DLCOURSE_SEED` is not a whole number of at least 0.

    Examples
    --------
    >>> bool(rng("neurons.perceptron").random() == rng("neurons.perceptron").random())
    True
    """
    text = os.environ.get("DLCOURSE_SEED", "0")
    if not text.isdecimal():
        raise ValueError(f"DLCOURSE_SEED must be a whole number of at least 0, got {text!r}")
    return np.random.default_rng([int(text), zlib.crc32(exercise.encode())])
