"""One small picture of each data set, for the pages that list them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, get_args

import numpy as np

from dlcourse.data.digits import Split, digits
from dlcourse.data.glyphs import glyphs
from dlcourse.data.images import cifar10, cifar100, fashion_mnist, kmnist, mnist
from dlcourse.data.photos import Photo, photo
from dlcourse.data.points import Kind, points
from dlcourse.data.series import Name, series
from dlcourse.data.tables import breast_cancer, diabetes
from dlcourse.data.texts import dates, names, topics

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_IMAGES = (digits, glyphs, mnist, fashion_mnist, kmnist, cifar10, cifar100)
_GRIDS: dict[str, Callable[[], Split]] = {load.__name__: load for load in _IMAGES}  # type: ignore[attr-defined]
_TABLES = {load.__name__: load for load in (breast_cancer, diabetes)}
_TEXTS = ("names", "dates", "topics")
NAMES = (*_GRIDS, *_TABLES, *_TEXTS, *get_args(Kind), *get_args(Name), *get_args(Photo))


def picture(name: str, ax: "Axes | None" = None) -> "Axes":
    """The matplotlib axes with a picture of the data set called `name`.

    Parameters
    ----------
    name : str
        A loader ("digits", "names", "mnist", ...; the last five are downloaded), or what `points`,
        `series` or `photo` calls it ("xor", "co2", "coins").
    ax : matplotlib axes, optional
        Where to draw; default a new figure.

    Raises
    ------
    ValueError
        For an unknown name.
    """
    if name not in NAMES:
        raise ValueError(f"picture must be one of {', '.join(NAMES)}; got {name!r}")
    import matplotlib.pyplot as plt
    from matplotlib.dates import ConciseDateFormatter

    ax = ax or plt.figure(figsize=(4, 2.6), layout="constrained").add_subplot()
    if name in _GRIDS:
        _grid(ax, _GRIDS[name]().X_train[:40])
    elif name in _TABLES:
        data = _TABLES[name](standardize=False)
        i, j = (2, 8) if name == "diabetes" else (0, 1)
        _dots(ax, data.X_train[:, [i, j]], data.y_train)
        ax.set(xlabel=data.features[i], ylabel=data.features[j])
    elif name in get_args(Kind):
        _dots(ax, *points(name, noise=0.05))  # type: ignore[arg-type]
        ax.set(aspect="equal", xlabel="x0", ylabel="x1")
    elif name in get_args(Name):
        measured = series(name)  # type: ignore[arg-type]
        ax.plot(measured.time, measured.values[:, 0], linewidth=0.8)  # type: ignore[arg-type]
        ax.xaxis.set_major_formatter(ConciseDateFormatter(ax.xaxis.get_major_locator()))
        ax.set(xlabel="time", ylabel=measured.names[0])
    elif name in get_args(Photo):
        ax.imshow(photo(name), cmap="gray")  # type: ignore[arg-type]
        ax.axis("off")
    else:
        ax.text(0, 1, _lines(name), va="top", family="monospace", fontsize=7, transform=ax.transAxes)
        ax.axis("off")
    return ax


def _dots(ax: "Axes", X: np.ndarray, y: np.ndarray) -> None:
    """Points in the colors of the figure style for classes, from blue to red for a number."""
    from matplotlib import rcParams
    from matplotlib.colors import ListedColormap

    colors = rcParams["axes.prop_cycle"].by_key()["color"][: int(y.max()) + 1]
    cmap = ListedColormap(colors) if y.dtype == np.int64 else "coolwarm"
    ax.scatter(X[:, 0], X[:, 1], c=y, s=8, cmap=cmap, rasterized=len(X) > 300)


def _grid(ax: "Axes", X: np.ndarray) -> None:
    """Forty images in four rows of ten."""
    if X.ndim == 2:  # rows of pixels
        X = X.reshape(len(X), 1, round(X.shape[1] ** 0.5), -1)
    n, channels, height, width = X.shape
    tiles = X.reshape(-1, 10, channels, height, width).transpose(0, 3, 1, 4, 2)
    ax.imshow(tiles.reshape(n // 10 * height, 10 * width, channels), cmap="gray_r")
    ax.axis("off")


def _lines(name: str) -> str:
    if name == "topics":
        return "\n".join(line[:60] for line in topics().train.splitlines()[:12])
    data = names() if name == "names" else dates(100)
    meaning = [data.classes[k] if name == "names" else k for k in data.y_train[:12]]  # type: ignore[index]
    return "\n".join(f"{x:<34}{y}" for x, y in zip(data.X_train, meaning, strict=False))
