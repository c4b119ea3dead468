"""Figure 9: draw a digit, and look into the net that reads it."""

from dlcourse.figures.figure import Figure, choice, number, text

_PAIR = "[A-Za-z0-9_-]{2}"
_SEVEN = "QOTOZOgOnNtNwOuRpYkghoexd1"


class DrawDigit(Figure):
    """A small convolutional net reads what is drawn; each of its maps can be looked into.

    `strokes` is the drawing: two letters of base64 for each place on a sheet of 64 x 64, x then y, and a
    dot between strokes. How the net was trained, and how well it reads: `draw_digit-card.md`.

    Examples
    --------
    >>> DrawDigit(map="2.4", prepared="as drawn").map
    '2.4'
    """

    name = "draw_digit"
    alt = (
        "A sheet shows a hand-drawn 7. Beside it stands the image that the net gets, the drawing cut out, "
        "scaled and centered on 16 by 16 pixels. Bars show the probability of each digit: the 7 has nearly "
        "all. Below are the maps of both convolutional layers, and the kernel behind the one that is chosen: "
        "some maps light up along horizontal strokes, others along slanted ones."
    )

    strokes = text(_SEVEN, rf"(?:{_PAIR}){{0,340}}(?:\.(?:{_PAIR}){{1,340}}){{0,40}}")
    prepared = choice("centered and scaled", "as drawn")
    shows = choice("pixels", "what counts")
    map = choice(*(f"{layer + 1}.{i + 1}" for layer, count in enumerate((8, 16)) for i in range(count)))
    row = number(2, 0, 15)
    column = number(12, 0, 15)
    guess = choice("", "yes", "less", "no")
