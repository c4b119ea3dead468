"""Each pattern is named on random arrays that show it, and on no others."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.special import log_softmax, softmax

from dlcourse.check import same
from dlcourse.check.explain import arithmetic, explain_values, order, place, precision, slices
from dlcourse.check.explain.factors import is_whole
from tests.check.drawn import arrays

FAMILIES = (arithmetic, order, place, precision, slices)


@dataclass(frozen=True)
class Case:
    """A pattern, words of its message, and how the two arrays come from a random one."""

    pattern: str
    says: str
    got: Callable  # (expected, rng) -> got
    expected: Callable = lambda x: x  # random array -> expected
    draw: dict = field(default_factory=dict)


def labels(x):
    return (x > np.median(x)).astype(int)


def centered(x):
    return x - np.median(x)


def square(x):
    return np.resize(x, (len(x), len(x)))


def with_wrong_end(e, axis=0, end=-1):
    got = e.copy()
    np.moveaxis(got, axis, 0)[end] += 1 + np.moveaxis(e, axis, 0)[end] ** 2
    return got


def only_first(e, _):
    got = np.zeros_like(e)
    got[0] = e[0]
    return got


def row_weights(e, rng):
    weights = rng.random((len(e), 1)) + 0.5
    return e * weights / weights.sum()


def centered_rows(e, rng):
    x = rng.normal(size=e.shape)
    return x - x.mean(axis=1, keepdims=True)


def wobbled(e, _):
    return e * (1 + 1e-5 * np.where(np.arange(e.size) % 2, 1, -1).reshape(e.shape))


MATRIX = {"dims": (2, 2), "side": (3, 6)}
ODD = {"side": (3, 3), "dims": (2, 3)}  # no axis has the size 2
SIX = {"min_size": 6}
LONG = {"side": (5, 6)}

CASES = (
    Case("opposite_sign", "The sign is wrong: every entry is -1 × the expected one", lambda e, r: -e),
    Case("plus_minus_labels", "-1 and 1 where 0 and 1 were asked", lambda e, r: 2 * e - 1, labels, SIX),
    Case(
        "plus_minus_labels",
        "0 and 1 where -1 and 1",
        lambda e, r: (e + 1) // 2,
        lambda x: 2 * labels(x) - 1,
        SIX,
    ),
    Case("complement", "0 and 1 are swapped", lambda e, r: 1 - e, labels, SIX),
    Case("complement", "1 minus the expected one", lambda e, r: 1 - e, lambda x: 1 / (1 + np.exp(-x))),
    Case("constant_factor", "1.3 × the expected one: a constant factor is missing", lambda e, r: 1.3 * e),
    Case("constant_factor", "-1.3 × .* one too many. The sign is wrong too", lambda e, r: -1.3 * e),
    Case("constant_factor", "a sum where the mean was asked, over 7", lambda e, r: 7 * e),
    Case("constant_factor", "1/7 of the expected one: a mean where the sum was asked", lambda e, r: e / 7),
    Case(
        "constant_factor",
        "axis 0 has 3 entries: a sum where the mean was asked",
        lambda e, r: 3 * e,
        draw=ODD,
    ),
    Case(
        "constant_factor",
        "axis 0 has 3 entries: a mean where the sum was asked",
        lambda e, r: e / 3,
        draw=ODD,
    ),
    Case("constant_factor", "2 × the expected one: something is counted twice", lambda e, r: 2 * e, draw=ODD),
    Case("constant_factor", "1/2 of the expected one: is a factor 2 missing", lambda e, r: e / 2, draw=ODD),
    Case("constant_factor", "log2 was used where the natural logarithm", lambda e, r: e / np.log(2)),
    Case("constant_factor", "natural logarithm was used where log2", lambda e, r: e * np.log(2)),
    Case("constant_factor", "log10 was used where the natural logarithm", lambda e, r: e / np.log(10)),
    Case("constant_factor", "natural logarithm was used where log10", lambda e, r: e * np.log(10)),
    Case("constant_factor", "divided by n - 1 where n was asked, with n = 9", lambda e, r: e * 9 / 8),
    Case("constant_factor", "divided by n where n - 1 was asked, with n = 9", lambda e, r: e * 8 / 9),
    Case("constant_factor", "times √32 too much", lambda e, r: e * np.sqrt(32)),
    Case("constant_factor", "divided by √32 too much", lambda e, r: e / np.sqrt(32)),
    Case("constant_offset", "Every entry is too large by 0.7:", lambda e, r: e + 0.7),
    Case("constant_offset", "Every entry is too small by 0.7:", lambda e, r: e - 0.7),
    Case("formula", "the logarithm of the expected one", lambda e, r: np.log(e), np.exp),
    Case("formula", "log is missing", lambda e, r: np.exp(e)),
    Case("formula", "the square of the expected one", lambda e, r: e**2),
    Case("formula", "the square root of the expected one", lambda e, r: np.sqrt(e), np.abs),
    Case("formula", "numerator and denominator are swapped", lambda e, r: 1 / e),
    Case("signs_lost", "every sign is \\+", lambda e, r: np.abs(e), centered, SIX),
    Case("transposed", "the transpose of the expected one", lambda e, r: e.T, square, MATRIX),
    Case(
        "reshaped",
        "reshape was used where a transpose",
        lambda e, r: e.T.reshape(e.shape),
        lambda x: x[:, :2],
        MATRIX,
    ),
    Case(
        "reshaped",
        "reshape was used where a transpose",
        lambda e, r: e.transpose(0, 2, 1).reshape(e.shape),
        lambda x: x[..., :2],
        {"dims": (3, 3), "side": (3, 5)},
    ),
    Case("reversed_order", "in reverse order along axis 0", lambda e, r: e[::-1]),
    Case("reversed_order", "in reverse order along axis 1", lambda e, r: e[:, ::-1], draw={"dims": (2, 3)}),
    Case("shifted", "one place too late along axis 0", lambda e, r: np.roll(e, 1, 0), draw={"side": (3, 6)}),
    Case(
        "shifted", "one place too early along axis 0", lambda e, r: np.roll(e, -1, 0), draw={"side": (3, 6)}
    ),
    Case(
        "permuted",
        "The right entries in another order along axis 0",
        lambda e, r: e[[1, 0, *range(2, len(e))]],
        draw={"side": (4, 6)},
    ),
    Case(
        "permuted",
        "The right entries, but in another order",
        lambda e, r: r.permutation(e.ravel()).reshape(e.shape),
        draw={"dims": (2, 3), "side": (4, 6)},
    ),
    Case("all_the_same", "Every entry of your result is 0: was the array made", lambda e, r: 0 * e),
    Case("all_the_same", "Every entry of your result is 0.25: one value", lambda e, r: 0 * e + 0.25),
    Case("half_missing", "the negative part is missing", lambda e, r: np.maximum(e, 0), centered, SIX),
    Case("half_missing", "the positive part is missing", lambda e, r: np.minimum(e, 0), centered, SIX),
    Case(
        "diagonal",
        "Only the diagonal is wrong",
        lambda e, r: e + np.diag(1 + r.random(len(e))),
        square,
        MATRIX,
    ),
    Case("diagonal", "Only the diagonal is right", lambda e, r: np.diag(np.diag(e)), square, MATRIX),
    Case("at_an_end", "Only the last entry along axis 0 is wrong", lambda e, r: with_wrong_end(e), draw=LONG),
    Case(
        "at_an_end",
        "Only the last entry along axis 1 is wrong",
        lambda e, r: with_wrong_end(e, 1),
        draw=MATRIX,
    ),
    Case(
        "at_an_end",
        "Only the first entry along axis 0 is wrong",
        lambda e, r: with_wrong_end(e, 0, 0),
        draw=LONG,
    ),
    Case("at_an_end", "Only the first entry along axis 0 is right", only_first, draw=LONG),
    Case("rounded", "rounded to 2 decimals", lambda e, r: np.round(e, 2)),
    Case("rounded", "rounded to whole numbers", lambda e, r: np.round(e), lambda x: 1000 * x),
    Case(
        "single_precision",
        "Right up to the rounding of float32",
        lambda e, r: e.astype(np.float32).astype(float),
    ),
    Case("nearly", "Close: off by at most 1e-05 of each entry", wobbled),
    Case(
        "normalized_elsewhere",
        "of each column sum to one, those of each row should: .* over axis 0",
        lambda e, r: softmax(np.log(e), axis=0),
        lambda x: softmax(x, axis=1),
        MATRIX,
    ),
    Case(
        "normalized_elsewhere",
        "of each row have mean zero, those of each column should",
        centered_rows,
        lambda x: x - x.mean(axis=0),
        MATRIX,
    ),
    Case(
        "normalized_elsewhere",
        "of the whole array sum to one, those of each row should",
        row_weights,
        lambda x: softmax(x, axis=1),
        MATRIX,
    ),
    Case(
        "factor_per_slice",
        "Each row is right up to a factor of its own",
        lambda e, r: e * (1.5 + r.random((len(e), 1))),
        draw=MATRIX,
    ),
    Case(
        "offset_per_slice",
        "Each row is off by a constant of its own",
        lambda e, r: e + 1 + r.random((len(e), 1)),
        lambda x: log_softmax(x, axis=1),
        MATRIX,
    ),
)


def message(got, expected) -> str:
    """What `same` says; so strict that precision counts, too."""
    with pytest.raises(AssertionError) as caught:
        same(got, expected, "it", rtol=1e-9, atol=0)
    return str(caught.value)


def test_every_pattern_in_the_tables_has_a_case():
    assert {case.pattern for case in CASES} == {p.__name__ for family in FAMILIES for p in family.PATTERNS}


@pytest.mark.parametrize("case", CASES, ids=[f"{case.pattern}-{i}" for i, case in enumerate(CASES)])
def test_a_pattern_is_named_where_all_entries_show_it_and_not_where_one_does_not(case):
    @settings(max_examples=40, deadline=None)
    @given(arrays(**case.draw))
    def check(drawn):
        x, rng = drawn
        expected = case.expected(x)
        got = case.got(expected, rng).astype(float)
        right = np.isclose(got, expected, rtol=1e-9, atol=0)
        assume(not right.all())
        assert re.search(case.says, message(got, expected))
        one = np.unravel_index(right.argmax() if right.any() else got.size // 2, got.shape)
        got[one] += 3.7 + abs(float(expected[one]))
        assert not re.search(case.says, message(got, expected))

    check()


@settings(max_examples=300, deadline=None)
@given(arrays(dims=(0, 4), min_size=1), st.sampled_from([np.float64, np.float32]))
def test_nothing_is_claimed_about_arrays_that_have_nothing_to_do_with_each_other(drawn, dtype):
    x, rng = drawn
    got, expected = rng.normal(size=x.shape).astype(dtype), x.astype(dtype)
    assume(not np.allclose(got, expected, rtol=2e-3, atol=0))  # one number comes that close by chance
    assert len(message(got, expected).splitlines()) == (2 if x.ndim else 1)


@settings(max_examples=200, deadline=None)
@given(arrays(dims=(2, 2), side=(3, 6)), st.sampled_from([0, 1]))
def test_nothing_is_claimed_about_unrelated_probabilities(drawn, axis):
    x, rng = drawn
    got, expected = softmax(rng.normal(size=x.shape), axis=axis), softmax(x, axis=axis)
    assert len(message(got, expected).splitlines()) == 2


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 9))
def test_nothing_is_claimed_about_wrong_classes(seed, classes):
    rng = np.random.default_rng(seed)
    expected = rng.integers(0, classes, 40)
    got = expected.copy()
    got[5:20] = (got[5:20] + rng.integers(0, classes, 15)) % classes
    assume((got != expected).sum() > 1)
    assert len(message(got, expected).splitlines()) == 2


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (2, 4),
        (4.0, 2.0),
        (0.5, 0.25),
        (3, 1),
        (0, 1),
        (-1.0, 0.0),
        ([1, 2], [1, 4]),
        ([3, 1], [1, 1]),
        ([0.5] * 3, [0.25] * 3),
    ],
)
def test_round_numbers_are_no_evidence(got, expected):
    """4 is 2 doubled, 2 squared and 2 more than 2: nothing is said of what one typed number cannot decide."""
    assert len(message(got, expected).splitlines()) <= 2


def test_few_values_are_no_evidence_for_an_order():
    assert "reverse" not in message([1, 1, 0, 0], [0, 0, 1, 1])
    assert "place" not in message([0, 0, 1, 0], [0, 1, 0, 0])
    assert "order" not in message([[1, 0], [1, 0]], [[1, 1], [0, 0]])


def test_a_number_near_a_whole_one_is_not_taken_for_it():
    assert is_whole(2345.0)
    assert is_whole(1 / 2345)
    assert not is_whole(2345.02)
    assert not is_whole(1e7)
    assert "constant factor" in message([2345.02, 4690.04, 7035.06], [1.0, 2.0, 3.0])


def test_a_single_number_is_evidence_if_it_is_not_round():
    assert "log is missing" in message(np.exp(2), 2.0)
    assert "the square root of the expected one" in message(np.sqrt(2), 2.0)
    loss = 0.3481726354
    assert "64 × the expected one: a sum where the mean was asked, over 64?" in message(64 * loss, loss)
    assert "The sign is wrong" in message(-loss, loss)
    assert "log is missing" in message(np.exp(loss), loss)


def test_a_factor_of_equal_entries_is_named_if_it_is_the_size_of_an_axis():
    assert "axis 0 has 4 entries: a sum where the mean was asked" in message(np.ones(4), np.full(4, 0.25))


def test_two_families_that_both_fit_are_joined_by_or():
    expected = np.array([0.9172, 0.3141, 0.0, -0.3141, -0.9172])
    text = message(-expected, expected)
    assert "The sign is wrong" in text
    assert "\nOr: The entries run in reverse order along axis 0." in text


def test_patterns_are_found_in_single_precision():
    x = np.random.default_rng(0).normal(size=(32, 8)).astype(np.float32)
    with pytest.raises(AssertionError, match="axis 0 has 32 entries: a sum where the mean was asked"):
        same(x.sum(0) * np.ones((32, 1), np.float32), (x.mean(0) * np.ones((32, 1))).astype(np.float32))
    with pytest.raises(AssertionError, match="ran over axis 0 where axis 1 was asked"):
        same(softmax(x, 0), softmax(x, 1))


def test_a_wide_tolerance_does_not_widen_what_is_claimed():
    x = np.random.default_rng(0).normal(size=8)
    with pytest.raises(AssertionError) as caught:
        same(2 * x * (1 + 0.01 * np.arange(8)), x, rtol=0.1, atol=0.1)
    assert len(str(caught.value).splitlines()) == 2


def test_values_without_numbers_to_reason_about_get_no_explanation():
    wrong = np.array([True])
    assert explain_values(np.array([1j]), np.array([2j]), wrong, 1e-6) == ""
    assert explain_values(np.array([1.0]), np.array([np.inf]), wrong, 1e-6) == ""
    assert explain_values(np.array([]), np.array([]), np.array([], bool), 1e-6) == ""
