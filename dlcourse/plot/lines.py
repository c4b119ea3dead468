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
    words, places = [], []
    for i, (name, values) in enumerate(runs.items()):
        seeds = np.atleast_2d(numbers(values, f"runs[{name!r}]", 1, 2)).astype(float)
        at = np.arange(seeds.shape[1]) if x is None else numbers(x, "x", 1)
        if len(at) != seeds.shape[1]:
            raise ValueError(f"x has {len(at)} places, runs[{name!r}] has {seeds.shape[1]}")
        middle, color = np.median(seeds, axis=0), [*COLORS.values()][i]
        seen = np.isfinite(middle) & ((middle > 0) | (not log))
        ax.plot(at, np.where(seen, middle, np.nan), linestyle=STYLES[i], color=color, label=name)
        alone = seen & ~np.append(seen[1:], False) & ~np.append(False, seen[:-1])  # no line leads to these
        if alone.any():
            ax.plot(at[alone], middle[alone], MARKERS[i], color=color)
        if len(seeds) > 1:
            ax.fill_between(at, seeds.min(0), seeds.max(0), color=color, alpha=0.25, linewidth=0)
        words.append(f"{name}: {_course(seeds, at, seen, xlabel)}")
        places.append(at)
    ax.set(xlabel=xlabel, ylabel=ylabel, **({"yscale": "log"} if log else {}))
    if len(runs) > 1:
        ax.legend(frameon=False)
    every = np.concatenate(places)
    if all(float(place).is_integer() for place in every):
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    scale = ", logarithmic" if log else ""
    return worded(
        ax, f"{ylabel} by {xlabel}, {every.min():.3g} to {every.max():.3g}{scale}. {'; '.join(words)}."
    )


def _course(seeds: np.ndarray, at: np.ndarray, seen: np.ndarray, xlabel: str) -> str:
    """From where to where a curve is drawn, where it is not, and how far the seeds lie apart."""
    middle = np.median(seeds, axis=0)
    if not seen.any():
        return "nothing to draw, no value is finite" + (" and above 0" if np.isfinite(middle).any() else "")
    first, last = np.flatnonzero(seen)[[0, -1]]
    says = f"from {middle[first]:.3g} to {middle[last]:.3g}"
    drawn = np.where(seen, middle, np.nan)
    for best, word in ((np.nanargmin(drawn), "lowest"), (np.nanargmax(drawn), "highest")):
        if first < best < last:
            says += f", {word} {middle[best]:.3g} at {xlabel} {at[best]:.3g}"
    if len(seeds) > 1:
        says += f" ({len(seeds)} seeds, {seeds[:, last].min():.3g} to {seeds[:, last].max():.3g} at the end)"
    if first > 0:
        says += f", begins at {xlabel} {at[first]:.3g}"
    if last < len(at) - 1:
        why = "not finite" if not np.isfinite(middle[last + 1]) else "not above 0"
        says += f", {why} from {xlabel} {at[last + 1]:.3g} on"
    if gaps := int((~seen[first : last + 1]).sum()):
        says += f", with gaps at {gaps} points between"
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
        Columns of equal length: a history, a dict of lists, a DataFrame (`x` may be its index).
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
    index = getattr(getattr(log, "index", None), "name", None)
    if index is not None and index not in log.columns:  # type: ignore[attr-defined]
        log = log.reset_index()  # type: ignore[attr-defined]
    held = [*getattr(log, "columns", log)]
    if missing := [name for name in (*columns, x) if name not in held]:
        raise ValueError(f"the log has no column {missing[0]!r}; it has {', '.join(map(repr, held))}")
    return curves({name: log[name] for name in columns}, ax, x=log[x], xlabel=x, ylabel=ylabel)


def gradient_flow(layers: Mapping[str, Any], ax: Axes | None = None) -> Axes:
    """The size of each layer's gradient, first layer on top, on a logarithmic axis; an empty ring is 0.

    Parameters
    ----------
    layers : mapping of str to array, float or None
        The gradient of each parameter, or its norm, in the order of the forward pass:
        `{name: p.grad for name, p in model.named_parameters()}`. None, as of a frozen layer, is marked so,
        and so are inf and nan.
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
    >>> describe(gradient_flow({"frozen": None, "first": [3e-9, 4e-9], "last": 0.5}))
    'Norm of the gradient in 3 layers: largest in last, 0.5, smallest in first, 5e-09; no gradient: frozen.'
    """
    norms = {name: None if g is None else _norm(g, f"layers[{name!r}]") for name, g in layers.items()}
    if not any(norms.values()):
        raise ValueError(f"no layer has a gradient other than 0: got {norms}; was backward() called?")
    kinds: dict[str, list[str]] = {"drawn": [], "0": [], "no gradient": [], "infinite": [], "nan": []}
    for name, norm in norms.items():
        kinds[_kind(norm)].append(name)
    sizes = [norms[name] or 1.0 for name in kinds["drawn"]] or [1.0]
    low, high = min(sizes), max(sizes)
    ax = axes(ax, (4.6, max(2.2, 0.9 + 0.27 * len(norms))))
    place = {name: len(norms) - i for i, name in enumerate(norms)}
    ax.set(xscale="log", xlabel="norm of the gradient", xlim=(low / 2.5, high * 2))
    ax.hlines(
        [place[n] for n in kinds["drawn"]],
        low / 2,
        sizes[: len(kinds["drawn"])],
        color=COLORS["grey"],
        linewidth=1,
    )
    ax.plot(sizes[: len(kinds["drawn"])], [place[n] for n in kinds["drawn"]], "o", color=COLORS["blue"])
    for kind, at, mark, color in (
        ("0", low / 2, "o", "orange"),
        ("no gradient", low / 2, "None", "grey"),
        ("infinite", high, ">", "orange"),
        ("nan", low / 2, "x", "orange"),
    ):
        rows = [place[name] for name in kinds[kind]]
        ring: dict[str, Any] = {"marker": mark, "markerfacecolor": "none", "color": COLORS[color]}
        ax.plot([at] * len(rows), rows, linestyle="none", **ring)
        for row in rows:
            side = -9 if kind == "infinite" else 9
            ax.annotate(
                kind,
                (at, row),
                (side, 0),
                textcoords="offset points",
                va="center",
                ha="right" if side < 0 else "left",
            )
    ax.set_yticks([*place.values()], [*place])
    return worded(ax, f"Norm of the gradient in {len(norms)} layers: {_sizes(norms, kinds)}.")


def _norm(gradient: Any, name: str) -> float:
    """The root of the sum of squares, also where a square lies beyond the range of the dtype."""
    g = numbers(gradient, name, *range(9)).astype(float)
    top = float(np.abs(g).max())
    return top * float(np.linalg.norm(g / top)) if 0 < top < np.inf else top


def _kind(norm: float | None) -> str:
    if norm is None:
        return "no gradient"
    if not norm < np.inf:
        return "infinite" if norm == np.inf else "nan"
    return "drawn" if norm else "0"


def _sizes(norms: Mapping[str, float | None], kinds: Mapping[str, list[str]]) -> str:
    """The largest and the smallest norm, and which layers have none."""
    finite = {name: norms[name] or 0.0 for name in norms if name in (*kinds["drawn"], *kinds["0"])}
    says = []
    if finite:
        weakest, strongest = min(finite, key=finite.__getitem__), max(finite, key=finite.__getitem__)
        says.append(
            f"largest in {strongest}, {finite[strongest]:.2g}, smallest in {weakest}, {finite[weakest]:.2g}"
        )
    says += [f"{k}: {', '.join(kinds[k])}" for k in ("no gradient", "infinite", "nan") if kinds[k]]
    return "; ".join(says)


def activations(layers: Mapping[str, Any], ax: Axes | None = None) -> Axes:
    """Where the values of each layer lie: a thin line for 90 %, a thick one for half, a mark at the median.

    Parameters
    ----------
    layers : mapping of str to array
        The outputs of each layer for a batch, any shape, in the order of the forward pass. What is inf or
        nan is left out of the ranges, and its share is written beside.
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
    values = {n: numbers(a, f"layers[{n!r}]", *range(1, 9)).ravel().astype(float) for n, a in layers.items()}
    ax = axes(ax, (4.6, max(2.2, 0.9 + 0.34 * len(values))))
    words = []
    for i, (name, a) in enumerate(values.items()):
        at, finite, says = len(values) - i, a[np.isfinite(a)], name
        if finite.size:
            least, low, mid, high, most = np.quantile(finite, [0.05, 0.25, 0.5, 0.75, 0.95])
            ax.hlines(at, least, most, color=COLORS["blue"], linewidth=1.5)
            ax.hlines(at, low, high, color=COLORS["blue"], linewidth=7)
            ax.plot(mid, at, "D", color=COLORS["orange"], markersize=5)
            says += f" {least:.2g} to {most:.2g}"
        if zero := float((a == 0).mean()):
            says += f", {zero:.0%} exactly 0"
        if lost := 1 - finite.size / a.size:
            says += f", {lost:.0%} not finite" if finite.size else " not finite"
            place = (1, at) if finite.size else (0.5, at)
            ax.annotate(
                f"{lost:.0%} not finite",
                place,
                (-4, 7),
                ax.get_yaxis_transform(),
                "offset points",
                ha="right",
            )
        words.append(says)
    ax.set(xlabel="value", ylim=(0.4, len(values) + 0.6))
    ax.set_yticks(range(len(values), 0, -1), [*values])
    return worded(ax, f"Range of 90 percent of the activations in {len(values)} layers: {'; '.join(words)}.")
