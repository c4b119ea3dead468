"""Figure 3: gradient descent on a line, and the learning rate at which it stops going down."""

from dlcourse.figures.figure import Figure, choice, number


class GradientDescent(Figure):
    """A start, a learning rate and `step` steps against the slope of a loss of one number.

    Examples
    --------
    >>> GradientDescent(loss="narrow bowl", lr=0.2).lr
    0.2
    """

    name = "gradient_descent"
    alt = (
        "Gradient descent on a loss of one number. From a start the point goes against the slope, by the "
        "learning rate times the slope. With a small rate it walks to the lowest place from one side, with a "
        "larger one it jumps over it and lands nearer, and beyond 2 divided by the curvature it lands "
        "further away each time."
    )

    loss = choice("bowl", "narrow bowl", "two valleys", "plateau")
    lr = number(0.1, 0.01, 1.3)
    x = number(-2, -2.4, 2.4)
    step = number(5, 0, 40)
    guess = choice("", "settles", "circles", "away")
