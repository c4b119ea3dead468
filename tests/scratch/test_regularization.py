"""Dropout and batch normalization: equal to torch while training and afterwards."""

import numpy as np
import pytest
import torch

from dlcourse.scratch import BatchNorm, Dropout, Tensor, gradcheck


def test_batch_norm_equals_torch_over_ten_steps_forward_backward_and_in_its_statistics():
    draw = np.random.default_rng(0)
    ours, theirs = BatchNorm(3), torch.nn.BatchNorm1d(3).double()
    ours.gamma.data, ours.beta.data = draw.normal(size=(2, 3))
    with torch.no_grad():
        theirs.weight.copy_(torch.tensor(ours.gamma.data))
        theirs.bias.copy_(torch.tensor(ours.beta.data))
    for batch in (2, 3, 5, 8, 2, 30, 4, 4, 7, 64):
        data, upstream = draw.normal(2, 3, (batch, 3)), draw.normal(size=(batch, 3))
        X, t = Tensor(data, requires_grad=True), torch.tensor(data, requires_grad=True)
        for p in (ours.gamma, ours.beta):
            p.grad = None
        theirs.zero_grad()
        out, expected = ours(X), theirs(t)
        (out * upstream).sum().backward()
        (expected * torch.tensor(upstream)).sum().backward()
        np.testing.assert_allclose(out.data, expected.detach(), rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(X.grad, t.grad, rtol=1e-7, atol=1e-10)
        np.testing.assert_allclose(ours.gamma.grad, theirs.weight.grad, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(ours.beta.grad, theirs.bias.grad, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(ours.running_mean, theirs.running_mean, rtol=1e-12)
        np.testing.assert_allclose(ours.running_var, theirs.running_var, rtol=1e-12)
    ours.training = False
    theirs.eval()
    row = draw.normal(size=(1, 3))
    np.testing.assert_allclose(ours(row).data, theirs(torch.tensor(row)).detach(), rtol=1e-12)


def test_batch_norm_has_the_slope_that_small_steps_measure():
    draw = np.random.default_rng(1)
    upstream = draw.normal(size=(4, 2))
    gradcheck(lambda X: (BatchNorm(2)(X) * upstream).sum(), draw.normal(size=(4, 2)))


def test_in_evaluation_batch_norm_leaves_its_statistics_alone():
    layer = BatchNorm(2)
    layer.training = False
    layer(np.full((5, 2), 9.0))
    assert layer.running_mean.tolist() == [0, 0] and layer.running_var.tolist() == [1, 1]


def test_float32_stays_float32():
    layer = BatchNorm(2, dtype=np.float32)
    X = np.random.default_rng(0).normal(size=(4, 2)).astype(np.float32)
    assert layer(X).dtype == np.float32 and layer.running_var.dtype == np.float32
    assert Dropout(0.5, generator=np.random.default_rng(0))(X).dtype == np.float32


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_dropout_keeps_the_mean_and_drops_the_share_it_was_told(p):
    out = Dropout(p, generator=np.random.default_rng(0))(np.ones(100_000)).data
    assert set(np.round(np.unique(out), 9)) == {0.0, round(1 / (1 - p), 9)}
    assert abs((out == 0).mean() - p) < 0.01
    assert abs(out.mean() - 1) < 0.03


def test_the_gradient_of_dropout_passes_where_the_number_passed():
    layer, X = Dropout(0.5, generator=np.random.default_rng(0)), Tensor(np.ones((4, 5)), requires_grad=True)
    out = layer(X)
    out.sum().backward()
    assert np.array_equal(X.grad, out.data)


def test_dropout_draws_anew_in_each_call_and_does_nothing_in_evaluation():
    layer = Dropout(0.5, generator=np.random.default_rng(0))
    assert not np.array_equal(layer(np.ones(50)).data, layer(np.ones(50)).data)
    layer.training = False
    assert np.array_equal(layer(np.ones(50)).data, np.ones(50))


@pytest.mark.parametrize("p", [-0.1, 1.0, 1.5])
def test_dropout_refuses_a_share_that_leaves_nothing(p):
    with pytest.raises(ValueError, match=f"got {p}"):
        Dropout(p, generator=np.random.default_rng(0))


def test_batch_norm_refuses_what_it_cannot_normalize():
    with pytest.raises(ValueError, match="at least 2 rows while training, got 1"):
        BatchNorm(3)(np.ones((1, 3)))
    with pytest.raises(ValueError, match=r"expected X of shape \(batch, 3\), got \(4, 2\)"):
        BatchNorm(3)(np.ones((4, 2)))
    with pytest.raises(ValueError, match="features must be at least 1, got 0"):
        BatchNorm(0)
    with pytest.raises(ValueError, match="momentum"):
        BatchNorm(3, momentum=0)
