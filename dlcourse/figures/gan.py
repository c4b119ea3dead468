"""Figure 12: a generator and a discriminator play, in the plane."""

from dlcourse.figures.figure import Figure, choice, number

#: A letter G, ten by ten cells: for each row from the top, its cells from the left.
_PAINTED = (
    "..........", "..######..", ".##....##.", ".##.......", ".##.......",
    ".##..####.", ".##....##.", ".##....##.", "..######..", "..........",
)  # fmt: skip


def _bits(row: str) -> int:
    """The number whose bit c says whether cell c is painted."""
    return sum(1 << c for c, cell in enumerate(row) if cell == "#")


class GAN(Figure):
    """Two nets in the plane: steps of each, four losses, rates that collapse and rates that do not.

    `rounds` says how many rounds have been played; set it, and the figure plays from the start up to it.
    `row0` to `row9` hold the target that the reader paints: bit c of a row is its cell c.

    Examples
    --------
    >>> GAN(loss="minimax", k=5).rounds
    0.0
    """

    name = "gan"
    alt = (
        "A generator makes points in the plane, and a discriminator says how real each place looks. The real "
        "points form eight clumps on a circle. Arrows show where the discriminator sends each made point. "
        "Trained at equal rates, the made points crowd on one clump, then hop to the next; with a faster "
        "discriminator they cover nearly all eight."
    )

    target = choice("eight clumps", "nine clumps", "two clumps", "ring", "line", "your own")
    loss = choice("non-saturating", "minimax", "Wasserstein, clipped", "Wasserstein, penalty")
    k = number(1, 1, 5)
    rateD = choice("0.002", "0.0005", "0.001", "0.005", "0.01")
    rateG = choice("0.002", "0.0005", "0.001", "0.005", "0.01")
    seed = number(2, 1, 9)
    rounds = number(0, 0, 6000)
    guess = choice("", "all", "stays", "hops")
    row0, row1, row2, row3, row4, row5, row6, row7, row8, row9 = (
        number(_bits(row), 0, 1023) for row in _PAINTED
    )
