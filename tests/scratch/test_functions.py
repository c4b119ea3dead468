"""Activations and probabilities against PyTorch: random arrays, any axis, and logits of ±1000."""

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from dlcourse.scratch import (
    Tensor,
    gelu,
    gradcheck,
    leaky_relu,
    log_softmax,
    logsumexp,
    relu,
    sigmoid,
    softmax,
    softplus,
    tanh,
)
from tests.scratch.oracle import HARD, agree, arrays

ELEMENTWISE = {
    "relu": (relu, F.relu),
    "leaky_relu": (leaky_relu, F.leaky_relu),
    "leaky_relu 0.2": (lambda x: leaky_relu(x, 0.2), lambda x: F.leaky_relu(x, 0.2)),
    "sigmoid": (sigmoid, torch.sigmoid),
    "softplus": (softplus, lambda x: torch.logaddexp(x, torch.zeros_like(x))),
    "tanh": (tanh, torch.tanh),
    "gelu": (gelu, F.gelu),
    "gelu tanh": (lambda x: gelu(x, approximate="tanh"), lambda x: F.gelu(x, approximate="tanh")),
}
ALONG_AN_AXIS = {"softmax": (softmax, torch.softmax), "log_softmax": (log_softmax, torch.log_softmax)}
pytestmark = pytest.mark.filterwarnings(
    "ignore:divide by zero encountered:RuntimeWarning",  # the log of an empty sum is -inf
    "ignore:invalid value encountered in divide:RuntimeWarning",
)
LOGITS = st.integers(-1000, 1000).map(float) | st.floats(-10, 10) | st.sampled_from([-1000.0, 0.0, 1000.0])


@pytest.mark.parametrize("name", ELEMENTWISE)
@given(arrays())
def test_an_activation_equals_torch(name, x):
    agree(*ELEMENTWISE[name], x)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_an_activation_equals_torch_at_zero_and_far_out(name):
    agree(*ELEMENTWISE[name], HARD)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_an_activation_keeps_float32(name):
    agree(*ELEMENTWISE[name], HARD.astype(np.float32), tolerance=1e-6)
    agree(*ELEMENTWISE[name], np.float32(0.5), tolerance=1e-6)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_an_activation_warns_of_nothing(name, recwarn):
    agree(*ELEMENTWISE[name], HARD)
    assert not [w.message for w in recwarn]


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_an_activation_has_the_slope_that_small_steps_measure(name):
    gradcheck(lambda x: (ELEMENTWISE[name][0](x) * np.arange(1.0, 8.0)).sum(), np.linspace(-3, 3.1, 7))


@pytest.mark.parametrize(
    ("f", "x", "y", "slope"),
    [
        (relu, [-2.0, 0.0, 3.0], [0, 0, 3], [0, 0, 1]),
        (leaky_relu, [-2.0, 0.0, 3.0], [-0.02, 0, 3], [0.01, 0.01, 1]),
        (sigmoid, [0.0, np.log(3)], [0.5, 0.75], [0.25, 0.1875]),
        (softplus, [0.0], [np.log(2)], [0.5]),
        (tanh, [0.0, np.log(2)], [0, 0.6], [1, 0.64]),
        (gelu, [0.0], [0], [0.5]),
    ],
)
def test_activations_and_slopes_worked_out_by_hand(f, x, y, slope):
    t = Tensor(x, requires_grad=True)
    f(t).sum().backward()
    np.testing.assert_allclose(f(t).data, y, rtol=1e-15, atol=1e-15)
    np.testing.assert_allclose(t.grad, slope, rtol=1e-15, atol=1e-15)


@st.composite
def logits(draw):
    """Logits up to ±1000 and an axis; axes may be empty or of size 1."""
    x = draw(arrays(hnp.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=4), LOGITS))
    return x, draw(st.integers(-x.ndim, x.ndim - 1))


@pytest.mark.parametrize("name", ALONG_AN_AXIS)
@given(logits())
def test_probabilities_equal_torch_along_any_axis(name, case):
    (x, axis), (ours, theirs) = case, ALONG_AN_AXIS[name]
    agree(lambda t: ours(t, axis), lambda t: theirs(t, axis), x)


@given(logits(), st.booleans())
def test_logsumexp_equals_torch_along_any_axis(case, keepdims):
    x, axis = case
    agree(
        lambda t: logsumexp(t, axis, keepdims=keepdims),
        lambda t: torch.logsumexp(t, axis, keepdim=keepdims),
        x,
    )


@given(arrays((3, 4)), st.floats(-1000, 1000))
def test_softmax_is_shift_invariant(x, shift):
    np.testing.assert_allclose(softmax(x + shift).data, softmax(x).data, atol=1e-12)


@given(logits())
def test_softmax_sums_to_one_along_its_axis(case):
    x, axis = case
    total = softmax(x, axis).data.sum(axis)
    np.testing.assert_allclose(total, np.ones_like(total) if x.shape[axis] else 0, atol=1e-14)


def test_a_masked_logit_has_no_probability_and_takes_no_gradient():
    agree(softmax, lambda t: torch.softmax(t, -1), np.array([1.0, -np.inf, 2.0]))


def test_logsumexp_of_infinite_logits_equals_torch():
    x = np.array([[-np.inf, -np.inf], [-np.inf, 3.0], [np.inf, 3.0]])
    assert logsumexp(x).data.tolist() == torch.logsumexp(torch.tensor(x), -1).tolist() == [-np.inf, 3, np.inf]


def test_log_softmax_stays_finite_where_the_probability_rounds_to_zero():
    assert log_softmax([0.0, 1000.0]).data.tolist() == [-1000, 0]


@pytest.mark.parametrize("f", [softmax, log_softmax, logsumexp])
def test_probabilities_have_the_slope_that_small_steps_measure(f):
    weights = np.array([[1.0, -2.0, 3.0]] * 2) if f is not logsumexp else np.array([1.0, -2.0])
    gradcheck(lambda x: (f(x) * weights).sum(), np.array([[0.1, 2.0, -1.0], [3.0, 0.0, 0.5]]))


def test_probabilities_keep_float32():
    x = np.array([[1.0, 2.0], [1000.0, -1000.0]], np.float32)
    agree(logsumexp, lambda t: torch.logsumexp(t, -1), x, tolerance=1e-6)
    for ours, theirs in ALONG_AN_AXIS.values():
        agree(ours, lambda t, theirs=theirs: theirs(t, -1), x, tolerance=1e-6)


def test_an_unknown_approximation_is_refused():
    with pytest.raises(ValueError, match='"none" or "tanh", got \'erf\''):
        gelu([1.0], approximate="erf")
