"""Figure 2: activations, their slopes, and the gradient that ten layers leave."""

from dlcourse.figures.figure import Figure, choice, number


class Activations(Figure):
    """One cursor on an activation, on its slope and on the product of a chain of ten layers.

    Examples
    --------
    >>> Activations(act="GELU", z=1.5).z
    1.5
    """

    name = "activations"
    alt = (
        "Three graphs share one cursor: an activation, its slope, and the gradient that is left after ten "
        "layers, on a scale of powers of ten. Ten sigmoids at their steepest point leave about a millionth; "
        "away from it they leave less. ReLU leaves everything where it is active and nothing where it is not."
    )

    act = choice("sigmoid", "tanh", "ReLU", "leaky ReLU", "GELU")
    z = number(0.0, -4, 4)
    w = number(1.0, 0.5, 6)
    chain = choice("same", "fed")
    guess = choice("", "tenth", "thousandth", "millionth")
