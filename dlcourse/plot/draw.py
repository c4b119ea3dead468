"""What every plot shares: axes in the course's style, numbers from tensors, and words for a screen reader."""

from collections.abc import Sequence
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure

from dlcourse.plot.show import COLORS

_WORDS: "WeakKeyDictionary[Axes, str]" = WeakKeyDictionary()
MARKERS: Final = "os^Dvx"  # shape tells classes and curves apart where color cannot
STYLES: Final = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
#: From nothing to blue: text in the color of the page stays readable on it, in light and in dark.
SHADES: Final[Colormap] = LinearSegmentedColormap.from_list(
    "shades", [COLORS["blue"] + a for a in ("00", "bb")]
)


def describe(drawn: Axes | Figure) -> str:
    """The alt text of a plot of this package: what it shows, in one sentence for each of its axes.

    Examples
    --------
    >>> from dlcourse.plot import curves, describe
    >>> describe(curves({"train": [2.3, 0.5]}))
    'loss by epoch, 0 to 1. train: from 2.3 to 0.5.'
    """
    parts = drawn.axes if isinstance(drawn, Figure) else [drawn]
    if not (words := [_WORDS[ax] for ax in parts if ax in _WORDS]):  # type: ignore[index]
        raise ValueError(f"nothing in {drawn!r:.60} was drawn by dlcourse.plot: write its alt text yourself")
    return " ".join(words)


def worded(ax: Axes, words: str) -> Axes:
    """`ax` again, with its alt text noted for `describe`."""
    _WORDS[ax] = words
    return ax


def axes(ax: Axes | None, size: tuple[float, float] = (4.6, 3.1)) -> Axes:
    """`ax`, or the axes of a new figure: narrow, so that a phone shows its labels nearly in full size."""
    if ax is None:
        return panels(1, 1, size)[0]
    if not isinstance(ax, Axes):
        raise TypeError(f"ax must be matplotlib axes, as in `fig, ax = plt.subplots()`; got {ax!r:.60}")
    return ax


def panels(rows: int, columns: int, size: tuple[float, float]) -> list[Axes]:
    """The axes of a new figure in the course's style, which is not left switched on."""
    import matplotlib.pyplot as plt

    with plt.style.context("dlcourse.plot.course"):
        _, found = plt.subplots(rows, columns, figsize=size, squeeze=False)
    return [*found.flat]


def numbers(values: Any, name: str, *ndims: int) -> np.ndarray:
    """`values`, also a tensor that has a gradient or lives on a GPU, as an array with one of `ndims` axes."""
    if hasattr(values, "detach"):
        tensor = values.detach().cpu()
        values = tensor if str(tensor.dtype) != "torch.bfloat16" else tensor.float()  # NumPy has no such type
    try:
        array = np.asarray(values)
    except ValueError:  # rows of different lengths
        array = np.empty(0)
        values = f"rows of lengths {', '.join(str(len(row)) for row in values)}"
    if array.dtype.kind not in "buif" or not array.size or array.ndim not in ndims:
        plain = array.dtype.kind in "buif" and not isinstance(values, str)
        shape = f"shape {array.shape}" if plain else f"{values!s:.60}"
        raise ValueError(f"{name} must be numbers with {' or '.join(map(str, ndims))} axes, got {shape}")
    return array


def whole(values: Any, name: str) -> np.ndarray:
    """Classes, integers of shape (n,); ValueError for anything between two classes, as a probability is."""
    array = numbers(values, name, 1)
    if not (array == np.floor(array)).all() or not np.isfinite(array).all():
        wrong = array[(array != np.floor(array)) | ~np.isfinite(array)][0]
        raise ValueError(f"{name} must be classes, whole numbers, got {wrong:.3g}")
    return array.astype(int)


def names(given: Sequence[object] | None, count: int, what: str) -> list[str]:
    """`given` as text, or 0, 1, 2, ... when nothing is given."""
    if given is not None and len(given) != count:
        raise ValueError(f"need one of {what} for each of {count}, got {len(given)}")
    return [str(name) for name in (range(count) if given is None else given)]


def matrix(values: np.ndarray, ax: Axes | None, rows: list[str], columns: list[str], written: list) -> Axes:
    """A table of shaded cells with their values written in, as far as they fit."""
    n, k = values.shape
    ax = axes(ax, (min(4.6, 1.5 + 0.34 * k), min(4.6, 1.2 + 0.34 * n)))
    ax.imshow(values, cmap=SHADES, vmin=0, vmax=float(values.max()) or 1, aspect="auto")
    every = 1 + max(n, k) // 16  # more labels than that would overlap
    anchor = {"rotation": 45, "ha": "right", "rotation_mode": "anchor"} if max(map(len, columns)) > 2 else {}
    ax.set_xticks(range(0, k, every), columns[::every], **anchor)  # type: ignore[arg-type]
    ax.set_yticks(range(0, n, every), rows[::every])
    ax.tick_params(length=0)
    for (i, j), text in np.ndenumerate(np.array(written, dtype=object)):
        ax.text(j, i, text, ha="center", va="center", fontsize=10)
    return ax
