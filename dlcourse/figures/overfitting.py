"""Figure 7: overfitting as bias and variance, over twenty fits of one recipe."""

from dlcourse.figures.figure import Figure, choice, number


class OverfittingLab(Figure):
    """Twenty fits of one recipe to twenty samples of the noise: bias, variance, and what curbs them.

    Examples
    --------
    >>> OverfittingLab(stop=100, l2="0.01").stop
    100.0
    """

    name = "overfitting"
    alt = (
        "Twelve noisy points of a sine, the curve a wide net fits to them, and nineteen ghost fits to other "
        "samples of the noise. Trained for long, each net runs through its own points: together they still "
        "follow the sine, small bias, but they spread far, large variance. Stopped early, or with weight "
        "decay, they lie close together."
    )

    truth = choice("sine", "cubic", "line")
    n = number(12, 6, 40)
    noise = number(0.3, 0, 0.6)
    width = number(24, 1, 32)
    l2 = choice("0", "0.001", "0.003", "0.01", "0.03", "0.1")
    drop = number(0, 0, 0.5)
    seed = number(0, 0, 99)
    stop = number(1000, 0, 1000)
    ghosts = choice("shown", "hidden")
    guess = choice("", "bias", "variance", "both")
