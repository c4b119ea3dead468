"""The checker itself: it measures slopes, and it finds the wrong ones."""

import numpy as np
import pytest
from hypothesis import given

from dlcourse.scratch import Tensor, gradcheck, numeric_gradient, record
from tests.scratch.oracle import arrays


@given(arrays((2, 3)))
def test_small_steps_measure_the_slope_of_a_cube(x):
    slope = numeric_gradient(lambda v: float((v**3).sum()), x)
    np.testing.assert_allclose(slope, 3 * x**2, atol=1e-7)


def test_the_point_is_not_moved():
    x = np.array([1.0, 2.0])
    numeric_gradient(lambda v: float((v * v).sum()), x)
    assert x.tolist() == [1, 2]


def test_a_point_without_elements_has_an_empty_gradient():
    assert numeric_gradient(lambda v: float(v.sum()), np.zeros((0, 3))).shape == (0, 3)


def test_a_right_backward_passes_and_the_difference_is_returned():
    error = gradcheck(lambda a, b: (a @ b).tanh().sum(), np.full((2, 3), 0.1), np.full((3, 2), 0.2))
    assert 0 < error < 1e-8


def test_a_wrong_backward_is_found_with_its_place_and_both_values():
    def wrong_square(x: Tensor) -> Tensor:
        slope = np.array([2.0, 3.0]) * x.data  # the second is wrong
        return record(x.data**2, (x, lambda g: g * slope))

    with pytest.raises(
        AssertionError, match=r"input 1, element \(1,\): backward\(\) gives 15, .* measure 10"
    ):
        gradcheck(lambda a, b: (a + wrong_square(b)).sum(), np.ones(2), np.array([4.0, 5.0]))


def test_a_gradient_that_never_arrives_is_found():
    with pytest.raises(AssertionError, match=r"input 0, element \(0,\): backward\(\) gives 0, .* measure 1"):
        gradcheck(lambda a, b: (a.detach() + b).sum(), np.ones(2), np.ones(2))


def test_a_gradient_of_nan_is_found():
    with pytest.raises(AssertionError, match="gives nan"):
        gradcheck(lambda a: record(a.data.sum(), (a, lambda g: g * np.full(2, np.nan))), np.ones(2))


def test_float32_is_refused_with_the_reason():
    with pytest.raises(ValueError, match="must be float64, got float32"):
        numeric_gradient(lambda v: float(v.sum()), np.ones(2, np.float32))
