"""`diagram`: labelled boxes and the arrows between them, for nets that must be seen to be understood."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from dlcourse.plot.draw import axes, worded
from dlcourse.plot.show import COLORS

_INCHES = 0.42  # of one unit, so that every diagram of the book has letters of one size
_LETTER = 0.21  # units, the width of a letter of 10 points


class Box(NamedTuple):
    """A box of a diagram: where its middle is (in units of 0.42 inches), what stands in it, how it looks."""

    x: float
    y: float
    label: str = ""
    color: str | None = None
    round: bool = False
    width: float = 0.0
    height: float = 0.8


class Arrow(NamedTuple):
    """An arrow of a diagram, from one box (or point) to another; `bend` is its curvature, 0 for straight."""

    start: str | tuple[float, float]
    end: str | tuple[float, float]
    label: str = ""
    color: str | None = None
    dashed: bool = False
    bend: float = 0.0
    wide: float = 1.2
    head: bool = True


def diagram(boxes: Mapping[str, Box], arrows: Sequence[Arrow] = (), ax: Axes | None = None) -> Axes:
    """Boxes and arrows in the order of the data's way; the alt text tells the arrows in the given order.

    Parameters
    ----------
    boxes : mapping of names to `Box`
        The label is the name where it is empty; `width` is that of the label where it is 0.
    arrows : sequence of `Arrow`
        Between names of boxes, or points (x, y); the words leave out those between two points.
    ax : matplotlib.axes.Axes, optional
        Without it, a figure as large as the diagram.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is no box, an arrow names one that is not there, or a color is not of the palette.

    Examples
    --------
    >>> from dlcourse.plot import Arrow, Box, describe, diagram
    >>> describe(diagram({"x": Box(0, 0), "h": Box(0, 2)}, [Arrow("x", "h", "W")]))
    'x to h (W).'
    """
    if not boxes:
        raise ValueError("no boxes to draw")
    used = [box.color for box in boxes.values()] + [arrow.color for arrow in arrows]
    if wrong := [color for color in used if color is not None and color not in COLORS]:
        raise ValueError(f"no color {wrong[0]!r} in the palette; there are {', '.join(COLORS)}")
    placed = {name: box._replace(label=box.label or name) for name, box in boxes.items()}
    placed = {name: box._replace(width=box.width or _width(box)) for name, box in placed.items()}
    ends = [end for arrow in arrows for end in (arrow.start, arrow.end)]
    if unknown := [end for end in ends if isinstance(end, str) and end not in placed]:
        raise ValueError(f"no box {unknown[0]!r}; there are {', '.join(placed)}")
    corners = [(b.x + s * b.width / 2, b.y + s * b.height / 2) for b in placed.values() for s in (-1, 1)]
    middles = [_middle(arrow, placed) for arrow in arrows]
    xs, ys = zip(*corners, *middles, *(end for end in ends if not isinstance(end, str)), strict=True)
    left, right, low, high = min(xs) - 0.1, max(xs) + 0.1, min(ys) - 0.1, max(ys) + 0.1
    ax = axes(ax, ((right - left) * _INCHES, (high - low) * _INCHES))
    ax.set(xlim=(left, right), ylim=(low, high), aspect="equal")
    ax.axis("off")
    patches = {name: _draw_box(box, ax) for name, box in placed.items()}
    for arrow in arrows:
        _draw_arrow(arrow, placed, patches, ax)
    arrows_as_text = [
        _say(arrow, placed) for arrow in arrows if isinstance(arrow.start, str) or isinstance(arrow.end, str)
    ]
    return worded(ax, " ".join(arrows_as_text) or ", ".join(placed) + ".")


def _width(box: Box) -> float:
    plain = re.sub(r"[$_{}\\]", "", box.label)  # without the marks of mathematics
    return box.height if box.round else max(box.height, 0.35 + _LETTER * len(plain))


def _draw_box(box: Box, ax: Axes) -> FancyBboxPatch:
    color = COLORS[box.color] if box.color else "black"
    corner = box.height / 2 if box.round else 0.12
    patch = FancyBboxPatch(
        (box.x - box.width / 2, box.y - box.height / 2), box.width, box.height,
        boxstyle=f"round,pad=0,rounding_size={corner}", facecolor=color + "2b" if box.color else "none",
        edgecolor=color, lw=1.3, zorder=2,
    )  # fmt: skip
    ax.add_patch(patch)
    ax.text(box.x, box.y, box.label, ha="center", va="center", fontsize=10, zorder=3)
    return patch


def _draw_arrow(
    arrow: Arrow, boxes: Mapping[str, Box], patches: Mapping[str, FancyBboxPatch], ax: Axes
) -> None:
    (x0, y0), (x1, y1) = _place(arrow.start, boxes), _place(arrow.end, boxes)
    color = COLORS[arrow.color] if arrow.color else "black"
    ax.add_patch(
        FancyArrowPatch(
            (x0, y0), (x1, y1), arrowstyle="-|>" if arrow.head else "-", mutation_scale=9,
            patchA=patches.get(arrow.start) if isinstance(arrow.start, str) else None,
            patchB=patches.get(arrow.end) if isinstance(arrow.end, str) else None,
            shrinkA=0, shrinkB=1 if arrow.head else 0, color=color, lw=arrow.wide,
            ls="--" if arrow.dashed else "-", connectionstyle=f"arc3,rad={arrow.bend}", zorder=1,
        )
    )  # fmt: skip
    if arrow.label:  # beside the middle: above a level arrow, to the right of a steep one
        level = abs(x1 - x0) > abs(y1 - y0)
        x, y = _middle(arrow, boxes)
        ax.text(
            x + (not level) * 0.12, y + level * 0.12, arrow.label, fontsize=10, color=color,
            ha="center" if level else "left", va="bottom" if level else "center",
        )  # fmt: skip


def _middle(arrow: Arrow, boxes: Mapping[str, Box]) -> tuple[float, float]:
    """The point half way along an arrow; `bend` moves it to the right of the straight line."""
    (x0, y0), (x1, y1) = _place(arrow.start, boxes), _place(arrow.end, boxes)
    return (x0 + x1 + arrow.bend * (y1 - y0)) / 2, (y0 + y1 - arrow.bend * (x1 - x0)) / 2


def _place(end: str | tuple[float, float], boxes: Mapping[str, Box]) -> tuple[float, float]:
    return (boxes[end].x, boxes[end].y) if isinstance(end, str) else end


def _say(arrow: Arrow, boxes: Mapping[str, Box]) -> str:
    start, end = (boxes[e].label if isinstance(e, str) else "" for e in (arrow.start, arrow.end))
    way = f"{start or 'from outside'} to {end or 'the outside'}"
    return (f"{way} ({arrow.label})." if arrow.label else f"{way}.").replace("$", "")
