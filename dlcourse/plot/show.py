"""`show`: a matplotlib figure as inline SVG that follows the page's light or dark theme."""

import html
import io
import re
from typing import Final

from matplotlib.figure import Figure

# Okabe-Ito in spirit: told apart with every common colour blindness, readable on white and on near-black.
COLORS: Final = {
    "blue": "#3b7dd8", "orange": "#d9730d", "green": "#2a9d6f",
    "magenta": "#b5559f", "grey": "#808a94", "gold": "#a8842c",
}  # fmt: skip

_FONT: Final = "font-family:'DejaVu Sans',system-ui,sans-serif"


class Shown:
    """A figure ready for the page: SVG, caption and alt text in one output."""

    def __init__(self, svg: str, caption: str, alt: str):
        self.svg, self.caption, self.alt = svg, caption, alt

    def _repr_html_(self) -> str:
        caption = html.escape(self.caption)
        return (
            '<figure class="dlc-figure" style="margin:1em 0;max-width:100%">'
            f'{self.svg}<figcaption style="font-size:.92em;opacity:.85">{caption}</figcaption></figure>'
        )

    def __repr__(self) -> str:
        return f"[figure: {self.alt}]\n{self.caption}"


def show(figure: Figure, caption: str, *, alt: str) -> Shown:
    """Send `figure` to the page with its caption and alt text, and close it.

    The figure becomes one inline SVG. What matplotlib drew in black takes the colour of the page's
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
    ValueError
        If caption or alt text is empty.
    """
    if not caption.strip() or not alt.strip():
        raise ValueError(
            "a figure needs a caption and an alt text that say what it shows; one of them is empty"
        )
    import matplotlib.pyplot as plt

    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    return Shown(_themed(buffer.getvalue(), alt), caption, alt)


def _themed(svg: str, alt: str) -> str:
    """Inline SVG whose black follows the text colour and that scales down to a phone."""
    svg = svg[svg.index("<svg") :]
    width, height = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', svg).groups()  # type: ignore[union-attr]
    head = (
        f'<svg role="img" aria-label="{html.escape(alt, quote=True)}" xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {width} {height}" '
        f'style="width:{float(width) * 4 / 3:.0f}px;max-width:100%;height:auto;color:inherit">'
    )
    body = svg[svg.index(">") + 1 :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.S)
    body = re.sub(
        r'<g id="(?:figure|patch|axes|line2d|text|matplotlib|xtick|ytick|legend)[^"]*">', "<g>", body
    )
    body = re.sub(r"#000000|\bblack\b", "currentColor", body)
    # text without a fill is black by default; shapes that matplotlib leaves black carry no fill either
    body = body.replace("<text ", '<text fill="currentColor" ')
    body = re.sub(r"font: ([^;\"]*?)(\d+(?:\.\d+)?px) [^;\"]*", rf"font-size:\2;{_FONT}", body)
    return head + body
