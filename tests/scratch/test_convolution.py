"""Convolution and pooling: equal to torch for every stride, padding, dilation and number of groups."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from torch.nn import functional as F

from dlcourse.scratch import (
    Conv2d,
    Sequential,
    Tensor,
    avg_pool2d,
    conv2d,
    gradcheck,
    max_pool2d,
    relu,
    unfold,
)
from tests.scratch.oracle import agree

PAIRS = st.tuples(st.integers(1, 3), st.integers(1, 3))


@st.composite
def convolutions(draw):
    """Input, weights and settings for which at least one patch fits."""
    groups, batch = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    within, outputs = draw(st.integers(1, 2)), groups * draw(st.integers(1, 2))
    size, image = draw(PAIRS), draw(st.tuples(st.integers(1, 7), st.integers(1, 7)))
    how = {name: draw(PAIRS) for name in ("stride", "dilation")}
    how["padding"] = draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
    assume(
        all(
            n + 2 * p > d * (k - 1)
            for n, p, d, k in zip(image, how["padding"], how["dilation"], size, strict=True)
        )
    )
    numbers = np.random.default_rng(draw(st.integers(0, 2**32)))
    X = numbers.normal(size=(batch, groups * within, *image))
    return (
        X,
        numbers.normal(size=(outputs, within, *size)),
        numbers.normal(size=outputs),
        how | {"groups": groups},
    )


@given(convolutions())
def test_convolution_equals_torch_forward_and_backward(case):
    X, W, b, how = case
    agree(lambda X, W, b: conv2d(X, W, b, **how), lambda X, W, b: F.conv2d(X, W, b, **how), X, W, b)
    agree(lambda X, W: conv2d(X, W, **how), lambda X, W: F.conv2d(X, W, **how), X, W)


@st.composite
def poolings(draw):
    """Whole numbers, so that ties are common, and settings that torch accepts, too."""
    size = draw(PAIRS)
    padding = tuple(draw(st.integers(0, k // 2)) for k in size)
    image = tuple(draw(st.integers(max(k - 2 * p, 1), 7)) for k, p in zip(size, padding, strict=True))
    numbers = np.random.default_rng(draw(st.integers(0, 2**32)))
    X = numbers.integers(-2, 3, (draw(st.integers(1, 2)), draw(st.integers(1, 2)), *image)).astype(float)
    return X, size, {"stride": draw(st.none() | PAIRS), "padding": padding}


@given(poolings())
def test_pooling_equals_torch_forward_and_backward_ties_included(case):
    X, size, how = case
    agree(lambda X: max_pool2d(X, size, **how), lambda X: F.max_pool2d(X, size, **how), X)
    agree(lambda X: avg_pool2d(X, size, **how), lambda X: F.avg_pool2d(X, size, **how), X)


def test_global_average_pooling_is_a_mean():
    X = np.random.default_rng(0).normal(size=(2, 3, 4, 5))
    agree(lambda X: X.mean(axis=(2, 3)), lambda X: F.adaptive_avg_pool2d(X, 1).flatten(1), X)


def test_a_convolution_by_hand():
    X = Tensor(np.arange(9.0).reshape(1, 1, 3, 3), requires_grad=True)
    W = Tensor([[[[1.0, 0.0], [0.0, -1.0]]]], requires_grad=True)
    z = conv2d(X, W, [10.0])
    assert z.data.tolist() == [[[[6, 6], [6, 6]]]]  # each pixel minus the one below on the right
    z.sum().backward()
    assert X.grad.tolist() == [[[[1, 1, 0], [1, 0, -1], [0, -1, -1]]]]
    assert W.grad.tolist() == [[[[8, 12], [20, 24]]]]  # 0+1+3+4, 1+2+4+5, 3+4+6+7, 4+5+7+8


def test_convolution_has_the_slope_that_small_steps_measure():
    draw = np.random.default_rng(0)
    W, upstream = draw.normal(size=(4, 1, 2, 3)), draw.normal(size=(2, 4, 2, 3))
    how = {"stride": (2, 1), "padding": 1, "dilation": (3, 2), "groups": 2}
    gradcheck(lambda X: (conv2d(X, W, **how) * upstream).sum(), draw.normal(size=(2, 2, 5, 5)))


def test_the_layer_draws_weights_by_the_law_of_torch():
    torch.manual_seed(0)
    ours = Conv2d(6, 400, (3, 5), groups=2, generator=np.random.default_rng(0))
    theirs = torch.nn.Conv2d(6, 400, (3, 5), groups=2)
    for p, q in ((ours.W, theirs.weight), (ours.b, theirs.bias)):
        limit = 1 / np.sqrt(3 * 3 * 5)
        assert p.shape == tuple(q.shape)
        assert 0.98 * limit < np.abs(p.data).max() <= limit and 0.98 * limit < q.abs().max() <= limit


def test_a_net_of_both_layers_learns_one_batch():
    draw = np.random.default_rng(0)
    net = Sequential(
        Conv2d(1, 4, 3, padding=1, generator=draw), relu, lambda a: max_pool2d(a, 2),
        Conv2d(4, 2, 3, generator=draw), lambda a: a.reshape(8, -1).sum(axis=1),
    )  # fmt: skip
    X, y = draw.normal(size=(8, 1, 6, 6)), draw.normal(size=8)
    losses = []
    for _ in range(100):
        loss = ((net(X) - y) ** 2).mean()
        for p in net.parameters():
            p.zero_grad()
        loss.backward()
        for p in net.parameters():
            p.data = p.data - 0.02 * p.grad
        losses.append(loss.item())
    assert len(net.parameters()) == 4 and losses[-1] < losses[0] / 10


def test_float32_stays_float32():
    X = np.ones((1, 2, 4, 4), np.float32)
    layer = Conv2d(2, 2, 3, groups=2, generator=np.random.default_rng(0), dtype=np.float32)
    assert layer(X).dtype == max_pool2d(X, 2).dtype == avg_pool2d(X, 2).dtype == np.float32


def test_an_array_that_changes_later_does_not_change_a_gradient():
    X, W = np.ones((1, 1, 3, 3)), Tensor(np.ones((1, 1, 2, 2)), requires_grad=True)
    z = conv2d(X, W)
    X[:] = 9
    z.sum().backward()
    assert W.grad.tolist() == [[[[4, 4], [4, 4]]]]


def test_what_does_not_fit_is_refused_with_its_sizes():
    image = np.ones((1, 2, 4, 4))
    with pytest.raises(ValueError, match=r"shape \(batch, channels, height, width\), got \(4, 4\)"):
        unfold(np.ones((4, 4)), 2)
    with pytest.raises(ValueError, match="spans 5 x 5 pixels, the padded image has 4 x 4"):
        unfold(image, 3, dilation=2)
    with pytest.raises(ValueError, match=r"stride must be a whole number .* at least 1, got 0"):
        unfold(image, 2, stride=0)
    with pytest.raises(ValueError, match=r"padding must be a whole number .* at least 0, got 0.5"):
        unfold(image, 2, padding=0.5)
    with pytest.raises(ValueError, match=r"size must be .*, got \(1, 2, 3\)"):
        unfold(image, (1, 2, 3))
    with pytest.raises(ValueError, match=r"groups=1; got X \(1, 2, 4, 4\) and W \(3, 1, 2, 2\)"):
        conv2d(image, np.ones((3, 1, 2, 2)))
    with pytest.raises(ValueError, match="groups=2"):
        conv2d(image, np.ones((3, 1, 2, 2)), groups=2)
    with pytest.raises(ValueError, match="at most half of size 3, got 2"):
        max_pool2d(image, 3, padding=2)
    with pytest.raises(ValueError, match="got 2, 3 and 2"):
        Conv2d(2, 3, 3, groups=2, generator=np.random.default_rng(0))
