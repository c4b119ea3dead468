"""Every documented range works at both ends, and the parts keep what the docstring promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlcourse.data import breast_cancer, dates, diabetes, digits, glyphs, names, points, series, topics
from dlcourse.data.digits import split
from dlcourse.data.series import Series


@pytest.mark.parametrize("test_size", [0.01, 0.0101, 0.5, 0.989, 0.99])
@pytest.mark.parametrize("load", [digits, breast_cancer, diabetes])
def test_every_share_of_rows_gives_two_parts_with_every_class(load, test_size):
    data = load(test_size)
    rows = len(data.y_train) + len(data.y_test)
    classes = np.unique(np.concatenate([data.y_train, data.y_test])) if load is not diabetes else []
    assert len(data.y_test) == pytest.approx(rows * test_size, abs=max(len(classes), 1) + 1)
    for part in (data.y_train, data.y_test):
        assert len(part) and set(classes) <= set(part)
    assert np.isfinite(data.X_train).all() and np.isfinite(data.X_test).all()


@settings(deadline=None)
@given(st.integers(2, 40), st.integers(2, 6), st.sampled_from([0.01, 0.2, 0.37, 0.8, 0.99]))
def test_a_split_of_few_rows_keeps_every_class_and_loses_nothing(rows, classes, test_size):
    y = np.repeat(np.arange(classes), rows)
    X = np.arange(len(y))[:, None]
    parts = split(X, y, test_size, 0)
    assert set(parts.y_train) == set(parts.y_test) == set(y)
    assert sorted([*parts.X_train[:, 0], *parts.X_test[:, 0]]) == [*range(len(y))]


def test_a_split_that_was_possible_is_what_it_was():
    from sklearn.model_selection import train_test_split

    X, y = np.arange(150)[:, None], np.arange(150) % 3
    for test_size in (0.05, 0.2, 0.333, 0.5, 0.9):
        parts = split(X, y, test_size, 3)
        expected = train_test_split(X, y, test_size=test_size, random_state=3, stratify=y)
        np.testing.assert_array_equal(parts.X_train, expected[0])
        np.testing.assert_array_equal(parts.y_test, expected[3])


@pytest.mark.parametrize("test_size", [1e-9, 0.001, 0.5, 0.999, 1 - 1e-9])
@pytest.mark.parametrize("steps", [2, 3, 100])
def test_every_share_of_steps_leaves_a_past_and_a_future(test_size, steps):
    time = np.arange("2000-01-01", "2001-01-01", dtype="datetime64[D]")[:steps]
    past, future = Series(time, np.zeros((steps, 1), np.float32), ("x",)).split(test_size)
    assert len(past.time) and len(future.time)
    np.testing.assert_array_equal(np.concatenate([past.time, future.time]), time)


@pytest.mark.parametrize("test_size", [float("nan"), float("inf"), -1e-9, 0, 1])
def test_what_is_no_share_is_refused(test_size):
    with pytest.raises(ValueError, match="test_size is a share between 0 and 1 of 100 steps, got"):
        series("nile").split(test_size)


@pytest.mark.parametrize("test_size", [0.02, 0.98])
def test_a_share_of_pages(test_size):
    corpus = topics(test_size)
    assert corpus.train and corpus.test


@pytest.mark.parametrize("kind", ["blobs", "xor", "moons", "rings", "spiral"])
@pytest.mark.parametrize("n", [2, 3])
def test_the_fewest_points(kind, n):
    X, y = points(kind, n, noise=0)
    assert X.shape == (n, 2) and y.sum() == n // 2 and np.isfinite(X).all()


@pytest.mark.parametrize("size", [6, 64])
@pytest.mark.parametrize("distort", [0, 2])
@pytest.mark.parametrize("test_fonts", [1, 19])
def test_glyphs_at_the_ends(size, distort, test_fonts):
    data = glyphs("ab", size=size, copies=1, distort=distort, test_fonts=test_fonts)
    assert data.X_test.shape == (2 * test_fonts, size * size)
    assert data.X_train.shape == (2 * (20 - test_fonts), size * size)
    assert 0 <= data.X_train.min() < data.X_train.max() <= 1


@pytest.mark.parametrize("n", [10, 36_525])
@pytest.mark.parametrize("test_size", [0.01, 0.99])
def test_dates_at_the_ends(n, test_size):
    pytest.importorskip("babel")
    data = dates(n, ["en"], test_size=test_size)
    assert len(data.X_train) + len(data.X_test) == n
    assert data.X_train and data.X_test


@pytest.mark.parametrize("test_size", [0.01, 0.5, 0.99])
def test_names_at_the_ends(test_size):
    pytest.importorskip("faker")
    for locales in (["fi_FI", "it_IT"], ["de_DE", "en_US", "es_ES", "fi_FI", "fr_FR"]):
        data = names(locales, 2, test_size=test_size)
        assert set(data.y_train) == set(data.y_test) == set(range(len(locales)))
    with pytest.raises(
        ValueError, match=r"per_locale must be from 2 to (\d+) for fi_FI, got 1000000"
    ) as error:
        names(["fi_FI", "it_IT"], 1_000_000)
    most = int(str(error.value).split(" to ")[1].split()[0])
    assert len(names(["fi_FI", "sv_SE"], min(most, 50)).X_train) == 80
