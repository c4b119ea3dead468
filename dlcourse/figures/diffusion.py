"""Figure 14: the way back from noise, by the ideal denoiser and by a small net."""

from dlcourse.figures.figure import Figure, choice, number


class DiffusionToy(Figure):
    """Thirty noises in the plane are led back to twelve training points, or to what lies between them.

    `denoiser` says who guesses, `t` how much noise is left in what is shown, from 1 to 0, and `steps` how
    many guesses lead from noise to a point. (`x`, `y`) is where the marked way begins. How the net was
    trained: `scripts/diffusion.py`.

    Examples
    --------
    >>> DiffusionToy(denoiser="net", steps=5).steps
    5.0
    """

    name = "diffusion"
    alt = (
        "Twelve training points, squares, lie on a ring; thirty discs around the middle are noise. Arrows "
        "show where a denoiser sends each place: with all the noise, to the middle; with less, to the ring. "
        "Followed back by the ideal denoiser all thirty end on training points; by a small net most end on "
        "the ring between them."
    )

    denoiser = choice("ideal", "net")
    t = number(1, 0, 1)
    steps = number(40, 1, 50)
    x = number(0.6, -2.5, 2.5)
    y = number(-1.4, -2.5, 2.5)
    guess = choice("", "points", "between", "middle")
