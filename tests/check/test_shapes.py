"""A wrong shape or a wrong kind of number is explained with its likely cause."""

import re

import numpy as np
import pytest

from dlcourse.check import same
from dlcourse.check.explain import dtypes, explain_shape, shapes
from tests.check.test_same import message

X = np.random.default_rng(1).normal(size=(5, 3))
V = X[:, 0]
IMAGE = np.random.default_rng(2).normal(size=(2, 4, 4, 3))

# (cause, got, expected, words of the message)
SHAPES = [
    ("empty", X[:0], X, "Your result is empty: was nothing appended, or nothing selected"),
    ("swapped_axes", X.T, X, r"The entries are right, but the axes are swapped: transpose it \(.T\)"),
    ("swapped_axes", X.T + 1, X, "Axes are swapped: is a transpose .* missing, or one too many"),
    ("swapped_axes", IMAGE.transpose(0, 3, 1, 2), IMAGE, r"transpose\(0, 2, 3, 1\) puts them right"),
    ("missing_axis", V, V[:, None], r"Axis 1, of size 1, is missing: keepdims=True .* or \[:, None\]"),
    ("missing_axis", V, V[None], r"Axis 0, of size 1, is missing: the batch axis \(x\[None\]\)"),
    ("missing_axis", 2.0, [2.0], r"Axis 0, of size 1, is missing: keepdims=True"),
    ("extra_axis", V[:, None], V, r".squeeze\(1\). Left there, \(5, 1\) minus \(5,\) broadcasts to"),
    ("extra_axis", V[None], V, r"Axis 0, of size 1, is one too many: drop it with .squeeze\(0\).$"),
    ("extra_axis", [2.0], 2.0, "One number was asked, not an array that holds one"),
    ("broadcast", np.ones((5, 5)), V, r"Did an array of shape \(5, 1\) meet one of shape \(5,\)"),
    ("broadcast", np.ones((5, 5)), V[:, None], r"Together they broadcast to \(5, 5\)"),
    ("flattened", X.ravel(), X, r"flattened \(the entries are right\): .*reshape\(5, 3\)"),
    ("flattened", X.ravel() + 1, X, r"flattened \(the number of entries is right\)"),
    ("not_flattened", X, X.ravel(), "was one long row asked"),
    ("not_reduced", X, X.sum(axis=1), "The sum over axis 1 is missing"),
    ("not_reduced", X, X.mean(axis=0), "The mean over axis 0 is missing"),
    ("not_reduced", X, X.max(axis=1), "The maximum over axis 1 is missing"),
    ("not_reduced", X, X.argmax(axis=1), "The argmax over axis 1 is missing"),
    ("not_reduced", X, X.mean(), "The mean over all entries is missing"),
    ("reduced_too_far", X.sum(), X.sum(axis=0), "the sum of the expected one over all axes: one reduction"),
    ("reduced_too_far", X.mean(axis=1), X, "the mean of the expected one over axis 1"),
    ("reduced_too_far", 7.5, X, "One number came back for everything: is an axis=... missing"),
    (
        "reduced_other_axis",
        X.sum(axis=0, keepdims=True),
        X.sum(axis=1, keepdims=True),
        "Reduced over axis 0 where",
    ),
    ("reduced_other_axis", V[None], V[:, None], "in a row for a column"),
    ("one_off", X[:-1], X, "The last entry along axis 0 is missing, the others are right"),
    ("one_off", X[:, 1:], X, "The first entry along axis 1 is missing, the others are right"),
    ("one_off", np.append(V, 1), V, "The last entry along axis 0 is one too many"),
    ("one_off", np.append(1, V), V, "The first entry along axis 0 is one too many"),
    ("one_off", X[:-1] + 1, X, "One entry too few along axis 0: a range off by one"),
    ("one_off", np.ones((6, 3)), X, "One entry too many along axis 0"),
]


@pytest.mark.parametrize(("cause", "got", "expected", "says"), SHAPES)
def test_a_wrong_shape_says_its_cause(cause, got, expected, says):
    got, expected = np.asarray(got), np.asarray(expected)
    first, *rest = message(got, expected).splitlines()
    assert first == f"it: shape {got.shape}, expected {expected.shape}"
    assert len(rest) == 1
    assert re.search(says, rest[0]), rest
    assert re.search(says, getattr(shapes, cause)(got, expected))


def test_every_cause_of_the_tables_has_a_case():
    assert {case[0] for case in SHAPES} == {cause.__name__ for cause in shapes.CAUSES}
    assert {case[0] for case in DTYPES} == {cause.__name__ for cause in dtypes.CAUSES}


@pytest.mark.parametrize("got", [(7,), (2, 2), (9, 4), (4, 2, 7)])
def test_a_shape_that_has_nothing_to_do_with_the_expected_one_gets_no_cause(got):
    rng = np.random.default_rng(0)
    assert explain_shape(rng.normal(size=got), X) == ""


def test_a_transposed_square_is_a_matter_of_values():
    square = X[:3]
    assert "transpose of the expected one" in message(square.T, square)


# (cause, got, expected, words of the message)
DTYPES = [
    ("truth_values", np.array([True, False]), [0.3, 0.2], "True and False where numbers were expected"),
    (
        "truncated",
        np.array([0, 1, -2]),
        [0.5, 1.2, -2.9],
        r"integers \(int64\), cut off after the decimal point",
    ),
    ("truncated", np.array([1, 1, 3]), [0.6, 1.2, 2.9], r"integers \(int64\), rounded to whole numbers"),
    ("truncated", np.array([4, 7]), [0.5, 1.2], "integers cannot hold what was expected: compute in floats"),
    (
        "not_thresholded",
        [0.3, -0.2, 0.1],
        [1, 0, 1],
        r"scores where 0 or 1 was asked: compare them \(scores > 0\)",
    ),
    (
        "not_thresholded",
        [0.7, 0.2],
        [True, False],
        r"scores where 0 or 1 was asked: compare them \(scores > 0",
    ),
    ("not_thresholded", [0.7, 0.2, 0.9], [1, 0, 1], r"compare them \(scores > 0.5\)"),
    ("not_rounded", [3.2, 4.9], [3, 5], "floats that round to the expected integers"),
]


@pytest.mark.parametrize(("cause", "got", "expected", "says"), DTYPES)
def test_a_wrong_kind_of_number_says_its_cause(cause, got, expected, says):
    got, expected = np.asarray(got), np.asarray(expected)
    assert re.search(says, message(got, expected).splitlines()[-1])
    assert re.search(says, getattr(dtypes, cause)(got, expected))


def test_right_values_of_another_dtype_are_right():
    same(np.array([1, 0]), [1.0, 0.0])
    same(np.array([True, False]), [1.0, 0.0])
    same(np.array([1.0, 0.0]), [True, False])
    same(np.array([1.0, 2.0]), [1, 2])


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ([2.0, 5.0], [1, 7]),
        ([0.3, 0.4, 0.2], [1, 0, 1]),
        (np.array([4, 7]), [1.0, 5.0]),
        ([0.5, 0.6], [1, 1]),
    ],
)
def test_a_kind_of_number_that_explains_nothing_is_not_blamed(got, expected):
    assert len(message(got, expected).splitlines()) == 2
