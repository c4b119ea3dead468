"""`same` accepts what is right in any form and says first what is wrong first."""

import re
import subprocess
import sys
import warnings

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.check import same
from dlcourse.scratch import Tensor
from tests.check.drawn import arrays

X = np.random.default_rng(0).normal(size=(5, 3))


def message(got, expected, **options) -> str:
    with pytest.raises(AssertionError) as caught:
        same(got, expected, "it", **options)
    return str(caught.value)


# what agrees


def test_it_prints_and_returns_one_line(capsys):
    line = same(X, X.copy(), "relu forward")
    assert line == "same: relu forward  max|Δ| = 0.0e+00"
    assert capsys.readouterr().out == line + "\n"


def test_the_line_shows_the_largest_difference():
    assert same([1.0, 2.0 + 1e-9], [1.0 - 1e-10, 2.0]).endswith("max|Δ| = 1.0e-09")


@pytest.mark.parametrize(
    "got",
    [
        [[1.0, 2.0], [3.0, 4.0]],
        [[1, 2], [3, 4]],
        ((1.0, 2.0), (3.0, 4.0)),
        [np.array([1.0, 2.0]), np.array([3.0, 4.0])],
        [[torch.tensor(1.0), torch.tensor(2.0)], [torch.tensor(3.0, requires_grad=True), 4]],
        np.array([[1, 2], [3, 4]], dtype=np.uint8),
        np.asfortranarray([[1.0, 2.0], [3.0, 4.0]]),
        torch.tensor([[1.0, 2.0], [3.0, 4.0]]),
        torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True),
        torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True) * 1,
        torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.bfloat16),
        torch.tensor([[1.0, 2.0], [3.0, 4.0]]).t().contiguous().t(),
        torch.nn.Parameter(torch.tensor([[1.0, 2.0], [3.0, 4.0]])),
        Tensor([[1.0, 2.0], [3.0, 4.0]]),
        Tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True) * 1,
    ],
)
def test_a_right_answer_passes_in_every_form(got):
    expected = np.array([[1.0, 2.0], [3.0, 4.0]])
    same(got, expected)
    if not isinstance(got, list | tuple):
        same(expected, got)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (3, 3.0),
        (np.float32(0.1), 0.1),
        (np.True_, True),
        (np.array([True, False]), [1, 0]),
        (2**60 + 1, 2**60 + 1),
        (10**30, 10**30),
        (1 + 2j, 1 + 2j),
        (np.nan, np.nan),
        ([np.inf, -np.inf, np.nan], [np.inf, -np.inf, np.nan]),
        ([], []),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (range(3), [0, 1, 2]),
        ((5, 3), X.shape),
        (None, None),
        ("relu", "relu"),
        (["a", "b"], ["a", "b"]),
        ({1, 2}, {2, 1}),
        ((X, 1.0), (X, 1)),
        ([X, X[0]], (X, X[0])),
        (np.stack([X, X]), (X, X)),
        ({"W": X, "b": [X[0], None]}, {"b": [X[0], None], "W": X}),
        ([[1, 2], [3]], [[1, 2], [3]]),
        (np.array(["a", "b"]), np.array(["a", "b"])),
    ],
)
def test_equal_things_are_the_same(got, expected):
    same(got, expected)


def test_torch_is_not_imported_for_a_comparison():
    code = "import sys; from dlcourse.check import same; same([1.0], [1]); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False\n")


@settings(deadline=None)
@given(arrays(min_size=1))
def test_rounding_of_the_precision_at_hand_is_forgiven(drawn):
    x, rng = drawn
    y = rng.normal(size=(x.shape[-1], 7))
    exact = x @ y
    same(torch.tensor(x) @ torch.tensor(y), exact)
    for dtype in (torch.float32, torch.float16, torch.bfloat16):
        same(torch.tensor(x).to(dtype) @ torch.tensor(y).to(dtype), torch.tensor(exact).to(dtype))


@pytest.mark.parametrize("expected", [X, X.tolist(), torch.tensor(X), np.round(8 * X).astype(int)])
@pytest.mark.parametrize(
    ("factor", "dtype"), [(1.03, "bfloat16"), (1.004, "float16"), (1 + 5e-6, "float32"), (1.00001, "float64")]
)
def test_a_coarse_dtype_of_the_answer_forgives_nothing(expected, factor, dtype):
    """The tolerance follows from what was expected: an answer cannot ask for a wide one."""
    answer = (torch.as_tensor(np.asarray(expected), dtype=torch.float64) * factor).to(getattr(torch, dtype))
    message(answer, expected)
    with pytest.raises(AssertionError):
        same({"W": [answer, 0]}, {"W": [expected, 0]})


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
def test_a_precise_answer_is_compared_with_a_coarse_expectation(dtype):
    coarse = torch.tensor(X).to(dtype)
    same(X, coarse)
    same((1 + torch.finfo(dtype).eps) * X, coarse)
    message(1.2 * X, coarse)


def test_an_answer_of_float32_is_told_so():
    rows = np.random.default_rng(0).normal(size=(20, 50)).astype(np.float32)
    assert "float32" in message(np.exp(rows) @ rows.T, np.exp(rows.astype(float)) @ rows.T.astype(float))


@settings(deadline=None)
@given(arrays(min_size=1), st.sampled_from([(np.float64, 1e-6), (np.float32, 1e-4)]))
def test_an_error_beyond_rounding_is_not_forgiven(drawn, precision):
    x, _ = drawn
    dtype, error = precision
    x = (np.sign(x) * (1 + np.abs(x))).astype(dtype)
    wrong = x.copy()
    wrong.flat[0] *= 1 + 10 * error
    assert "differ" in message(wrong, x)


def test_a_tiny_gradient_is_not_lost_in_the_tolerance_of_float64():
    assert "0" in message(np.zeros(3), [1e-7, 2e-7, 3e-7])


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (2**24 + 1, 2**24),
        (np.float32(2**24), 2**24 + 1),
        (2**24 + 1, np.float32(2**24)),
        (torch.tensor(2**24 + 1), torch.tensor(2.0**24)),
        (torch.tensor([2.0**24, 0]), torch.tensor([2**24 + 1, 0])),
        (np.array([10**8 + 1, 7]), np.array([1e8, 7.0])),
        (10**8 + 1.0, 10**8),
        (138_357_545, 138_357_544.0),
        (2**53 + 1, 2**53),
        (2.0**53, 2**53 + 1),
        (2**53 + 1, 2.0**53),
        (np.array([2**62 + 1]), np.array([2**62])),
        (np.array([2**63], np.uint64), np.array([-(2**63)])),
        (np.uint64(2**64 - 1), -1),
        ([2**63, -1], [2**63 + 1, -1]),
        ([np.uint64(2**63 + 1), np.int64(-1)], [2**63, -1]),
        ([2**64, 1], [2**64 + 1, 1]),
        (10**30 + 1, 10**30),
        (1e30, 10**30),
        (10**400 + 1, 10**400),
        (-(10**400), 10**400),
        (np.inf, 10**400),
        (np.array([10**30, 1], dtype=object), [10**30 + 1, 1]),
        ({"n": [2**53 + 1]}, {"n": [2**53]}),
        (torch.tensor([2**53 + 1]), torch.tensor([2**53])),
        (np.array([255], np.uint8), np.array([-1], np.int8)),
    ],
)
def test_whole_numbers_that_differ_are_never_the_same(got, expected):
    text = message(got, expected)
    assert "max|Δ| = 0" not in text
    same(got, got)
    same(expected, expected)


@settings(deadline=None, max_examples=200)
@given(st.integers(-(2**70), 2**70), st.integers(-3, 3), st.sampled_from(["int", "list", "object"]))
def test_integers_agree_exactly_when_python_says_so(number, step, form):
    make = {"int": lambda n: n, "list": lambda n: [n, 0], "object": lambda n: np.array([n], dtype=object)}[
        form
    ]
    if step:
        message(make(number + step), make(number))
    else:
        same(make(number), make(number))


def test_integers_with_a_tolerance_agree_within_it():
    same(2**60 + 2, 2**60, atol=2)
    assert "max|Δ| = 3.0e+00" in message([2**60 + 3, 1], [2**60, 1], atol=2)
    same([10**30 + 10**20], [10**30], rtol=1e-9)


def test_floats_beside_integers_are_compared_as_floats():
    same([0.1 + 0.2 - 0.3, 1 - 1e-12], [0, 1])
    same(np.array([1e6 + 1e-4]), [10**6])
    same(3, 3.0)
    message([0.9], [1])


def test_integers_must_agree_exactly():
    assert "got 9007199254740993, expected 9007199254740992" in message(2**53 + 1, 2**53)
    assert "1 of 2 entries differ" in message(np.array([0, 255], np.uint8), [0, -1])


def test_given_tolerances_replace_the_default_ones():
    same(1.05, 1.0, rtol=0.1)
    same(1.05, 1.0, atol=0.1)
    message(1.0 + 1e-9, 1.0, rtol=0, atol=0)
    same([10, 11], [10, 10], atol=1)


@pytest.mark.parametrize("option", [{"rtol": -1.0}, {"atol": -1e-9}, {"rtol": np.nan}])
def test_a_tolerance_below_zero_is_refused(option):
    with pytest.raises(ValueError, match=r"(rtol|atol) must be a number of at least 0, got"):
        same(1.0, 1.0, **option)


# what is wrong, in the order in which it is said


@pytest.mark.parametrize(
    "expected", [1.0, 0, True, X, [1, 2], (X, X), [], {"W": X}, "text", torch.ones(2), ...]
)
def test_none_is_a_forgotten_return(expected):
    assert message(None, expected) == "it: your function returned nothing: is there a `return`?"
    hinted = message(None, expected, hint="as the docstring says")
    assert hinted.endswith("is there a `return`?\nHint: as the docstring says")


def layer(x):
    return x


@pytest.mark.parametrize(
    ("got", "says"),
    [
        (..., "got `...`: put your own code in its place"),
        ("0.5", "got the text '0.5': a number is written without quotes"),
        (layer, r"got `layer` itself, which was not called: write layer\(...\)"),
        (torch.nn.ReLU(), "got `ReLU` itself, which was not called"),
        ((x for x in X), r"got a generator, which makes its values one at a time: wrap it in list\(...\)"),
        (map(abs, X), r"got a map, .* list\(...\)"),
        ({"a": 1}, "got a dict with the keys 'a'"),
        ({1, 2}, "got an object of type set"),
        ([[1, 2], [3]], r"got a list whose entries have different shapes: \(2,\), \(1,\)"),
        (["a"], "got the text 'a'"),
        (np.array(["a"]), "got a ndarray of <U1 entries, not numbers"),
        (np.array([None, 1]), "got a ndarray of object entries, not numbers"),
    ],
)
def test_what_is_not_numbers_is_named_with_the_way_out(got, says):
    text = message(got, X)
    assert text.startswith("it: expected an array of shape (5, 3), got ")
    assert re.search(says, text)
    assert message(got, 1.0).startswith("it: expected a number, got ")


def test_several_results_where_one_was_asked():
    text = message((X, X + 1), X)
    assert "expected an array of shape (5, 3), got a tuple of 2 results" in text
    assert "Entry 0 of it is the expected result: return that one alone." in text
    assert "Entry" not in message((X + 1, X + 2), X)


def test_one_result_where_several_were_asked():
    assert "expected a tuple of 2 results, got one array of shape (5, 3)" in message(X, (X, X[0]))
    assert "expected a tuple of 2 results, got a tuple of 1 result" in message((X,), (X, X))
    assert "expected a list of 2 results, got an empty list" in message([], [X, X.T])
    assert "expected a tuple of 2 results, got a zip, which makes" in message(
        zip(X, X, strict=True), (X, X[0])
    )
    assert "expected a tuple of 2 results, got `layer` itself, which was not called" in message(
        layer, (X, X[0])
    )
    assert "expected a tuple of 2 results, got an object of type set" in message({1, 2}, (X, X[0]))
    assert "expected a tuple of 2 results, got 3" in message(3, (X, X))
    assert "expected a tuple of 2 results, got array(3)" in message(np.array(3), (X, X))
    assert "expected a list of 2 results, got 'ab'" in message("ab", ["a", "b"])
    assert "expected a dict with the keys 'W', got one array of shape (5, 3)" in message(X, {"W": X})


@pytest.mark.parametrize(
    ("got", "expected", "order"),
    [
        ((X[0], X), (X, X[0]), "1, 0"),
        ((X + 1, X), (X, X + 1), "1, 0"),
        ([X[1], X, 3.0], [X, 3.0, X[1]], "1, 2, 0"),
        ((X, "text"), ("text", X), "1, 0"),
        ({"pair": (X[0], X)}, {"pair": (X, X[0])}, "1, 0"),
        ((torch.ones(2), torch.zeros(2)), (np.zeros(2), np.ones(2)), "1, 0"),
    ],
)
def test_results_in_the_wrong_order_are_told(got, expected, order):
    assert f"the right results in the wrong order: return your results {order} in this order" in message(
        got, expected
    )


@pytest.mark.parametrize("got", [[], (), np.zeros(0), np.zeros((0, 3)), torch.zeros(0)])
@pytest.mark.parametrize("expected", [[1.0, 2.0], X, np.arange(3)])
def test_a_result_without_entries_is_called_empty(got, expected):
    assert "Your result is empty: was nothing appended, or nothing selected?" in message(got, expected)


def test_the_entry_that_differs_is_named():
    assert message((X, -X), (X, X)).startswith("it[1]: all 15 entries differ")
    assert message({"W": X, "b": X.T}, {"W": X, "b": X}).startswith("it['b']: shape (3, 5), expected (5, 3)")
    assert message({"g": [X, (X, 0)]}, {"g": [X, (X, 1)]}).startswith("it['g'][1][1]: got 0, expected 1")
    assert message(["a", "c"], ["a", "b"]) == "it[1]: got 'c', expected 'b'"
    assert message([X, None], [X, X]).startswith("it[1]: expected an array of shape (5, 3), got None")


def test_other_keys_are_listed():
    text = message({"w": 1, "b": X}, {"W": X, "b": X})
    assert text == "it: the dict has the keys 'b', 'w', expected 'W', 'b'"


def test_other_text_and_other_types_differ():
    assert message("relu", "tanh") == "it: got 'relu', expected 'tanh'"
    assert message(0.0, None) == "it: got 0.0, expected None"
    assert message(1, "1") == "it: got 1, expected '1'"
    assert message(np.array(["a"]), np.array(["a", "b"])).startswith("it: got array(")


def test_shape_comes_before_dtype_and_values():
    assert message(np.zeros((3, 1), int), np.full(3, 0.5)).startswith("it: shape (3, 1), expected (3,)")


def test_a_list_of_the_wrong_length_is_a_wrong_shape():
    assert message([1, 2, 3], [1, 2, 3, 4]).startswith(
        "it: shape (3,), expected (4,)\nThe last entry along axis 0"
    )


def test_values_say_how_many_and_where_first():
    wrong = X.copy()
    wrong[2, 1] += 0.5
    wrong[3, 0] -= 1
    lines = message(wrong, X).splitlines()
    assert lines == [
        "it: 2 of 15 entries differ, max|Δ| = 1.0e+00",
        f"first at [2, 1]: got {X[2, 1] + 0.5:.6g}, expected {X[2, 1]:.6g}",
    ]


def test_a_single_number_needs_no_index():
    assert message(0.25, 0.3) == "it: got 0.25, expected 0.3"
    assert message(True, False) == "it: got True, expected False"


def test_numbers_are_shown_with_the_digits_that_tell_them_apart():
    assert "got 1.00000001, expected 1.0" in message(1.00000001, 1.0, rtol=0, atol=0)


def test_nan_and_infinity_come_before_every_pattern_and_say_where():
    wrong = -X
    wrong[2, 1] = np.nan
    text = message(wrong, X)
    assert text.startswith(
        f"it: nan at [2, 1], where {X[2, 1]:.6g} was expected (1 of 15 entries are not finite)"
    )
    assert "Overflow (exp of a large number), 0/0, inf - inf, or log of a negative number?" in text
    assert message(np.inf, 2.0).startswith(
        "it: inf, where 2 was expected\nOverflow (exp of a large number), a div"
    )
    assert message(-np.inf, 2.0).startswith("it: -inf, where 2 was expected")


def test_a_finite_number_where_infinity_was_expected_differs():
    assert "first at [1]: got 3, expected inf" in message([1, 3], [1, np.inf])
    assert "got inf, expected -inf" in message(np.inf, -np.inf)
    assert "got 3, expected nan" in message(3, np.nan)
    message([1, 3], [1, np.inf], atol=np.inf)


def test_the_hint_ends_every_kind_of_message():
    for got, expected in ((None, 1), ("a", 1), (X.T, X), (-X, X), (X * np.nan, X), ((X,), (X, X))):
        assert message(got, expected, hint="subtract the maximum first").endswith(
            "\nHint: subtract the maximum first"
        )


@settings(max_examples=100, deadline=None)
@given(arrays(min_size=1), st.sampled_from(["values", "shape", "nan"]))
def test_a_message_is_short(drawn, kind):
    x, rng = drawn
    got = {"values": rng.normal(size=x.shape), "shape": np.append(x, 1), "nan": x * np.nan}[kind]
    lines = message(got, x, hint="a hint").splitlines()
    assert len(lines) <= 5
    assert all(len(line) < 160 for line in lines)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (X * np.inf, X),
        (np.full(4, 1e308), np.full(4, -1e308)),
        (np.arange(4.0), np.zeros(4)),
        (np.zeros(4), np.arange(4.0)),
        (np.array([np.nan, 1]), np.array([1, np.nan])),
        (np.array([1e-320, 2.0]), np.array([1.0, 1e300])),
        (np.array([-(2**63)]), np.array([2.0])),
    ],
)
def test_hard_numbers_give_a_message_and_no_warning(got, expected):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        message(got, expected)


def test_arguments_are_left_as_they_were():
    got, expected = -X, X.copy()
    message(got, expected)
    np.testing.assert_array_equal(got, -X)
    np.testing.assert_array_equal(expected, X)
    tensor = torch.ones(3, requires_grad=True)
    same(tensor, [1, 1, 1])
    assert tensor.requires_grad


def test_a_notebook_shows_the_learners_line_and_the_message_and_none_of_our_inner_workings():
    cell = "from dlcourse.check import same\nsame([2.0, 4.0], [1.0, 2.0], 'double', hint='halve it')"
    code = (
        "from IPython.core.interactiveshell import InteractiveShell as S; "
        f"S.instance(colors='nocolor').run_cell({cell!r})"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "same([2.0, 4.0], [1.0, 2.0], 'double', hint='halve it')" in shown
    assert "AssertionError: double: all 2 entries differ, max|Δ| = 2.0e+00" in shown
    assert shown.rstrip().endswith("Hint: halve it")
    ours = [line for line in shown.splitlines() if line.startswith("File ")]
    assert len(ours) == 1  # `same` itself; IPython always shows the last frame
    assert "in same(" in ours[0]


def test_the_line_is_shown_once_in_a_notebook():
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    with capture_output() as shown:
        shell.run_cell("from dlcourse.check import same\nsame(1.0, 1.0, 'one')")
    InteractiveShell.clear_instance()
    assert shown.stdout.count("same: one") == 1
    assert shown.outputs == []
