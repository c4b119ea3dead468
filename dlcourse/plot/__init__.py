"""Figures for the page: a style, a palette, and `show`, which sends one out with caption and alt text.

Public: `show`, `COLORS`; the style is switched on by `plt.style.use("dlcourse.plot.course")`.
"""

from dlcourse.plot.show import COLORS, show

__all__ = ["COLORS", "show"]
