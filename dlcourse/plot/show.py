"""`show`: a matplotlib figure as inline SVG that follows the page's light or dark theme."""

import html
from typing import Final

from matplotlib.figure import Figure

# Each is readable on white and on near-black, and no two look alike with a common color blindness.
COLORS: Final = {
    "blue": "#2a6be8", "orange": "#d97a1a", "green": "#0f8f62",
    "magenta": "#d160c8", "grey": "#87949e", "gold": "#846c2c",
}  # fmt: skip


class Shown:
    """A figure ready for the page: SVG, caption and alt text in one output."""

    def __init__(self, svg: str, caption: str, alt: str):
        self.svg, self.caption, self.alt = svg, caption, alt

    def _repr_html_(self) -> str:
        caption = html.escape(self.caption)
        return (
            '<figure class="dlc-figure" style="margin:1em 0;max-width:100%;overflow-x:auto">'
            f'{self.svg}<figcaption style="font-size:.92em;opacity:.85">{caption}</figcaption></figure>'
        )

    def __repr__(self) -> str:
        return f"[figure: {self.alt}]\n{self.caption}"


def show(figure: Figure, caption: str, *, alt: str) -> Shown:
    """Send `figure` to the page with its caption and alt text, and close it.

    The figure becomes one inline SVG. What matplotlib drew in black takes the color of the page's
    text, so one output serves light and dark; write it as the last line of a cell.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    caption : str
        What the reader should see in it, one or two sentences.
    alt : str
        The same for someone who cannot see it: what it shows, not that it is a plot.

    Raises
    ------
    TypeError
        If `figure` is not a figure.
    ValueError
        If caption or alt text is empty.
    """
    if not isinstance(figure, Figure):
        raise TypeError(f"show needs the figure, as in `fig, ax = plt.subplots()`; got {figure!r:.80}")
    if not caption.strip() or not alt.strip():
        raise ValueError(
            "a figure needs a caption and an alt text that say what it shows; one of them is empty"
        )
    import matplotlib.pyplot as plt

    from dlcourse.plot.svg import inline

    svg = inline(figure, alt, key=caption)
    plt.close(figure)
    return Shown(svg, caption, alt)
