"""`claim` backs a sentence: ticked, crossed, or in strict mode an error."""

import numpy as np
import pytest
import torch

from dlcourse.check import claim

TRUE = [
    True,
    np.True_,
    np.array(True),
    np.ones((2, 3), bool),
    [True, True],
    torch.tensor(True),
    torch.ones(3) > 0,
]
FALSE = [False, np.False_, np.array([True, False]), [True, False], torch.tensor([1.0, -1.0]) > 0]


@pytest.fixture
def lax(monkeypatch):
    monkeypatch.delenv("DLCOURSE_STRICT", raising=False)


@pytest.fixture
def strict(monkeypatch):
    monkeypatch.setenv("DLCOURSE_STRICT", "1")


@pytest.mark.parametrize("holds", TRUE)
def test_what_holds_is_ticked(strict, holds, capsys):
    assert claim("the loss falls", holds) is None
    assert capsys.readouterr().out == "✓ the loss falls\n"


@pytest.mark.parametrize("holds", FALSE)
def test_what_does_not_hold_is_told_to_a_reader(lax, holds, capsys):
    claim("the loss falls", holds, last=0.5)
    assert capsys.readouterr().out == "✗ not so on this machine: the loss falls  (last = 0.5)\n"


@pytest.mark.parametrize("holds", FALSE)
def test_what_does_not_hold_stops_a_build(strict, holds):
    with pytest.raises(AssertionError, match=r"this claim does not hold: the loss falls  \(last = 0.5\)"):
        claim("the loss falls", holds, last=0.5)


NO_CONDITION = [
    0.93,
    1,
    0,
    "yes",
    "",
    None,
    np.array([0.5, 1.0]),
    torch.tensor(1.0),
    [1, 0],
    {"a": True},
    claim,
]


@pytest.mark.parametrize("holds", [*NO_CONDITION, (x for x in [True])])
def test_what_is_no_condition_is_refused_with_the_way_out(lax, holds):
    with pytest.raises(
        TypeError, match=r"claim needs True or False, got .*: compare it with something, as in"
    ):
        claim("the loss falls", holds)


@pytest.mark.parametrize("holds", [[], np.array([], bool), torch.ones(0) > 0])
def test_no_condition_at_all_is_refused(lax, holds):
    with pytest.raises(ValueError, match="no condition at all"):
        claim("every loss falls", holds)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.987654, "0.988"),
        (4e-14, "4e-14"),
        (3, "3"),
        (3.0, "3"),
        (1437, "1437"),
        (2_000_000, "2e+06"),
        (True, "True"),
        (np.bool_(False), "False"),
        (np.float32(0.25), "0.25"),
        (np.nan, "nan"),
        (np.inf, "inf"),
        (torch.tensor(0.12345), "0.123"),
        ("relu", "relu"),
        (None, "None"),
        ([0.12345, 2], "[0.123, 2]"),
        (np.array([[1.0, 0.55555]]), "[[1, 0.556]]"),
        (torch.tensor([0.5, 1.0]), "[0.5, 1]"),
        (range(5), "[0, 1, 2, 3, 4]"),
        (range(100), "[0, 1, 2, 3, 4, 5, 6, ..., 99]"),
        ({"plain": 0.123456, "skip": [1, 2]}, "{plain: 0.123, skip: [1, 2]}"),
    ],
)
def test_measured_values_are_shown_short(value, shown, capsys):
    claim("it", True, test_accuracy=value)
    assert capsys.readouterr().out == f"✓ it  (test accuracy = {shown})\n"


def test_several_values_stand_in_the_order_given(capsys):
    claim("it", True, b=1, a=0.5)
    assert capsys.readouterr().out == "✓ it  (b = 1, a = 0.5)\n"
