"""Figure 6: four optimizers race over one surface, from one start, through the same noise."""

from typing import Any

from dlcourse.figures.figure import Figure, choice, number

_RATES = ("0.001", "0.003", "0.01", "0.02", "0.04", "0.05", "0.1", "0.3", "1")


def _rate(start: str) -> Any:
    return choice(start, *(rate for rate in _RATES if rate != start))


class OptimizerRace(Figure):
    """SGD, momentum, RMSprop and Adam, each with a learning rate of its own, after `step` steps.

    Examples
    --------
    >>> OptimizerRace(surface="Rosenbrock", Adam="0.3").Adam
    '0.3'
    """

    name = "optimizer_race"
    alt = (
        "Four optimizers start at one place of a surface drawn by lines of equal loss. In a ravine, plain "
        "SGD creeps along the flat floor because the steep sides limit its learning rate; momentum "
        "gathers speed along the floor; RMSprop and Adam scale each direction by itself and go almost "
        "straight. Beside the map stand their losses over the steps."
    )

    surface = choice("ravine", "turned ravine", "saddle", "Rosenbrock", "noisy bowl")
    x = number(-2.5, -3, 3)
    y = number(1.5, -2, 2)
    step = number(60, 0, 200)
    SGD = _rate("0.04")
    momentum = _rate("0.01")
    RMSprop = _rate("0.05")
    Adam = _rate("0.1")
    beta = number(0.9, 0, 0.99)
    seed = number(0, 0, 99)
    guess = choice("", "steep", "flat", "start")
