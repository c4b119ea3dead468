"""The figure of the first page: a net that is learning already."""

from dlcourse.figures.figure import Figure, choice, number


class FirstLook(Figure):
    """A net of two hidden layers learns points in the plane as soon as it is seen, neuron by neuron.

    The first page shows it. `Playground` is the same with all its controls.

    Examples
    --------
    >>> FirstLook(data="moons").data
    'moons'
    """

    name = "first_look"
    alt = (
        "A net of sixteen neurons learns to part the two arms of a spiral. The plane is shaded by what the "
        "net says, and beside it stands a picture for each neuron: the first layer draws soft straight "
        "edges, the second bends them into bands, and together they wind around the arms."
    )

    data = choice("spiral", "rings", "moons", "xor")
    seed = number(0, 0, 99)
    focus = choice("", *(f"{layer}.{k}" for layer in (1, 2) for k in range(1, 9)))
