"""Figure 8: a kernel slides over an image."""

from dlcourse.figures.figure import Figure, choice, number, text

_SIDE = 8
_NUMBER = r"-?\d(?:\.\d)?"
_KERNEL = "|".join(f"{_NUMBER}(?: {_NUMBER}){{{more}}}" for more in (0, 3, 8, 15, 24))
_BOX = "".join("9" if 2 <= i // _SIDE <= 5 and 2 <= i % _SIDE <= 5 else "0" for i in range(_SIDE**2))


class Convolution(Figure):
    """One kernel over an image of 8 x 8 pixels, as `torch.nn.functional.conv2d` does it.

    `image` is 64 digits, row by row, 0 to 9; `kernel` is 1, 4, 9, 16 or 25 numbers from -9 to 9 with at
    most one decimal, parted by blanks. `row` and `column` choose the output whose products are shown.

    Examples
    --------
    >>> Convolution(kernel="0 -1 0 -1 5 -1 0 -1 0", padding=1).padding
    1.0
    """

    name = "convolution"
    alt = (
        "An image of 8 by 8 numbers shows a box of nines among zeros. A kernel of 3 by 3 weights, minus "
        "ones on the left, ones on the right, slides over it. At each place its nine weights are multiplied "
        "with the nine pixels below them, and the sum is one number of the output: positive on the left "
        "side of the box, negative on its right side, zero where neighbors are alike."
    )

    image = text(_BOX, rf"\d{{{_SIDE * _SIDE}}}")
    kernel = text("-1 0 1 -1 0 1 -1 0 1", _KERNEL)
    stride = number(1, 1, 3)
    padding = number(0, 0, 2)
    dilation = number(1, 1, 3)
    row = number(2, 0, 11)
    column = number(0, 0, 11)
    guess = choice("", "same", "shifts", "all")
