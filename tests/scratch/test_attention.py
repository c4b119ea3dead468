"""Attention, several heads of it and layer normalization: equal to PyTorch, forward and backward."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.scratch import LayerNorm, MultiHeadAttention, Tensor, attention, gradcheck
from tests.scratch.oracle import agree, close

sizes = st.integers(1, 4)


@given(batch=sizes, T=sizes, S=sizes, d=sizes, d_v=sizes, masked=st.booleans(), seed=st.integers(0, 99))
def test_attention_equals_the_function_of_torch_in_value_and_gradients(batch, T, S, d, d_v, masked, seed):
    draw = np.random.default_rng(seed)
    q, k, v = (3 * draw.normal(size=s) for s in ((batch, T, d), (batch, S, d), (batch, S, d_v)))
    mask = draw.random((batch, T, S)) < 0.6 if masked else None  # rows without any True among them
    agree(
        lambda q, k, v: attention(q, k, v, mask)[0],
        lambda q, k, v: F.scaled_dot_product_attention(
            q, k, v, attn_mask=None if mask is None else torch.tensor(mask)
        ),
        *(q, k, v),
    )


def test_three_numbers_by_hand():
    out, weights = attention([[1.0]], [[0.0], [np.log(2)], [np.log(5)]], [[8.0], [16.0], [24.0]])
    np.testing.assert_allclose(weights.data, [[1 / 8, 2 / 8, 5 / 8]])
    np.testing.assert_allclose(out.data, [[20.0]])


def test_weights_sum_to_one_and_are_zero_where_the_mask_forbids():
    draw, mask = np.random.default_rng(0), np.tri(5, dtype=bool)
    q, k, v = draw.normal(size=(3, 2, 5, 4))
    weights = attention(q, k, v, mask)[1].data
    np.testing.assert_allclose(weights.sum(-1), 1)
    assert not weights[:, ~mask].any() and (weights[:, mask] > 0).all()


def test_who_may_look_nowhere_gets_zeros_and_no_gradient():
    draw = np.random.default_rng(0)
    q, k, v = (Tensor(x, requires_grad=True) for x in draw.normal(size=(3, 2, 4)))
    out, weights = attention(q, k, v, [[True, False], [False, False]])
    assert not out.data[1].any() and not weights.data[1].any()
    out.sum().backward()
    assert not q.grad[1].any() and all(np.isfinite(x.grad).all() for x in (q, k, v))


def test_scores_in_the_thousands_do_not_overflow():
    out, weights = attention([[1000.0]], [[1000.0], [-1000.0]], [[1.0], [2.0]], [[True, True]])
    assert weights.data.tolist() == [[1.0, 0.0]] and out.data.tolist() == [[1.0]]


def test_the_future_changes_nothing_before_it():
    draw, mask = np.random.default_rng(0), np.tri(6, dtype=bool)
    layer = MultiHeadAttention(8, 2, generator=draw)
    x = draw.normal(size=(1, 6, 8))
    other = x.copy()
    other[:, 4:] = 100
    before, after = (layer(data, mask=mask)[0].data for data in (x, other))
    np.testing.assert_array_equal(before[:, :4], after[:, :4])
    assert (before[:, 4:] != after[:, 4:]).any(axis=-1).all()


def pair(dim, heads, seed=0):
    """Our layer and PyTorch's with the same weights."""
    ours = MultiHeadAttention(dim, heads, generator=np.random.default_rng(seed))
    theirs = torch.nn.MultiheadAttention(dim, heads, batch_first=True).double()
    three = (ours.query, ours.key, ours.value)
    with torch.no_grad():
        theirs.in_proj_weight.copy_(torch.tensor(np.concatenate([layer.W.data.T for layer in three])))
        theirs.in_proj_bias.copy_(torch.tensor(np.concatenate([layer.b.data for layer in three])))
        theirs.out_proj.weight.copy_(torch.tensor(ours.out.W.data.T))
        theirs.out_proj.bias.copy_(torch.tensor(ours.out.b.data))
    return ours, theirs


@pytest.mark.parametrize("heads", [1, 2, 4])
@pytest.mark.parametrize("context", [False, True])
def test_many_heads_equal_the_layer_of_torch_with_padding_in_every_gradient(heads, context):
    draw = np.random.default_rng(heads)
    ours, theirs = pair(8, heads)
    x = draw.normal(size=(3, 5, 8))
    y = draw.normal(size=(3, 7, 8)) if context else x
    real = np.arange(y.shape[1]) < np.array([[y.shape[1]], [2], [4]])  # (B, S)
    X, Y = Tensor(x, requires_grad=True), Tensor(y, requires_grad=True)
    tX, tY = torch.tensor(x, requires_grad=True), torch.tensor(y, requires_grad=True)
    out, weights = ours(X, Y, mask=real[:, None, None])
    padding = torch.tensor(~real)
    expected, looks = theirs(tX, tY, tY, key_padding_mask=padding, average_attn_weights=False)
    close(out.data, expected.detach().numpy(), 1e-12, "output")
    close(weights.data, looks.detach().numpy(), 1e-12, "weights")
    upstream = draw.normal(size=out.shape)
    (out * upstream).sum().backward()
    (expected * torch.tensor(upstream)).sum().backward()
    close(X.grad, tX.grad.numpy(), 1e-11, "gradient of X")
    close(Y.grad, tY.grad.numpy(), 1e-11, "gradient of the context")
    three = (ours.query, ours.key, ours.value)
    close(np.concatenate([m.W.grad.T for m in three]), theirs.in_proj_weight.grad.numpy(), 1e-11, "in")
    close(np.concatenate([m.b.grad for m in three]), theirs.in_proj_bias.grad.numpy(), 1e-11, "biases")
    close(ours.out.W.grad.T, theirs.out_proj.weight.grad.numpy(), 1e-11, "out")


@given(rows=sizes, features=st.integers(1, 5), seed=st.integers(0, 99))
def test_layer_norm_equals_that_of_torch(rows, features, seed):
    draw = np.random.default_rng(seed)
    layer = LayerNorm(features)
    layer.gamma.data[:], layer.beta.data[:] = draw.normal(size=(2, features))
    gamma, beta = torch.tensor(layer.gamma.data), torch.tensor(layer.beta.data)
    x = draw.normal(size=(2, rows, features))
    agree(layer, lambda x: F.layer_norm(x, (features,), gamma, beta), x, tolerance=1e-9)


def test_slopes_are_those_that_small_steps_measure():
    draw = np.random.default_rng(0)
    layer, norm = MultiHeadAttention(4, 2, generator=draw), LayerNorm(4)
    upstream = draw.normal(size=(2, 3, 4))
    gradcheck(
        lambda X: (norm(layer(X, mask=np.tri(3, dtype=bool))[0]) * upstream).sum(),
        draw.normal(size=(2, 3, 4)),
    )


def test_float32_stays_float32():
    layer = MultiHeadAttention(4, 2, generator=np.random.default_rng(0), dtype=np.float32)
    out, weights = layer(np.ones((2, 3, 4), np.float32), mask=np.tri(3, dtype=bool))
    norm = LayerNorm(4, dtype=np.float32)(out)
    assert {out.dtype, weights.dtype, norm.dtype} == {np.dtype(np.float32)}


def test_parameters_are_all_there():
    layer = MultiHeadAttention(8, 2, generator=np.random.default_rng(0))
    assert sum(p.data.size for p in layer.parameters()) == 4 * (8 * 8 + 8)
    assert [p.shape for p in LayerNorm(3).parameters()] == [(3,), (3,)]


def test_bad_input_is_refused_with_what_was_given():
    x = np.ones((2, 3, 4))
    with pytest.raises(ValueError, match=r"k \(\.\.\., S, d\).*got \(2, 3, 4\), \(2, 3, 5\)"):
        attention(x, np.ones((2, 3, 5)), x)
    with pytest.raises(ValueError, match="expected q"):
        attention(np.ones(4), x, x)
    with pytest.raises(TypeError, match="True where a query may look, got int64"):
        attention(x, x, x, np.ones((3, 3), np.int64))
    with pytest.raises(ValueError, match=r"broadcasts to \(2, 3, 3\), got \(2, 4\)"):
        attention(x, x, x, np.ones((2, 4), bool))
    with pytest.raises(ValueError, match="got dim 6 and 4 heads"):
        MultiHeadAttention(6, 4, generator=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"expected \(batch, time, 8\), got \(2, 3, 4\)"):
        MultiHeadAttention(8, 4, generator=np.random.default_rng(0))(x)
    with pytest.raises(ValueError, match=r"expected X of shape \(\.\.\., 3\)"):
        LayerNorm(3)(x)
    with pytest.raises(ValueError, match="at least 1, got 0"):
        LayerNorm(0)
