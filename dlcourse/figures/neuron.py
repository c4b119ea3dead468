"""Figure 1: what one neuron computes and decides."""

from dlcourse.figures.figure import Figure, choice, number


class Neuron(Figure):
    """One neuron over the plane: weights, bias, activation, decision line, normal; and XOR.

    Examples
    --------
    >>> Neuron(data="XOR").data
    'XOR'
    """

    name = "neuron"
    alt = (
        "One neuron over the plane of its two inputs. A straight line parts the plane: on one side the "
        "neuron says yes, on the other no. The weights are an arrow at a right angle to the line, and the "
        "bias moves the line against the arrow. Some lines part two clouds of points, but none parts the "
        "corners of XOR."
    )

    w1 = number(1.6, -3, 3)
    w2 = number(-0.8, -3, 3)
    b = number(0.5, -3, 3)
    x1 = number(0.9, -1.5, 2.5)
    x2 = number(0.4, -1.5, 2.5)
    act = choice("sigmoid", "tanh", "step", "ReLU")
    data = choice("clouds", "AND", "OR", "XOR")
    guess = choice("", "along", "against", "turns")
