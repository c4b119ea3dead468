"""`same`: compare a result with what it should be, and say what the difference looks like."""

import numpy as np


def same(
    got: object,
    expected: object,
    what: str = "result",
    *,
    rtol: float = 1e-5,
    atol: float = 1e-8,
    hint: str = "",
) -> str:
    a, b = np.asarray(got), np.asarray(expected)
    if a.shape != b.shape:
        raise AssertionError(f"{what}: shape {a.shape}, expected {b.shape}. {hint}")
    d = np.abs(a.astype(float) - b.astype(float)).max(initial=0.0)
    if not np.allclose(a, b, rtol=rtol, atol=atol, equal_nan=True):
        raise AssertionError(f"{what}: max|Δ| = {d:.1e}. {hint}")
    line = f"same: {what}  max|Δ| = {d:.1e}"
    print(line)
    return line
