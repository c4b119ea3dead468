"""`rng` gives each exercise its own inputs, the same on every machine and for every run."""

import numpy as np
import pytest

from dlcourse.check import rng


def test_the_same_exercise_and_seed_give_the_same_inputs(monkeypatch):
    monkeypatch.setenv("DLCOURSE_SEED", "7")
    np.testing.assert_array_equal(
        rng("neurons.perceptron").normal(size=5), rng("neurons.perceptron").normal(size=5)
    )


def test_no_seed_is_seed_zero(monkeypatch):
    monkeypatch.delenv("DLCOURSE_SEED", raising=False)
    plain = rng("a.b").random()
    monkeypatch.setenv("DLCOURSE_SEED", "0")
    assert rng("a.b").random() == plain


def test_inputs_are_the_same_on_every_machine(monkeypatch):
    monkeypatch.delenv("DLCOURSE_SEED", raising=False)
    assert rng("neurons.perceptron").integers(0, 1000, 4).tolist() == [346, 642, 495, 96]


def test_exercises_and_seeds_differ(monkeypatch):
    draws = set()
    for seed in ("0", "1", "123456789012345678901234567890"):
        monkeypatch.setenv("DLCOURSE_SEED", seed)
        draws |= {rng("a.b").random(), rng("a.c").random()}
    assert len(draws) == 6


@pytest.mark.parametrize("seed", ["-1", "1.5", "one", "", " 1"])
def test_a_seed_that_is_no_whole_number_is_refused(monkeypatch, seed):
    monkeypatch.setenv("DLCOURSE_SEED", seed)
    with pytest.raises(ValueError, match="DLCOURSE_SEED must be a whole number of at least 0, got"):
        rng("a.b")
