"""`trials`: a small net trained with every setting of six hyperparameters, recorded."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Trials:
    """What a search would have found, had it tried a setting.

    Attributes
    ----------
    axes : dict of name to list
        The six hyperparameters in the order of the axes, and the values of each.
    validation, test : float array, shape (seeds, 9, 3, 3, 3, 3, 3)
        Accuracy after training, from 0 to 1: the seed first, then one axis for each hyperparameter.
    """

    axes: dict[str, list[Any]]
    validation: np.ndarray
    test: np.ndarray


def trials() -> Trials:
    """2,187 settings of learning rate, batch size, layers, width, dropout and optimizer, two seeds each.

    A net of fully connected layers learned 599 of the `digits` for ten epochs with each setting, and was
    tried on 300 others (validation) and on the remaining 898 (test). No two trials share a seed.

    Notes
    -----
    Recorded by `benchmarks/search.py`; machine, versions and date are in `dlcourse/data/search.json`.

    Examples
    --------
    >>> found = trials()
    >>> found.validation.shape, list(found.axes)[0]
    ((2, 9, 3, 3, 3, 3, 3), 'learning rate')
    """
    held = json.loads((Path(__file__).parent / "search.json").read_text(encoding="utf-8"))
    axes = held["axes"]
    validation, test = (
        np.array([[int(right) for row in seed for right in row.split()] for seed in held[part]]).reshape(
            -1, *map(len, axes.values())
        )
        / held["images"][part]
        for part in ("validation", "test")
    )
    return Trials(axes, validation, test)
