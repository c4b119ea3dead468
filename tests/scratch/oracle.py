"""Run the same function in `dlcourse.scratch` and in PyTorch; value and gradients must agree."""

from collections.abc import Callable

import hypothesis.extra.numpy as hnp
import numpy as np
import torch
from hypothesis import strategies as st

from dlcourse.scratch import Tensor

# Small numbers, whole ones among them so that ties and zeros are common.
NUMBERS = st.one_of(st.integers(-3, 3).map(float), st.floats(-5, 5, allow_subnormal=False))
POSITIVE = st.floats(0.1, 5)
SHAPES = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)

HARD = np.array(
    [-1000.0, -745.0, -100.0, -40.0, -5.0, -1.0, -1e-9, -0.0, 0.0, 1e-9, 1.0, 5.0, 40.0, 710.0, 1000.0]
)


def arrays(
    shapes: object = SHAPES, numbers: st.SearchStrategy[float] = NUMBERS
) -> st.SearchStrategy[np.ndarray]:
    """float64 arrays of one of `shapes` (a strategy or one shape)."""
    return hnp.arrays(np.float64, shapes, elements=numbers)


def agree(
    ours: Callable[..., Tensor],
    theirs: Callable[..., torch.Tensor],
    *inputs: np.ndarray,
    tolerance: float = 1e-12,
) -> None:
    """Assert equal shape, dtype, value and, after a random gradient at the result, equal gradients."""
    mine = [Tensor(x, requires_grad=True) for x in inputs]
    other = [torch.tensor(x, requires_grad=True) for x in inputs]
    got, expected = ours(*mine), theirs(*other)
    assert got.shape == tuple(expected.shape)
    assert str(got.dtype) == str(expected.dtype).removeprefix("torch.")
    close(got.data, expected.detach().numpy(), tolerance, "value")
    gradient = np.random.default_rng(0).standard_normal(got.shape).astype(got.dtype)
    got.backward(gradient)
    expected.backward(torch.tensor(gradient))
    for i, (a, b) in enumerate(zip(mine, other, strict=True)):
        assert a.grad is not None and b.grad is not None
        assert a.grad.dtype == a.dtype
        close(a.grad, b.grad.numpy(), tolerance, f"gradient of input {i}")


def close(got: np.ndarray, expected: np.ndarray, tolerance: float, what: str) -> None:
    """Assert a difference below `tolerance`, relative to the largest element where that exceeds 1."""
    finite = np.abs(expected[np.isfinite(expected)])
    scale = max(1.0, float(finite.max(initial=0)))
    np.testing.assert_allclose(got, expected, rtol=0, atol=tolerance * scale, err_msg=what)
