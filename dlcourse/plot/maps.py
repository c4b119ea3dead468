"""Plots over a plane or a table: decision regions, confusion, attention, and grids of pictures."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlcourse.plot.draw import MARKERS, axes, matrix, names, numbers, panels, whole, worded
from dlcourse.plot.show import COLORS

_MANY = 300  # marks; more are drawn as a picture, or the SVG becomes heavy
_TOLD = 6  # of the strongest weights
_READABLE = 12  # rows and columns of a table whose cells can hold a number


def decision(predict: Callable[[np.ndarray], Any], X: Any, y: Any, ax: Axes | None = None) -> Axes:
    """The regions in which `predict` gives each class, and the points; color and shape tell the classes.

    Parameters
    ----------
    predict : callable
        Takes points, float32 of shape (n, 2), and returns their classes, integers of shape (n,).
    X : array, shape (n, 2)
    y : array of int, shape (n,)
        Classes 0 to 5.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If shapes or classes do not fit, or `predict` gives anything but one class a point.

    Examples
    --------
    >>> from dlcourse.plot import describe
    >>> describe(decision(lambda X: (X[:, 0] > 0).astype(int), [[-1, 0], [1, 0]], [0, 1]))[:36]
    '2 points of 2 classes in the plane a'
    """
    X, y = numbers(X, "X", 2).astype(float), whole(y, "y")
    if X.shape != (len(y), 2) or not np.isfinite(X).all() or not 0 <= y.min() <= y.max() < len(COLORS):
        raise ValueError(
            f"need finite X of shape (n, 2) and y of 0 to {len(COLORS) - 1}; got {X.shape}, y {y.shape}"
        )
    ax = axes(ax, (4.6, 3.9))
    low, high = X.min(0), X.max(0)
    span = np.where(high > low, high - low, 1.0)  # points on one line have room, too
    low, high = low - 0.08 * span, high + 0.08 * span
    plane = np.stack(np.meshgrid(np.linspace(low[0], high[0], 200), np.linspace(low[1], high[1], 200)), -1)
    region, guess = (
        whole(predict(part.astype(np.float32)), "predict(X)") for part in (plane.reshape(-1, 2), X)
    )
    if len(region) != 40_000 or not 0 <= region.min() <= region.max() < len(COLORS):
        raise ValueError(f"predict must give one class, 0 to {len(COLORS) - 1}, a point; got {region.shape}")
    colors, count = [*COLORS.values()], int(max(region.max(), y.max())) + 1
    levels, paint = np.arange(count + 1) - 0.5, colors[:count]
    ax.contourf(*np.moveaxis(plane, -1, 0), region.reshape(200, 200), levels, colors=paint, alpha=0.25)
    for k in range(count):
        rows = y == k
        ax.scatter(
            X[rows, 0], X[rows, 1], 22, color=colors[k], marker=MARKERS[k], label=k, rasterized=len(X) > _MANY
        )
    ax.set(xlabel="$x_1$", ylabel="$x_2$")
    ax.legend(title="class", loc="center left", bbox_to_anchor=(1, 0.5), handletextpad=0.1, frameon=False)
    right = int((guess == y).sum())
    return worded(
        ax,
        f"{len(X)} points of {len(np.unique(y))} classes in the plane and the region of each class; "
        f"{right} points ({right / len(X):.0%}) lie in the region of their own.",
    )


def confusion(
    y: Any, predicted: Any, ax: Axes | None = None, *, classes: Sequence[object] | None = None
) -> Axes:
    """How often each true class (row) got each prediction (column).

    Parameters
    ----------
    y, predicted : array of int, shape (n,)
        Classes from 0.
    ax : matplotlib.axes.Axes, optional
    classes : sequence, optional
        The name of each class.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If a class is negative, or there is not one prediction for each label.

    Examples
    --------
    >>> from dlcourse.plot import describe
    >>> describe(confusion([0, 1, 1, 1], [0, 1, 0, 0], classes=["cat", "dog"]))
    'Confusion of 2 classes: 2 of 4 right; most often wrong, 2 times: true dog, predicted cat.'
    """
    y, predicted = whole(y, "y"), whole(predicted, "predicted")
    if len(y) != len(predicted) or min(y.min(), predicted.min()) < 0:
        raise ValueError(f"need one prediction, 0 or more, for each label; got {len(predicted)} for {len(y)}")
    size = len(classes) if classes is not None else 0
    labels = names(classes, max(size, y.max() + 1, predicted.max() + 1), "classes")
    table = np.zeros((len(labels), len(labels)), dtype=int)
    np.add.at(table, (y, predicted), 1)
    share = table / np.maximum(table.sum(1, keepdims=True), 1)  # classes differ in size
    written = [[cell or "" for cell in row] for row in table.tolist()] if len(labels) <= _READABLE else []
    ax = matrix(share, ax, labels, labels, written)
    ax.set(xlabel="predicted", ylabel="true")
    wrong = table * (1 - np.eye(len(labels), dtype=int))
    says = f"Confusion of {len(labels)} classes: {np.trace(table)} of {len(y)} right"
    if wrong.any():
        i, j = np.unravel_index(wrong.argmax(), wrong.shape)
        says += f"; most often wrong, {wrong[i, j]} times: true {labels[i]}, predicted {labels[j]}"
    return worded(ax, f"{says}.")


def attention(
    weights: Any, queries: Sequence[object], keys: Sequence[object], ax: Axes | None = None
) -> Axes:
    """How much each query (row) looks at each key (column); the darkest cell is the largest weight.

    Parameters
    ----------
    weights : array, shape (queries, keys)
        Not negative.
    queries, keys : sequence
        Their names, such as the tokens.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If a weight is negative, or there is not one name for each row and column.

    Examples
    --------
    >>> from dlcourse.plot import describe
    >>> describe(attention([[0.9, 0.1]], ["it"], ["cat", "mat"]))
    'Attention of 1 queries to 2 keys; strongest: it at cat (0.90).'
    """
    weights = numbers(weights, "weights", 2).astype(float)
    rows, columns = names(queries, weights.shape[0], "queries"), names(keys, weights.shape[1], "keys")
    if not 0 <= weights.min() <= weights.max() < np.inf:
        wrong = weights[~((weights >= 0) & (weights < np.inf))][0]
        raise ValueError(
            f"weights must be finite and not negative, got {wrong:.3g}: draw them after the softmax"
        )
    written = [[f"{w:.1f}".lstrip("0") if w >= 0.05 else "" for w in row] for row in weights]
    ax = matrix(weights, ax, rows, columns, written if max(weights.shape) <= _READABLE else [])
    ax.set(xlabel="key", ylabel="query")
    looks = np.argsort(-weights.max(1), kind="stable")[:_TOLD]
    best = ", ".join(f"{rows[i]} at {columns[weights[i].argmax()]} ({weights[i].max():.2f})" for i in looks)
    return worded(ax, f"Attention of {len(rows)} queries to {len(columns)} keys; strongest: {best}.")


def images(
    stack: Any,
    titles: Sequence[object] | None = None,
    *,
    columns: int = 6,
    signed: bool = False,
    what: str = "pictures",
) -> Figure:
    """A grid of pictures on one scale: samples, feature maps of an image, or filters.

    Parameters
    ----------
    stack : array, shape (n, height, width) or (n, height, width, 3)
        Grey values, dark is much; or colors: integers in 0 to 255, floats in 0 to 1 or 0 to 255. What
        exceeds 0 to 1 by no more than a half, as after an interpolation, is drawn as black or full color.
    titles : sequence, optional
        One for each picture, as a label.
    columns : int
        How many side by side; at most 8 can be told apart on a phone.
    signed : bool
        Red for positive, blue for negative, white for 0.
    what : str
        What they are, for the alt text.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If the stack has another shape, values that are not finite or colors out of both ranges, or
        `columns` is not 1 to 8.

    Examples
    --------
    >>> from dlcourse.plot import describe
    >>> describe(images(np.zeros((3, 8, 8)), ["a", "b", "c"], what="digits"))
    '3 digits of 8 by 8, 0 to 0: a, b, c.'
    """
    stack = numbers(stack, "stack", 3, 4)
    of_bytes = stack.dtype.kind in "iu"
    stack = stack.astype(float)
    if (stack.ndim == 4 and stack.shape[-1] != 3) or not 1 <= columns <= 8 or not np.isfinite(stack).all():
        raise ValueError(
            f"need finite (n, height, width[, 3]) and 1 to 8 columns; got {stack.shape}, {columns}"
        )
    labels = names(titles, len(stack), "titles")
    columns = min(columns, len(stack))
    rows = -(-len(stack) // columns)
    width = min(4.6, 0.9 * columns)
    found = panels(rows, columns, (width, rows * (width / columns + 0.25 * (titles is not None))))
    low, high = stack.min(), stack.max()
    if stack.ndim == 4:
        stack = _colors(stack, of_bytes)
    top = max(abs(low), abs(high)) or 1
    limits = {"vmin": -top, "vmax": top} if signed else {"vmin": low, "vmax": high}
    cmap = "RdBu_r" if signed else "gray_r"
    for ax, picture, label in zip(found, stack, labels, strict=False):
        ax.imshow(picture, cmap=cmap, **limits)
        if titles is not None:
            ax.set_title(label, fontsize=10)
    for ax in found:
        ax.axis("off")
    named = f": {', '.join(labels)}" if titles is not None and len(stack) <= _READABLE else ""
    worded(
        found[0],
        f"{len(stack)} {what} of {stack.shape[1]} by {stack.shape[2]}, {low:.2g} to {high:.2g}{named}.",
    )
    return found[0].get_figure(root=True)  # type: ignore[return-value]


def _colors(stack: np.ndarray, of_bytes: bool) -> np.ndarray:
    """Colors in 0 to 1."""
    low, high = stack.min(), stack.max()
    if not of_bytes and low >= -0.5 and high <= 1.5:
        return stack.clip(0, 1)
    if low >= 0 and high <= 255:
        return stack / 255
    raise ValueError(
        f"colors must lie in 0 to 1 or 0 to 255, got {low:.3g} to {high:.3g}: undo what standardized them"
    )


def filters(weight: Any, *, columns: int = 6) -> Figure:
    """The filters of a convolution, red for positive and blue for negative, averaged over input channels.

    Parameters
    ----------
    weight : array, shape (filters, channels, height, width)
        As in `conv.weight`.
    columns : int

    Returns
    -------
    matplotlib.figure.Figure
    """
    weight = numbers(weight, "weight", 4)
    return images(weight.mean(1), columns=columns, signed=True, what="filters")
