"""Plots of a training run: loss curves over seeds, a log against time, gradients and activations by layer."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from dlcourse.plot.draw import MARKERS, STYLES, axes, numbers, worded
from dlcourse.plot.show import COLORS


def curves(
    runs: Mapping[str, Any],
    ax: Axes | None = None,
    *,
    x: Sequence[float] | None = None,
    xlabel: str = "epoch",
    ylabel: str = "loss",
    log: bool = False,
) -> Axes:
    """One curve for each entry of `runs`: shape (points,), or (seeds, points) for a median and its spread.

    Parameters
    ----------
    runs : mapping of str to array
        At most six. With several seeds the line is the median and the band reaches from least to most.
    ax : matplotlib.axes.Axes, optional
    x : sequence of float, shape (points,), optional
        Where the points stand; 0, 1, 2, ... when not given.
    xlabel, ylabel : str
    log : bool
        Logarithmic vertical axis.

    Returns
    -------
    matplotlib.axes.Axes
        What was drawn on; `describe` gives its alt text.

    Raises
    ------
    ValueError
        If there are no curves or more than six, or their lengths differ from that of `x`.

    Examples
    --------
    >>> from dlcourse.plot import describe
    >>> describe(curves({"Adam": [[2.3, 0.4], [2.3, 0.6]]}))
    'loss by epoch, 0 to 1. Adam: from 2.3 to 0.5 (2 seeds, 0.4 to 0.6 at the end).'
    """
    if not 1 <= len(runs) <= len(COLORS):
        raise ValueError(f"need 1 to {len(COLORS)} curves, got {len(runs)}; draw the others in a second plot")
    ax = axes(ax)
    words = []
    for i, (name, values) in enumerate(runs.items()):
        seeds = np.atleast_2d(numbers(values, f"runs[{name!r}]", 1, 2)).astype(float)
        at = np.arange(seeds.shape[1]) if x is None else numbers(x, "x", 1)
        if len(at) != seeds.shape[1]:
            raise ValueError(f"x has {len(at)} places, runs[{name!r}] has {seeds.shape[1]}")
        middle, color = np.median(seeds, axis=0), [*COLORS.values()][i]
        ax.plot(at, middle, linestyle=STYLES[i], color=color, label=name)
        if len(at) == 1:
            ax.plot(at, middle, MARKERS[i], color=color)
        if len(seeds) > 1:
            ax.fill_between(at, seeds.min(0), seeds.max(0), color=color, alpha=0.25, linewidth=0)
        words.append(f"{name}: {_course(seeds, at, xlabel)}")
    ax.set(xlabel=xlabel, ylabel=ylabel, **({"yscale": "log"} if log else {}))
    if len(runs) > 1:
        ax.legend(frameon=False)
    if all(float(place).is_integer() for place in at):
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    scale = ", logarithmic" if log else ""
    return worded(ax, f"{ylabel} by {xlabel}, {at.min():.3g} to {at.max():.3g}{scale}. {'; '.join(words)}.")


def _course(seeds: np.ndarray, at: np.ndarray, xlabel: str) -> str:
    """From where to where a curve goes, where it stops being finite, and how far the seeds lie apart."""
    middle = np.median(seeds, axis=0)
    if not np.isfinite(middle).all():
        return f"not finite from {xlabel} {at[~np.isfinite(middle)][0]:.3g} on"
    says = f"from {middle[0]:.3g} to {middle[-1]:.3g}"
    for best, word in ((middle.argmin(), "lowest"), (middle.argmax(), "highest")):
        if 0 < best < len(at) - 1:
            says += f", {word} {middle[best]:.3g} at {xlabel} {at[best]:.3g}"
    if len(seeds) > 1:
        says += f" ({len(seeds)} seeds, {seeds[:, -1].min():.3g} to {seeds[:, -1].max():.3g} at the end)"
    return says


def history(
    log: Mapping[str, Any],
    columns: Sequence[str],
    ax: Axes | None = None,
    *,
    x: str = "epoch",
    ylabel: str = "loss",
) -> Axes:
    """The named columns of a training log against its column `x`, such as "epoch" or "seconds".

    Parameters
    ----------
    log : mapping of str to sequence of float
        Columns of equal length: a history, a dict of lists, a DataFrame.
    columns : sequence of str
        Which to draw.
    ax : matplotlib.axes.Axes, optional
    x, ylabel : str

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If the log has no such column; the message lists those it has.

    Examples
    --------
    >>> from dlcourse.plot import describe
    >>> describe(history({"epoch": [1, 2], "loss": [2.3, 0.5]}, ["loss"]))
    'loss by epoch, 1 to 2. loss: from 2.3 to 0.5.'
    """
    held = [*getattr(log, "columns", log)]
    if missing := [name for name in (*columns, x) if name not in held]:
        raise ValueError(f"the log has no column {missing[0]!r}; it has {', '.join(map(repr, held))}")
    return curves({name: log[name] for name in columns}, ax, x=log[x], xlabel=x, ylabel=ylabel)


def gradient_flow(layers: Mapping[str, Any], ax: Axes | None = None) -> Axes:
    """The size of each layer's gradient, first layer on top, on a logarithmic axis; an empty ring is 0.

    Parameters
    ----------
    layers : mapping of str to array or float
        The gradient of each parameter, or its norm, in the order of the forward pass:
        `{name: p.grad for name, p in model.named_parameters()}`.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If no layer has a gradient other than 0.

    Examples
    --------
    >>> from dlcourse.plot import describe
    >>> describe(gradient_flow({"first": [3e-9, 4e-9], "last": 0.5}))
    'Norm of the gradient in 2 layers: largest in last, 0.5, smallest in first, 5e-09.'
    """
    norms = {
        name: float(np.linalg.norm(numbers(g, f"layers[{name!r}]", *range(9)))) for name, g in layers.items()
    }
    seen = {name: norm for name, norm in norms.items() if norm > 0}
    if not seen:
        raise ValueError(f"no layer has a gradient other than 0: got {norms}; was backward() called?")
    ax = axes(ax, (4.6, max(2.2, 0.9 + 0.27 * len(norms))))
    low = min(seen.values())
    place = {name: len(norms) - i for i, name in enumerate(norms)}
    ax.hlines([place[n] for n in seen], low / 2, [*seen.values()], color=COLORS["grey"], linewidth=1)
    ax.plot([*seen.values()], [place[n] for n in seen], "o", color=COLORS["blue"])
    none = [place[name] for name in norms if name not in seen]
    ax.plot([low / 2] * len(none), none, "o", markerfacecolor="none", color=COLORS["orange"])
    for at in none:
        ax.annotate("0", (low / 2, at), (9, 0), textcoords="offset points", va="center")
    ax.set(xscale="log", xlabel="norm of the gradient", xlim=(low / 2.5, max(seen.values()) * 2))
    ax.set_yticks([*place.values()], [*place])
    weakest, strongest = min(norms, key=norms.__getitem__), max(norms, key=norms.__getitem__)
    return worded(
        ax,
        f"Norm of the gradient in {len(norms)} layers: largest in {strongest}, {norms[strongest]:.2g}, "
        f"smallest in {weakest}, {norms[weakest]:.2g}.",
    )


def activations(layers: Mapping[str, Any], ax: Axes | None = None) -> Axes:
    """Where the values of each layer lie: a thin line for 90 %, a thick one for half, a mark at the median.

    Parameters
    ----------
    layers : mapping of str to array
        The outputs of each layer for a batch, any shape, in the order of the forward pass.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there are no layers, or one holds no numbers.

    Examples
    --------
    >>> from dlcourse.plot import describe
    >>> describe(activations({"relu": [0.0, 0.0, 1.0, 1.0]}))
    'Range of 90 percent of the activations in 1 layers: relu 0 to 1, 50% exactly 0.'
    """
    if not layers:
        raise ValueError("no layer to draw: layers is empty")
    values = {name: numbers(a, f"layers[{name!r}]", *range(1, 9)).ravel() for name, a in layers.items()}
    ax = axes(ax, (4.6, max(2.2, 0.9 + 0.34 * len(values))))
    words = []
    for i, (name, a) in enumerate(values.items()):
        at, (least, low, mid, high, most) = len(values) - i, np.quantile(a, [0.05, 0.25, 0.5, 0.75, 0.95])
        ax.hlines(at, least, most, color=COLORS["blue"], linewidth=1.5)
        ax.hlines(at, low, high, color=COLORS["blue"], linewidth=7)
        ax.plot(mid, at, "D", color=COLORS["orange"], markersize=5)
        zero = float((a == 0).mean())
        words.append(f"{name} {least:.2g} to {most:.2g}" + (f", {zero:.0%} exactly 0" if zero else ""))
    ax.set(xlabel="value", ylim=(0.4, len(values) + 0.6))
    ax.set_yticks(range(len(values), 0, -1), [*values])
    return worded(ax, f"Range of 90 percent of the activations in {len(values)} layers: {'; '.join(words)}.")
