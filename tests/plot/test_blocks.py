"""`diagram` puts boxes and arrows where they are said to be, inside the picture, and tells them in words."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from dlcourse.plot import Arrow, Box, describe, diagram, show

BOXES = {"x": Box(0, 0, "$x_t$"), "h": Box(0, 2, "h", "blue"), "y": Box(3, 2)}
LOOP = Arrow((-0.4, 2.2), (-0.4, 1.8), "W", bend=3)


def test_words_follow_the_arrows_and_leave_out_lines_between_points():
    ax = diagram(
        BOXES, [Arrow("x", "h", "$W_x$"), Arrow("h", "y", dashed=True), LOOP, Arrow("y", (5.0, 2.0))]
    )
    assert describe(ax) == "x_t to h (W_x). h to y. y to the outside."
    assert describe(diagram(BOXES)) == "x, h, y."


def test_everything_lies_inside_the_picture():
    ax = diagram(BOXES, [Arrow("x", "h"), LOOP])
    ax.figure.canvas.draw()
    for patch in ax.patches:
        box = patch.get_path().transformed(patch.get_transform()).get_extents()
        low, high = ax.transData.transform([(ax.get_xlim()[k], ax.get_ylim()[k]) for k in (0, 1)])
        assert (box.min >= low - 3).all() and (box.max <= high + 3).all()
    assert sum(isinstance(p, FancyBboxPatch) for p in ax.patches) == 3


def test_arrows_end_at_the_edges_of_their_boxes():
    ax = diagram(BOXES, [Arrow("x", "h")])
    ax.figure.canvas.draw()
    arrow = next(p for p in ax.patches if isinstance(p, FancyArrowPatch)).get_window_extent()
    x, h, _ = (p.get_window_extent() for p in ax.patches if isinstance(p, FancyBboxPatch))
    assert arrow.y0 == pytest.approx(x.y1, abs=6) and arrow.y1 == pytest.approx(h.y0, abs=6)  # pixels


def test_two_diagrams_share_a_figure_and_reach_the_page():
    fig, axes = plt.subplots(2, 1)
    for ax in axes:
        assert diagram(BOXES, [LOOP], ax) is ax
    assert "<svg" in show(fig, "Two nets.", alt=describe(fig))._repr_html_()


@pytest.mark.parametrize(
    ("boxes", "arrows", "message"),
    [
        (BOXES, [Arrow("x", "z")], "no box 'z'; there are x, h, y"),
        ({"x": Box(0, 0, color="pink")}, [], "no color 'pink' in the palette; there are blue"),
        ({}, [], "no boxes"),
    ],
)
def test_what_is_not_there_is_named(boxes, arrows, message):
    with pytest.raises(ValueError, match=message):
        diagram(boxes, arrows)
