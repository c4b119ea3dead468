"""What stands behind a sequence's end, or around an image, reaches neither results nor gradients."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.scratch import GRUCell, LSTMCell, RNNCell, Tensor, max_pool2d, unroll
from dlcourse.scratch.functions import where

FILLERS = [np.nan, np.inf, -np.inf, 1e308, -1e308, 5e-324]


@pytest.mark.parametrize("cell", [RNNCell, LSTMCell, GRUCell])
@settings(deadline=None, max_examples=40)
@given(st.data())
def test_the_padding_of_sequences_is_not_read(cell, data):
    batch, time = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 4))
    lengths = data.draw(st.lists(st.integers(1, time), min_size=batch, max_size=batch))
    filler, dtype = data.draw(st.sampled_from(FILLERS)), data.draw(st.sampled_from([np.float64, np.float32]))
    draw = np.random.default_rng(data.draw(st.integers(0, 99)))
    clean = draw.normal(size=(batch, time, 2)).astype(dtype)
    padded = clean.copy()
    with np.errstate(over="ignore"):
        padded[np.arange(time) >= np.array(lengths)[:, None]] = filler
    found = []
    for inputs in (clean, padded):
        layer, X = (
            cell(2, 3, generator=np.random.default_rng(0), dtype=dtype),
            Tensor(inputs, requires_grad=True),
        )
        states, last = unroll(layer, X, lengths=lengths)
        assert states.dtype == dtype
        ((states * states).sum() + sum((s * s).sum() for s in last)).backward()
        found.append([states.data, *(s.data for s in last), X.grad, *(p.grad for p in layer.parameters())])
    for got, expected in zip(*found, strict=True):
        np.testing.assert_array_equal(got, expected)
    X_grad = found[1][1 + len(last)]
    assert not X_grad[np.arange(time) >= np.array(lengths)[:, None]].any()


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("filler", FILLERS[:3])
def test_a_row_that_is_broken_itself_leaves_the_others_alone(filler):
    """nan within a row's length is that row's own; as in PyTorch, only weights see all rows."""
    X = np.random.default_rng(0).normal(size=(2, 3, 2))
    broken = X.copy()
    broken[0, 1] = filler
    cell = GRUCell(2, 3, generator=np.random.default_rng(0))
    (a, _), (b, _) = (unroll(cell, x, lengths=[2, 3]) for x in (X, broken))
    np.testing.assert_array_equal(a.data[1], b.data[1])
    np.testing.assert_array_equal(b.data[0, 2], 0)


def test_states_that_were_given_stay_behind_the_end():
    cell = LSTMCell(2, 3, generator=np.random.default_rng(0))
    start = tuple(Tensor(np.full((2, 3), 0.5), requires_grad=True) for _ in range(2))
    X = np.random.default_rng(0).normal(size=(2, 3, 2))
    X[1, 1:] = np.nan
    _, (h, c) = unroll(cell, X, start, lengths=[3, 1])
    _, (h_alone, c_alone) = unroll(cell, X[1:, :1], tuple(Tensor(s.data[1:]) for s in start))
    np.testing.assert_allclose(h.data[1], h_alone.data[0])
    np.testing.assert_allclose(c.data[1], c_alone.data[0])
    (h.sum() + c.sum()).backward()
    assert all(np.isfinite(s.grad).all() for s in start)


@pytest.mark.filterwarnings("ignore:invalid value", "ignore:overflow")
@settings(deadline=None)
@given(st.data())
def test_max_pooling_with_padding_equals_torch_on_every_kind_of_number(data):
    numbers = st.sampled_from([-np.inf, np.inf, np.nan, -1.0, 0.0, 1.0, -1e308])
    side = data.draw(st.integers(3, 4))
    X = np.array(data.draw(st.lists(numbers, min_size=side * side, max_size=side * side)))
    X = X.reshape(1, 1, side, side)
    size = data.draw(st.integers(2, 3))
    stride, padding = data.draw(st.integers(1, 3)), data.draw(st.integers(0, size // 2))
    mine, theirs = Tensor(X, requires_grad=True), torch.tensor(X, requires_grad=True)
    got = max_pool2d(mine, size, stride=stride, padding=padding)
    expected = torch.nn.functional.max_pool2d(theirs, size, stride=stride, padding=padding)
    np.testing.assert_array_equal(got.data, expected.detach().numpy())
    got.sum().backward()
    expected.sum().backward()
    if not np.isnan(X).any():  # of several nan PyTorch takes the last, NumPy the first
        np.testing.assert_array_equal(mine.grad, theirs.grad)
    assert mine.grad.sum() == got.data.size


@pytest.mark.parametrize("filler", FILLERS)
def test_where_hides_what_is_not_taken(filler):
    a, b = Tensor([1.0, filler], requires_grad=True), Tensor([filler, 2.0], requires_grad=True)
    result = where([True, False], a, b)
    np.testing.assert_array_equal(result.data, [1, 2])
    (result * result).sum().backward()
    np.testing.assert_array_equal(a.grad, [2, 0])
    np.testing.assert_array_equal(b.grad, [0, 4])
