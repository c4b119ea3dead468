"""Drawn points: a line separates the blobs and none of the others; a curve separates all."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from dlcourse.data import points
from dlcourse.data.points import Kind

KINDS = get_args(Kind)
SEEDS = range(5)


def best_line(X, y) -> float:
    """Accuracy of a line on the points it was fitted to, with almost no penalty on its weights."""
    return LogisticRegression(C=1e6, max_iter=5000).fit(X, y).score(X, y)


@given(st.sampled_from(KINDS), st.integers(2, 60), st.floats(0, 2), st.integers(0, 2**31))
def test_shapes_types_and_labels(kind, n, noise, seed):
    X, y = points(kind, n, noise=noise, seed=seed)
    assert (X.shape, X.dtype) == ((n, 2), np.float64)
    assert (y.shape, y.dtype) == ((n,), np.int64)
    assert np.isfinite(X).all()
    assert set(y.tolist()) == {0, 1}
    assert y.sum() == n // 2


@pytest.mark.parametrize("kind", KINDS)
def test_the_seed_decides_the_points(kind):
    for a, b in zip(points(kind, 30, seed=3), points(kind, 30, seed=3), strict=True):
        np.testing.assert_array_equal(a, b)
    assert (points(kind, 30, seed=3)[0] != points(kind, 30, seed=4)[0]).all()


@pytest.mark.parametrize("kind", KINDS)
def test_labels_are_shuffled_and_the_shape_is_centered_and_of_size_one(kind):
    X, y = points(kind, 2000)
    assert 800 < (y[1:] != y[:-1]).sum() < 1200
    assert np.abs(X.mean(axis=0)).max() < 0.1
    assert 0.5 < np.abs(X).max() < 2


@pytest.mark.parametrize("noise", [0.0, 0.1, 0.2])
def test_a_line_separates_the_blobs(noise):
    assert [best_line(*points("blobs", 200, noise=noise, seed=seed)) for seed in SEEDS] == [1.0] * len(SEEDS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "blobs"])
def test_no_line_separates_the_others_but_a_curve_does(kind):
    for seed in SEEDS:
        X, y = points(kind, 400, noise=0.05, seed=seed)
        assert best_line(X, y) < 0.95
        curve = KNeighborsClassifier(5).fit(X, y)
        assert curve.score(*points(kind, 400, noise=0.05, seed=100 + seed)) > 0.95


@pytest.mark.parametrize("kind", KINDS)
def test_noise_is_the_standard_deviation_of_the_scatter(kind):
    clean, _ = points(kind, 4000, noise=0.0, seed=1)
    noisy, _ = points(kind, 4000, noise=0.3, seed=1)
    assert (noisy - clean).std() == pytest.approx(0.3, rel=0.05)


def test_an_unknown_kind_is_refused_with_the_known_ones():
    with pytest.raises(
        ValueError, match="kind must be one of blobs, xor, moons, rings, spiral; got 'circles'"
    ):
        points("circles")


@pytest.mark.parametrize(
    "bad", [{"n": 1}, {"noise": -0.1}, {"noise": np.nan}, {"noise": np.inf}, {"seed": -1}]
)
def test_numbers_out_of_range_are_refused_with_the_given_ones(bad):
    with pytest.raises(ValueError, match="need n >= 2, noise >= 0 and seed >= 0; got n="):
        points("blobs", **bad)
