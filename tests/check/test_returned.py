"""`returned` gives the parts of a result, or says what came in their place."""

import numpy as np
import pytest
import torch

from dlcourse.check import returned, unchanged
from dlcourse.scratch import Tensor

X = np.arange(6.0).reshape(2, 3)


def message(value, *names) -> str:
    with pytest.raises(AssertionError) as caught:
        returned(value, *names)
    return str(caught.value)


@pytest.mark.parametrize(
    "value", [0, 0.0, False, "", [], np.zeros(0), X, torch.zeros(2), Tensor([1.0]), (X, X)]
)
def test_a_single_result_comes_back_itself(value):
    assert returned(value, "loss") is value


@pytest.mark.parametrize(
    "value",
    [(X, 0.5), [X, 0.5], np.array([1.0, 2.0]), X, torch.ones(2, 3), torch.ones(2), range(2), (X, [])],
)
def test_several_results_come_back_as_a_tuple_whatever_held_them(value):
    parts = returned(value, "w", "b")
    assert isinstance(parts, tuple)
    assert len(parts) == 2
    for part, entry in zip(parts, value, strict=True):
        np.testing.assert_array_equal(part, entry)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "w, b: your function returned nothing: is there a `return`?"),
        ((X,), "expected 2 results (w, b), got a tuple of 1 result"),
        ([X, X, X], "expected 2 results (w, b), got a list of 3 results"),
        ((), "expected 2 results (w, b), got an empty tuple"),
        (X.T, "expected 2 results (w, b), got one array of shape (3, 2)"),
        (torch.ones(4), "expected 2 results (w, b), got one array of shape (4,)"),
        (3.0, "expected 2 results (w, b), got 3.0"),
        (np.array(3.0), "expected 2 results (w, b), got array(3.)"),
        (np.float32(0.5), "expected 2 results (w, b), got np.float32(0.5)"),
        ("ab", "expected 2 results (w, b), got 'ab'"),
        ({"w": 1, "b": 2}, "expected 2 results (w, b), got a dict with the keys 'b', 'w'"),
        (..., "expected 2 results (w, b), got `...`: put your own code in its place"),
        ({1, 2}, "expected 2 results (w, b), got an object of type set"),
        ((X, None), "expected 2 results (w, b), but b is None"),
        ([None, None], "expected 2 results (w, b), but w and b are None"),
    ],
)
def test_what_came_instead_is_told(value, says):
    assert message(value, "w", "b") == says


def test_a_generator_and_a_function_are_told_with_the_way_out():
    assert "wrap it in list(...)" in message((x for x in X), "w", "b")
    assert "which was not called" in message(message, "w", "b")


def test_nothing_returned_is_told_of_one_and_of_many():
    assert message(None, "loss") == "loss: your function returned nothing: is there a `return`?"
    assert message(None, "w", "b", "mistakes").startswith("w, b, mistakes: your function returned nothing")


def test_it_stands_around_unchanged():
    def step(w, b):
        return w - 1, b + 1

    w, b = returned(unchanged(step, X, 0.0), "w", "b")
    np.testing.assert_array_equal(w, X - 1)
    assert b == 1
