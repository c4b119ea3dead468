"""A gradient belongs to the values of the forward pass, whatever is changed before it comes back."""

import numpy as np
import pytest

from dlcourse.scratch import (
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
    gelu,
    leaky_relu,
    log_softmax,
    logsumexp,
    max_pool2d,
    mse,
    record,
    relu,
    sigmoid,
    softmax,
    softplus,
    tanh,
    unroll,
)
from dlcourse.scratch.functions import where

X = np.random.default_rng(0).normal(size=(2, 4)) + 0.1
IMAGE = np.random.default_rng(1).normal(size=(1, 2, 5, 5))
SEQUENCE = np.random.default_rng(2).normal(size=(2, 3, 4))


def gradients(operation, values, spoil):
    """The gradients of `operation(*leaves).sum()`, of squares so that each depends on the values."""
    leaves = [Tensor(v, requires_grad=True) for v in values]
    result = operation(*leaves)
    loss = (result * result).sum()
    if spoil:
        for leaf in leaves:
            leaf.data[...] = np.nan
    loss.backward()
    return [leaf.grad for leaf in leaves]


@pytest.mark.parametrize(
    ("operation", "values"),
    [
        (lambda a, b: a * b, (X, X + 1)),
        (lambda a, b: a * b, (X, X[0])),
        (lambda a, b: a / b, (X, X + 9)),
        (lambda a: a * a, (X,)),
        (lambda a: 2 / (a + 9), (X,)),
        (lambda a: a**3, (X,)),
        (lambda a: (a**2).log(), (X,)),
        (lambda a: (a * a + 1).sqrt(), (X,)),
        (lambda a: a.exp(), (X,)),
        (lambda a: a.tanh(), (X,)),
        (lambda a: a.max(axis=1), (X,)),
        (lambda a: a.mean(axis=0), (X,)),
        (lambda a: a.reshape(4, 2) * a.reshape(4, 2), (X,)),
        (lambda a: a.T * a.T, (X,)),
        (lambda a: a[0] * a[1], (X,)),
        (lambda a: a[:, 1:] * a[:, :-1], (X,)),
        (lambda a: a.detach() * a, (X,)),
        (lambda a, b: a @ b, (X, X.T)),
        (lambda a, b: a @ b, (X, X[0])),
        (lambda a, b: a @ b, (X[0], X.T)),
        (lambda a, b: a.T @ b, (X, X)),
        (relu, (X,)),
        (leaky_relu, (X,)),
        (sigmoid, (X,)),
        (softplus, (X,)),
        (tanh, (X,)),
        (gelu, (X,)),
        (lambda a: gelu(a, "tanh"), (X,)),
        (softmax, (X,)),
        (log_softmax, (X,)),
        (logsumexp, (X,)),
        (lambda a, b: where(X > 0, a, b), (X, X + 1)),
        (mse, (X, X + 1)),
        (lambda a: binary_cross_entropy_with_logits(a, X > 0), (X,)),
        (lambda a: cross_entropy(a, [0, 3]), (X,)),
        (lambda a, w, b: conv2d(a, w, b, padding=1), (IMAGE, IMAGE[:, :, :3, :3], np.ones(1))),
        (lambda a: max_pool2d(a, 2), (IMAGE,)),
        (lambda a: avg_pool2d(a, 2), (IMAGE,)),
    ],
)
def test_a_leaf_changed_in_place_changes_no_gradient(operation, values):
    for got, expected in zip(
        gradients(operation, values, True), gradients(operation, values, False), strict=True
    ):
        np.testing.assert_array_equal(got, expected)


@pytest.mark.parametrize(
    ("make", "inputs"),
    [
        (lambda g: Linear(4, 3, generator=g), X),
        (lambda g: Conv2d(2, 3, 3, generator=g), IMAGE),
        (lambda g: Conv2d(2, 2, 3, groups=2, stride=2, generator=g), IMAGE),
        (lambda g: RNNCell(4, 3, generator=g), SEQUENCE),
        (lambda g: LSTMCell(4, 3, generator=g), SEQUENCE),
        (lambda g: GRUCell(4, 3, generator=g), SEQUENCE),
    ],
)
def test_a_layer_updated_in_place_before_the_backward_pass_has_the_old_gradient(make, inputs):
    found = []
    for spoil in (False, True):
        layer = make(np.random.default_rng(3))
        result = unroll(layer, inputs, lengths=[3, 1])[0] if inputs is SEQUENCE else layer(inputs)
        loss = (result * result).sum()
        if spoil:
            for p in layer.parameters():
                p.data -= 1000.0
        loss.backward()
        found.append([p.grad for p in layer.parameters()])
    for got, expected in zip(*found, strict=True):
        np.testing.assert_array_equal(got, expected)


@pytest.mark.parametrize(
    "index",
    [
        np.array([0, 1]),
        np.array([0, 0]),
        np.array([], dtype=int),
        np.array([True, False]),
        [0, 1],
        [1, 1],
        [True, False],
        (np.array([0, 1]), np.array([2, 3])),
        ([0, 1], [2, 3]),
        (slice(None), np.array([1, 1])),
        (slice(None), [2, 0]),
        (np.array([False, True]), slice(1, 3)),
        (..., np.array([3])),
        (None, [0]),
        np.array([[0, 1], [1, 1]]),
        np.array([[True, False, True, False]] * 2),
    ],
)
def test_an_index_filled_anew_changes_no_gradient(index):
    x = Tensor(X, requires_grad=True)
    picked = x[index]
    expected = np.zeros_like(X)
    np.add.at(expected, index, np.ones(picked.shape))
    for part in index if isinstance(index, tuple) else (index,):
        if isinstance(part, np.ndarray):
            part[...] = False if part.dtype == bool else 1 - part.clip(0, 1)
        elif isinstance(part, list):
            part[:] = [1, 0, 0]
    picked.sum().backward()
    np.testing.assert_array_equal(x.grad, expected)


@pytest.mark.parametrize(
    "target", [np.array([0, 3]), [0, 3], np.array([0, 3], np.uint8), np.array([[9, 0], [9, 3]])[:, 1]]
)
def test_labels_of_the_next_batch_change_no_gradient(target):
    got = []
    for change in (False, True):
        z, labels = Tensor(X, requires_grad=True), target.copy()
        loss = cross_entropy(z, labels)
        if change:
            labels[:] = [1, 1]
        loss.backward()
        got.append(z.grad)
    np.testing.assert_array_equal(*got)


@pytest.mark.parametrize("loss", [mse, binary_cross_entropy_with_logits])
@pytest.mark.parametrize("kind", [np.array, list, Tensor])
def test_targets_and_inputs_of_the_next_batch_change_no_gradient(loss, kind):
    got = []
    for change in (False, True):
        W, inputs, target = Tensor(X.T, requires_grad=True), kind(X.tolist()), kind([[0.0, 1.0], [1.0, 0.0]])
        value = loss(Tensor(X) @ W if kind is list else inputs @ W, target)
        if change:
            for buffer in (inputs, target):
                rows = buffer.data if kind is Tensor else buffer
                rows[0][:] = [7.0] * len(rows[0])
        value.backward()
        got.append(W.grad)
    np.testing.assert_array_equal(*got)


def test_masks_and_lengths_of_the_next_batch_change_no_gradient():
    got = []
    for change in (False, True):
        cell = GRUCell(4, 3, generator=np.random.default_rng(0))
        lengths, mask = np.array([3, 1]), X > 0
        x = Tensor(X, requires_grad=True)
        total = (
            unroll(cell, SEQUENCE, lengths=lengths)[0].sum()
            + (where(mask, x, 0) * x).sum()
            + (x * mask).sum()
        )
        if change:
            lengths[:], mask[:] = 2, False
        total.backward()
        got.append([x.grad, *(p.grad for p in cell.parameters())])
    for a, b in zip(*got, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize(
    "make", [lambda x: x * 2, sigmoid, lambda x: x.reshape(8), lambda x: x.T, lambda x: x[0], lambda x: x + 0]
)
def test_a_result_in_the_graph_cannot_be_changed_in_place(make):
    result = make(Tensor(X, requires_grad=True))
    with pytest.raises(ValueError, match="read-only"):
        result.data[...] = 0


def test_what_no_graph_needs_may_be_changed():
    result = Tensor(X) * 2
    result.data[...] = 0
    given = X**2
    record(given, (Tensor(X, requires_grad=True), lambda g: g))
    given[0] = 1  # the caller's array stays the caller's


def test_dropout_keeps_the_mask_of_its_call():
    layer, x = Dropout(0.5, generator=np.random.default_rng(0)), Tensor(np.ones(50), requires_grad=True)
    first = layer(x)
    layer(x)
    first.sum().backward()
    np.testing.assert_array_equal(x.grad, first.data)
