"""Figure 5: a net that learns points in the plane, seen neuron by neuron."""

from dlcourse.figures.figure import Figure, choice, number, text


class Playground(Figure):
    """A net of one to three hidden layers learns points in the plane; each neuron shows what it does.

    `own` holds the reader's points, `"x1,x2,label;"` for each; `step` is how long the net has been trained.

    Examples
    --------
    >>> Playground(data="spiral", h2=8).h2
    8.0
    """

    name = "playground"
    alt = (
        "A small net learns to part two classes of points in the plane. The plane is shaded by what the net "
        "says, beside it stands a picture for each hidden neuron, and below the training and test loss. One "
        "ring lies inside the other: two hidden neurons leave a side open, and three can close a fence."
    )

    data = choice("rings", "spiral", "moons", "xor", "blobs", "only mine")
    noise = number(0.1, 0, 0.3)
    split = number(0.5, 0.2, 0.8)
    own = text("", r"(-?[01]\.\d\d,-?[01]\.\d\d,[01];){0,60}")
    h1 = number(2, 1, 8)
    h2 = number(0, 0, 8)
    h3 = number(0, 0, 8)
    act = choice("ReLU", "tanh", "sigmoid", "linear")
    lr = choice("0.03", "0.003", "0.01", "0.1", "0.3")
    seed = number(0, 0, 99)
    step = number(400, 0, 2000)
    focus = choice("", *(f"{layer}.{k}" for layer in (1, 2, 3) for k in range(1, 9)))
    guess = choice("", "straight", "polygon", "curve")
