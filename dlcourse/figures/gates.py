"""Figure 10: the gates of recurrent units, one character at a time."""

from dlcourse.figures.figure import Figure, choice, number, text


class Gates(Figure):
    """An RNN, an LSTM and a GRU of one unit each read a string; their gates, states and gradients.

    `string` is up to 24 of the characters + - 0 and dot; `at`, counted from 1, is the one that is looked at;
    `bias` is added to the gate that keeps. How the units were trained: `scripts/gated_units.py`.

    Examples
    --------
    >>> Gates(string="+..-..", at=4, cell="GRU").cell
    'GRU'
    """

    name = "gates"
    alt = (
        "Three trained units of one number read a string of signs and dots and answer with the last sign. "
        "The LSTM is drawn as pipes with valves: at a dot its forget gate is open and its input gate closed, "
        "so the cell state stays. Fourteen dots after a plus all three still answer plus. The gradient that "
        "comes back over these dots stays level in LSTM and GRU; in the RNN it falls below a billionth."
    )

    string = text(".-...+..............", "[-+0.]{1,24}")
    at = number(20, 1, 24)
    cell = choice("LSTM", "RNN", "GRU")
    bias = number(0, -6, 6)
    guess = choice("", "all", "hundredth", "none")
