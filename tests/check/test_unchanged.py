"""`unchanged` returns the result, and finds every argument that was written into."""

import functools
import re

import numpy as np
import pytest
import torch

from dlcourse.check import unchanged
from dlcourse.scratch import Tensor


def doubled(x):
    return 2 * x


def zeroed(x):
    x[0] = 0
    return x


@pytest.mark.parametrize(
    "x",
    [
        3.0,
        np.ones(3),
        np.array(2.0),
        np.array([np.nan, 1.0]),
        torch.ones(3),
        torch.ones(3, requires_grad=True),
        torch.ones(3, requires_grad=True) * 2,
        Tensor([1.0, 2.0]),
        Tensor([1.0], requires_grad=True) * 2,
        "ab",
        [1, 2],
    ],
)
def test_a_function_that_leaves_its_argument_alone_gives_its_result(x):
    result = unchanged(doubled, x)
    assert type(result) is type(doubled(x))


@pytest.mark.parametrize("x", [np.ones(3), torch.ones(3), torch.ones(3, requires_grad=True) * 2, [1.0, 2.0]])
def test_writing_into_an_argument_is_found(x):
    says = r"^zeroed: your function changed its argument `x` \((at \[0\]: )?\d became 0\)\nWork on a copy: "
    with pytest.raises(AssertionError, match=says):
        unchanged(zeroed, x)


def test_the_callers_own_array_is_safe_either_way():
    x = np.ones(3)
    with pytest.raises(AssertionError):
        unchanged(zeroed, x)
    np.testing.assert_array_equal(x, np.ones(3))
    result = unchanged(lambda a: a, x)
    result[0] = 5
    np.testing.assert_array_equal(x, np.ones(3))


def step(w, grads, config=None):
    w["W"] = w["W"] - 1
    return w


def popped(w, grads):
    grads.pop()


def deep(w, grads):
    grads[1]["b"][0, 1] = 7


def grown(w, grads):
    w["new"] = 1


def resized(w, grads):
    w["W"] = w["W"][:1]


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (step, r"`w` \(at \[0\]: 1 became 0\)"),
        (popped, r"`grads` \(it had 2 entries, now it has 1\)"),
        (deep, r"`grads` \(at \[0, 1\]: 0 became 7\)"),
        (grown, r"`w` \(its keys were \['W'\], now they are \['W', 'new'\]\)"),
        (resized, r"`w` \(its shape was \(2,\), now it is \(1,\)\)"),
    ],
)
def test_containers_are_watched_all_the_way_down(function, says):
    w, grads = {"W": np.ones(2)}, [np.zeros(2), {"b": np.zeros((2, 2))}]
    with pytest.raises(
        AssertionError, match=f"{function.__name__}: your function changed its argument {says}"
    ):
        unchanged(function, w, grads)


def test_a_second_argument_is_named():
    with pytest.raises(AssertionError, match="changed its argument `out`"):
        unchanged(lambda x, out: out.fill(1), np.ones(2), np.zeros(2))


@pytest.mark.parametrize(
    ("function", "name"),
    [(lambda *xs: zeroed(xs[1]), "number 2"), (functools.partial(lambda a, b, c: zeroed(c), 0), "c")],
)
def test_an_argument_without_a_name_is_named_by_its_place(function, name):
    with pytest.raises(AssertionError, match=f"changed its argument `{re.escape(name)}`"):
        unchanged(function, np.ones(2), np.ones(2))


def test_one_array_passed_twice_stays_one_array():
    x = np.ones(2)
    assert unchanged(lambda a, b: a is b, x, x)


def test_nan_is_not_a_change_but_becoming_nan_is():
    unchanged(doubled, np.array([np.nan]))
    with pytest.raises(AssertionError, match="1 became nan"):
        unchanged(lambda x: x.fill(np.nan), np.ones(1))


def test_gradients_may_be_left_on_a_tensor():
    def gradient(w):
        (w * w).sum().backward()
        return w.grad

    for w in (torch.ones(2, requires_grad=True), Tensor([1.0, 1.0], requires_grad=True)):
        np.testing.assert_array_equal(unchanged(gradient, w), [2, 2])
        assert w.grad is None


def test_a_graph_of_ten_thousand_steps_is_no_burden():
    x = Tensor([1.0], requires_grad=True)
    for _ in range(10_000):
        x = x + 1.0
    assert unchanged(lambda t: t.data[0], x) == 10_001


def test_an_error_of_the_function_passes_through():
    with pytest.raises(ZeroDivisionError):
        unchanged(lambda x: 1 / 0, 1)


def test_a_model_is_copied_and_may_be_used():
    net = torch.nn.Linear(2, 1)
    assert unchanged(lambda m, x: m(x), net, torch.ones(3, 2)).shape == (3, 1)


def forgetful(x):
    _ = x + x


@pytest.mark.parametrize("x", [1.0, np.ones(3), torch.ones(3), [1, 2], "text", Tensor([1.0])])
def test_a_function_that_returns_nothing_is_told(x):
    says = r"^forgetful: your function returned nothing: is there a `return`\?$"
    with pytest.raises(AssertionError, match=says):
        unchanged(forgetful, x)


def test_what_was_written_into_comes_before_what_was_not_returned():
    with pytest.raises(AssertionError, match="changed its argument `x`"):
        unchanged(lambda x: x.fill(0), np.ones(2))
