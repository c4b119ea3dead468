"""Recurrent cells and the loop over time: equal to torch.nn, forward and backward."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.scratch import GRUCell, LSTMCell, RNNCell, Tensor, gradcheck, unroll

KINDS = {RNNCell: torch.nn.RNN, LSTMCell: torch.nn.LSTM, GRUCell: torch.nn.GRU}
every_cell = pytest.mark.parametrize("kind", KINDS)


def pair(kind, inputs, hidden, seed=0, **options):
    """Our cell and PyTorch's layer with the same weights."""
    ours = kind(inputs, hidden, generator=np.random.default_rng(seed))
    theirs = KINDS[kind](inputs, hidden, batch_first=True, **options).double()
    with torch.no_grad():
        for name, value in zip(NAMES, ours.parameters(), strict=True):
            getattr(theirs, name).copy_(torch.tensor(value.data.T))
    return ours, theirs


NAMES = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"]


def start(kind, draw, batch, hidden):
    """A random first state, for us and for PyTorch."""
    arrays = draw.normal(size=(2 if kind is LSTMCell else 1, batch, hidden))
    mine = tuple(Tensor(a, requires_grad=True) for a in arrays)
    other = [torch.tensor(a[None], requires_grad=True) for a in arrays]
    return mine, other, tuple(other) if kind is LSTMCell else other[0]


def flat(state):
    return state if isinstance(state, tuple) else (state,)


sizes = st.integers(1, 4)


@every_cell
@given(batch=sizes, time=st.integers(1, 6), inputs=sizes, hidden=sizes, seed=st.integers(0, 99))
def test_unrolled_cell_equals_the_layer_of_torch_forward_and_in_every_gradient(
    kind, batch, time, inputs, hidden, seed
):
    draw = np.random.default_rng(seed)
    ours, theirs = pair(kind, inputs, hidden, seed)
    mine, other, given_state = start(kind, draw, batch, hidden)
    data, upstream = draw.normal(size=(batch, time, inputs)), draw.normal(size=(batch, time, hidden))
    X, t = Tensor(data, requires_grad=True), torch.tensor(data, requires_grad=True)
    states, state = unroll(ours, X, mine)
    expected, expected_state = theirs(t, given_state)
    np.testing.assert_allclose(states.data, expected.detach(), rtol=1e-9, atol=1e-12)
    for a, b in zip(state, flat(expected_state), strict=True):
        np.testing.assert_allclose(a.data, b[0].detach(), rtol=1e-9, atol=1e-12)
    ((states * upstream).sum() + (state[-1] ** 2).sum()).backward()
    ((expected * torch.tensor(upstream)).sum() + (flat(expected_state)[-1] ** 2).sum()).backward()
    np.testing.assert_allclose(X.grad, t.grad, rtol=1e-8, atol=1e-11)
    for a, b in zip(mine, other, strict=True):
        np.testing.assert_allclose(a.grad, b.grad[0], rtol=1e-8, atol=1e-11)
    for name, p in zip(NAMES, ours.parameters(), strict=True):
        np.testing.assert_allclose(p.grad.T, getattr(theirs, name).grad, rtol=1e-8, atol=1e-11, err_msg=name)


@every_cell
def test_lengths_give_what_packing_gives_and_no_gradient_to_the_padding(kind):
    draw = np.random.default_rng(1)
    ours, theirs = pair(kind, 3, 4)
    data, lengths = draw.normal(size=(3, 5, 3)), [5, 1, 3]
    X, t = Tensor(data, requires_grad=True), torch.tensor(data, requires_grad=True)
    states, state = unroll(ours, X, lengths=lengths)
    packed = torch.nn.utils.rnn.pack_padded_sequence(t, lengths, batch_first=True, enforce_sorted=False)
    out, expected = theirs(packed)
    padded, _ = torch.nn.utils.rnn.pad_packed_sequence(out, batch_first=True)
    np.testing.assert_allclose(states.data, padded.detach(), rtol=1e-9, atol=1e-12)
    for a, b in zip(state, flat(expected), strict=True):
        np.testing.assert_allclose(a.data, b[0].detach(), rtol=1e-9, atol=1e-12)
    state[0].sum().backward()
    flat(expected)[0].sum().backward()
    np.testing.assert_allclose(X.grad, t.grad, rtol=1e-8, atol=1e-11)
    assert not X.grad[1, 1:].any() and X.grad[1, 0].all()


@every_cell
def test_its_slope_is_the_one_that_small_steps_measure(kind):
    draw = np.random.default_rng(2)
    cell = kind(2, 3, generator=draw)
    upstream = draw.normal(size=(2, 4, 3))
    gradcheck(lambda X: (unroll(cell, X)[0] * upstream).sum(), draw.normal(size=(2, 4, 2)))


@every_cell
def test_reading_in_two_parts_ends_where_reading_at_once_does(kind):
    draw = np.random.default_rng(3)
    cell, X = kind(2, 3, generator=draw), draw.normal(size=(2, 7, 2))
    whole, end = unroll(cell, X)
    first, state = unroll(cell, X[:, :3])
    second, last = unroll(cell, X[:, 3:], state)
    np.testing.assert_allclose(np.concatenate([first.data, second.data], 1), whole.data, rtol=1e-12)
    for a, b in zip(last, end, strict=True):
        np.testing.assert_allclose(a.data, b.data, rtol=1e-12)


@every_cell
def test_a_detached_state_stops_the_gradient(kind):
    draw = np.random.default_rng(4)
    cell = kind(2, 3, generator=draw)
    early, late = (Tensor(draw.normal(size=(1, 3, 2)), requires_grad=True) for _ in range(2))
    _, state = unroll(cell, early)
    unroll(cell, late, tuple(s.detach() for s in state))[1][0].sum().backward()
    assert early.grad is None and late.grad.all()


@every_cell
def test_float32_stays_float32(kind):
    cell = kind(2, 3, generator=np.random.default_rng(0), dtype=np.float32)
    states, state = unroll(cell, np.ones((2, 4, 2), np.float32), lengths=[4, 2])
    assert states.dtype == np.float32 and {s.dtype for s in state} == {np.dtype(np.float32)}


@every_cell
def test_weights_are_drawn_within_the_bounds_of_torch(kind):
    cell = kind(7, 16, generator=np.random.default_rng(0))
    for p in cell.parameters():
        assert 0.2 < np.abs(p.data).max() <= 0.25


def test_bad_shapes_are_refused_with_what_was_given():
    cell = RNNCell(2, 3, generator=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"expected X of shape \(batch, time, 2\), got \(4, 2\)"):
        unroll(cell, np.ones((4, 2)))
    with pytest.raises(ValueError, match="2 whole lengths from 1 to 3"):
        unroll(cell, np.ones((2, 3, 2)), lengths=[4, 1])
    with pytest.raises(ValueError, match="2 whole lengths from 1 to 3"):
        unroll(cell, np.ones((2, 3, 2)), lengths=[0, 1])
    with pytest.raises(ValueError, match="got 0 and 3"):
        GRUCell(0, 3, generator=np.random.default_rng(0))
