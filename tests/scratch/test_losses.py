"""Losses against PyTorch, values by hand, and the mistakes they refuse."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.scratch import Tensor, binary_cross_entropy_with_logits, cross_entropy, gradcheck, mse
from tests.scratch.oracle import HARD, NUMBERS, agree, arrays

EXTREME = st.sampled_from(HARD.tolist()) | NUMBERS


@given(st.data(), st.lists(st.integers(1, 4), max_size=3))
def test_mse_equals_torch_in_both_gradients(data, shape):
    agree(mse, F.mse_loss, data.draw(arrays(tuple(shape))), data.draw(arrays(tuple(shape))))


@given(st.data(), st.lists(st.integers(1, 4), max_size=3))
def test_binary_cross_entropy_equals_torch_at_any_logit(data, shape):
    z = data.draw(arrays(tuple(shape), EXTREME))
    y = data.draw(arrays(tuple(shape), st.floats(0, 1)))
    agree(
        lambda t: binary_cross_entropy_with_logits(t, y),
        lambda t: F.binary_cross_entropy_with_logits(t, torch.tensor(y)),
        z,
    )


@given(st.data(), st.integers(1, 5), st.integers(1, 5))
def test_cross_entropy_equals_torch_at_any_logits(data, batch, classes):
    z = data.draw(arrays((batch, classes), EXTREME))
    labels = data.draw(st.lists(st.integers(0, classes - 1), min_size=batch, max_size=batch))
    agree(lambda t: cross_entropy(t, np.array(labels)), lambda t: F.cross_entropy(t, torch.tensor(labels)), z)


def test_losses_worked_out_by_hand():
    assert mse([1.0, 2.0, 3.0], [1.0, 0.0, 0.0]).item() == pytest.approx((0 + 4 + 9) / 3, abs=1e-15)
    assert binary_cross_entropy_with_logits([np.log(3)], [1]).item() == pytest.approx(
        np.log(4 / 3), abs=1e-15
    )
    assert cross_entropy([[0.0, np.log(3)]], [0]).item() == pytest.approx(np.log(4), abs=1e-15)


def test_the_gradient_of_cross_entropy_is_probability_minus_truth():
    z = Tensor([[0.0, np.log(3)], [0.0, 0.0]], requires_grad=True)
    cross_entropy(z, [0, 1]).backward()
    np.testing.assert_allclose(z.grad, np.array([[0.25 - 1, 0.75], [0.5, 0.5 - 1]]) / 2, atol=1e-15)


def test_losses_have_the_slope_that_small_steps_measure():
    z, y = np.array([[0.5, -1.0, 2.0], [0.1, 0.0, -0.3]]), np.array([[1.0, 0.0, 0.25], [0.5, 1.0, 0.0]])
    gradcheck(mse, z, y)
    gradcheck(lambda t: binary_cross_entropy_with_logits(t, y), z)
    gradcheck(lambda t: cross_entropy(t, [2, 0]), z)


@pytest.mark.parametrize("loss", [mse, binary_cross_entropy_with_logits])
def test_a_column_against_a_row_is_refused_before_it_broadcasts(loss):
    with pytest.raises(ValueError, match=r"the same shape, got \(4, 1\) and \(4,\); reshape"):
        loss(np.ones((4, 1)), np.ones(4))


def test_targets_outside_zero_to_one_are_refused():
    with pytest.raises(ValueError, match=r"must lie in \[0, 1\], got -1 to 1"):
        binary_cross_entropy_with_logits([0.0, 0.0], [-1.0, 1.0])


@pytest.mark.parametrize(
    ("logits", "labels", "error", "message"),
    [
        (np.ones((2, 3)), [0, 3], ValueError, r"must lie in 0\.\.2, got 0\.\.3"),
        (np.ones((2, 3)), [-1, 0], ValueError, r"must lie in 0\.\.2, got -1\.\.0"),
        (np.ones((2, 3)), [0.0, 1.0], TypeError, "integers, the index of the class, got dtype float64"),
        (np.ones((2, 3)), [[0], [1]], ValueError, r"got \(2, 3\) and \(2, 1\)"),
        (np.ones((2, 3)), [0, 1, 2], ValueError, r"got \(2, 3\) and \(3,\)"),
        (np.ones(3), [0], ValueError, r"expected logits of shape \(batch, classes\) .* got \(3,\)"),
    ],
)
def test_labels_that_name_no_class_are_refused(logits, labels, error, message):
    with pytest.raises(error, match=message):
        cross_entropy(logits, labels)
