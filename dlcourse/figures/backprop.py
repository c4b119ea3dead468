"""Figure 4: backpropagation through a small graph, one edge at a time."""

from dlcourse.figures.figure import Figure, choice, number


class Backprop(Figure):
    """A computational graph; the learner gives each gradient before it shows.

    `step` counts what is shown: first the values, then the edges that the gradient crossed.

    Examples
    --------
    >>> Backprop(graph="shared", w=1.5).step
    4.0
    """

    name = "backprop"
    alt = (
        "A small calculation as a graph: values run from the inputs to the loss, and gradients run back. On "
        "each edge the gradient that arrives is multiplied by the local derivative of the operation; where a "
        "value was used twice, the two results are added. With w = 2, x = 3 and y = 1 the loss (w x - y)² "
        "has the gradient 30 at w, 20 at x and -10 at y."
    )

    graph = choice("error", "ReLU", "shared")
    w = number(2.0, -4, 4)
    x = number(3.0, -4, 4)
    b = number(0.5, -4, 4)
    y = number(1.0, -4, 4)
    step = number(4, 0, 13)
