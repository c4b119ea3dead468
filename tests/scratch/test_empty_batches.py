"""A batch without examples goes through forward and backward as in PyTorch."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from dlcourse.scratch import (
    BatchNorm,
    Conv2d,
    Dropout,
    GRUCell,
    Linear,
    LSTMCell,
    RNNCell,
    Tensor,
    avg_pool2d,
    binary_cross_entropy_with_logits,
    conv2d,
    cross_entropy,
    log_softmax,
    logsumexp,
    max_pool2d,
    mlp,
    mse,
    softmax,
    unfold,
    unroll,
)
from tests.scratch.oracle import agree

ROWS, IMAGES, KERNEL = np.zeros((0, 3)), np.zeros((0, 2, 4, 5)), np.ones((4, 2, 3, 3))


@pytest.mark.parametrize(
    ("ours", "theirs", "inputs"),
    [
        (lambda x, w: x @ w, lambda x, w: x @ w, (ROWS, np.ones((3, 2)))),
        (lambda x, w: x @ w, lambda x, w: x @ w, (ROWS, np.ones(3))),
        (lambda x, w: w @ x, lambda x, w: w @ x, (ROWS, np.ones((2, 0)))),
        (lambda x, b: x + b, lambda x, b: x + b, (ROWS, np.ones(3))),
        (lambda x: x.sum(), lambda x: x.sum(), (ROWS,)),
        (lambda x: x.sum(axis=0), lambda x: x.sum(0), (ROWS,)),
        (lambda x: x.mean(axis=1), lambda x: x.mean(1), (ROWS,)),
        (lambda x: x.mean(), lambda x: x.mean(), (ROWS,)),
        (lambda x: x.max(axis=1), lambda x: x.amax(1), (ROWS,)),
        (lambda x: x.T, lambda x: x.T, (ROWS,)),
        (lambda x: x.reshape(3, 0), lambda x: x.reshape(3, 0), (ROWS,)),
        (lambda x: x[:, 1], lambda x: x[:, 1], (ROWS,)),
        (lambda x: x[np.zeros(0, int)], lambda x: x[[]], (ROWS,)),
        (softmax, lambda x: x.softmax(-1), (ROWS,)),
        (log_softmax, lambda x: x.log_softmax(-1), (ROWS,)),
        (logsumexp, lambda x: x.logsumexp(-1), (ROWS,)),
        (lambda x: mse(x, ROWS), lambda x: F.mse_loss(x, torch.tensor(ROWS)), (ROWS,)),
        (
            lambda x: binary_cross_entropy_with_logits(x, ROWS),
            lambda x: F.binary_cross_entropy_with_logits(x, torch.tensor(ROWS)),
            (ROWS,),
        ),
        (lambda x: cross_entropy(x, []), lambda x: F.cross_entropy(x, torch.zeros(0).long()), (ROWS,)),
        (lambda x, w: conv2d(x, w), F.conv2d, (IMAGES, KERNEL)),
        (
            lambda x, w, b: conv2d(x, w, b, stride=2, padding=1, groups=2),
            lambda x, w, b: F.conv2d(x, w, b, stride=2, padding=1, groups=2),
            (IMAGES, KERNEL[:, :1], np.ones(4)),
        ),
        (
            lambda x, w: conv2d(x, w, dilation=2),
            lambda x, w: F.conv2d(x, w, dilation=2),
            (IMAGES, KERNEL[:, :, :2]),
        ),
        (lambda x: max_pool2d(x, 2), lambda x: F.max_pool2d(x, 2), (IMAGES,)),
        (
            lambda x: max_pool2d(x, 3, stride=1, padding=1),
            lambda x: F.max_pool2d(x, 3, stride=1, padding=1),
            (IMAGES,),
        ),
        (lambda x: avg_pool2d(x, 2), lambda x: F.avg_pool2d(x, 2), (IMAGES,)),
        (lambda x: avg_pool2d(x, 2, padding=1), lambda x: F.avg_pool2d(x, 2, padding=1), (IMAGES,)),
    ],
)
@pytest.mark.filterwarnings(
    "ignore:Mean of empty", "ignore:invalid value", "ignore:divide by zero", "ignore:The use of `x.T`"
)
def test_an_operation_on_no_examples_equals_torchs(ours, theirs, inputs):
    agree(ours, theirs, *inputs)


@pytest.mark.parametrize("kind", [RNNCell, LSTMCell, GRUCell])
@pytest.mark.parametrize("lengths", [None, [], np.zeros(0, int), np.zeros(0)])
def test_recurrent_cells_read_no_sequences(kind, lengths):
    cell = kind(2, 3, generator=np.random.default_rng(0))
    states, last = unroll(cell, np.zeros((0, 4, 2)), lengths=lengths)
    assert states.shape == (0, 4, 3)
    assert all(s.shape == (0, 3) for s in last)
    states.sum().backward()
    assert all(not p.grad.any() and p.grad.shape == p.shape for p in cell.parameters())


@pytest.mark.parametrize(
    ("layer", "inputs", "shape"),
    [
        (Linear(3, 2, generator=np.random.default_rng(0)), ROWS, (0, 2)),
        (mlp([3, 4, 2], generator=np.random.default_rng(0)), ROWS, (0, 2)),
        (Conv2d(2, 4, 3, generator=np.random.default_rng(0)), IMAGES, (0, 4, 2, 3)),
        (Conv2d(2, 4, 3, padding=1, groups=2, generator=np.random.default_rng(0)), IMAGES, (0, 4, 4, 5)),
    ],
)
def test_layers_give_no_results_and_gradients_of_zero(layer, inputs, shape):
    result = layer(inputs)
    assert result.shape == shape
    result.sum().backward()
    assert all(not p.grad.any() for p in layer.parameters())


def test_layers_that_learn_from_the_batch():
    assert Dropout(0.5, generator=np.random.default_rng(0))(ROWS).shape == (0, 3)
    layer = BatchNorm(3)
    with pytest.raises(ValueError, match="at least 2 rows while training, got 0"):
        layer(ROWS)
    layer.training = False
    assert layer(Tensor(ROWS)).shape == (0, 3)
    assert unfold(IMAGES, 2).shape == (0, 2, 3, 4, 2, 2)
