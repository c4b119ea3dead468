"""Points in the plane, drawn by the project: small enough to look at every one of them."""

from typing import Literal, get_args

import numpy as np

Kind = Literal["blobs", "xor", "moons", "rings", "spiral"]


def points(kind: Kind, n: int = 200, *, noise: float = 0.1, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """`n` labeled points in the plane: `X`, float64 of shape (n, 2); `y`, int64 of 0s and 1s, shape (n,).

    Parameters
    ----------
    kind : {"blobs", "xor", "moons", "rings", "spiral"}
        A line separates "blobs" (while `noise` stays below about 0.2), and none of the other four.
    n : int
        How many points, at least 2; half of them (rounded down) have label 1.
    noise : float
        Standard deviation of the Gaussian scatter; the shapes reach to about 1. The arms of "spiral"
        begin to overlap at about 0.05.
    seed : int
        The same seed draws the same points.

    Raises
    ------
    ValueError
        For an unknown `kind`, fewer than 2 points, negative noise or a negative seed.

    Examples
    --------
    >>> X, y = points("xor", 8)
    >>> X.shape, int(y.sum())
    ((8, 2), 4)
    """
    if kind not in get_args(Kind):
        raise ValueError(f"kind must be one of {', '.join(get_args(Kind))}; got {kind!r}")
    if n < 2 or not 0 <= noise < np.inf or seed < 0:
        raise ValueError(f"need n >= 2, noise >= 0 and seed >= 0; got n={n}, noise={noise}, seed={seed}")
    rng = np.random.default_rng(seed)
    y = np.arange(n) % 2  # 0, 1, 0, 1, ...
    t = rng.uniform(0, 1, n)
    sign = 2 * y - 1
    if kind == "blobs":
        X = np.stack([0.6 * sign, 0.6 * sign], axis=1)
    elif kind == "xor":
        a = rng.integers(0, 2, n)  # which of the class's two opposite corners
        X = 0.7 * np.stack([2 * a - 1, (2 * a - 1) * -sign], axis=1)
    elif kind == "moons":
        X = np.stack(
            [np.cos(np.pi * t) * -sign + 0.5 * y - 0.25, np.sin(np.pi * t) * -sign + 0.5 * y - 0.25], axis=1
        )
    elif kind == "rings":
        X = np.where(y, 0.35, 1.0)[:, None] * np.stack([np.cos(2 * np.pi * t), np.sin(2 * np.pi * t)], axis=1)
    else:
        angle = 3 * np.pi * np.sqrt(t) + np.pi * y
        X = np.sqrt(t)[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    X = X + noise * rng.standard_normal((n, 2))
    order = rng.permutation(n)
    return X[order], y[order]
