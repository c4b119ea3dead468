"""Figures for the page: a style, a palette, the plots a course needs, and `show`, which sends one out.

Public: `show`, `COLORS`; the style is switched on by `plt.style.use("dlcourse.plot.course")`. `curves`,
`history`, `gradient_flow`, `activations`, `decision`, `confusion` and `attention` draw on `ax` and return it,
`images` and `filters` return a figure; `describe` gives the alt text of each. `diagram` draws
boxes (`Box`) and arrows (`Arrow`).
"""

from dlcourse.plot.blocks import Arrow, Box, diagram
from dlcourse.plot.draw import describe
from dlcourse.plot.lines import activations, curves, gradient_flow, history
from dlcourse.plot.maps import attention, confusion, decision, filters, images
from dlcourse.plot.show import COLORS, show

__all__ = [
    "COLORS", "Arrow", "Box", "activations", "attention", "confusion", "curves", "decision", "describe",
    "diagram", "filters", "gradient_flow", "history", "images", "show",
]  # fmt: skip
