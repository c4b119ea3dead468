"""Glyphs: split by font, upright and legible, distorted as told, in the scale of the digits."""

import numpy as np
import pytest
from sklearn.svm import SVC

from dlcourse.data import digits, glyphs
from dlcourse.data.glyphs import FONTS


@pytest.fixture(scope="module")
def data():
    return glyphs()


def test_shapes_types_and_range(data):
    assert (data.X_train.shape, data.X_test.shape) == ((1600, 64), (400, 64))
    assert data.X_train.dtype == np.float32
    assert data.y_train.dtype == np.int64
    assert 0 <= data.X_train.min() < data.X_train.max() <= 1
    assert np.bincount(data.y_train).tolist() == [160] * 10
    assert np.bincount(data.y_test).tolist() == [40] * 10


def test_undistorted_copies_are_equal_and_no_drawing_of_a_test_font_is_in_training():
    data = glyphs(size=24, copies=2, distort=0)
    train, test = ({row.tobytes() for row in X} for X in (data.X_train, data.X_test))
    assert len(train) == len(data.X_train) / 2
    assert len(test) == len(data.X_test) / 2
    assert not train & test


def test_distorted_copies_all_differ(data):
    assert len({row.tobytes() for row in data.X_train}) == len(data.X_train)


def test_the_seed_decides(data):
    np.testing.assert_array_equal(glyphs().X_train, data.X_train)
    assert (glyphs(seed=1).X_train != data.X_train).any()


def test_an_upright_l_is_upright_and_an_upside_down_picture_would_not_pass():
    data = glyphs("LT", size=16, copies=1, distort=0)
    rows = data.X_train.reshape(-1, 16, 16)
    for label, heavy in ((0, slice(12, 16)), (1, slice(0, 4))):  # the bar of L is low, that of T high
        mean = rows[data.y_train == label].mean(axis=0)
        assert mean[heavy].sum() > 1.3 * mean.sum() / 4


def test_what_is_learned_from_print_carries_over_to_handwriting():
    data, written = glyphs(copies=20), digits(0.5)
    model = SVC(C=5).fit(data.X_train, data.y_train)
    assert model.score(data.X_test, data.y_test) > 0.97
    assert model.score(written.X_test, written.y_test) > 0.5  # chance is 0.1


def test_larger_letters_and_more_test_fonts():
    data = glyphs("Aa", size=32, copies=3, test_fonts=19)
    assert data.X_train.shape == (2 * 3, 32 * 32)
    assert data.X_test.shape == (2 * 3 * (len(FONTS) - 1), 32 * 32)


@pytest.mark.parametrize("characters", ["", "7", "11", "1€", "a b"])
def test_characters_that_not_every_font_has_are_refused(characters):
    with pytest.raises(ValueError, match="two or more different letters or digits, got"):
        glyphs(characters)


@pytest.mark.parametrize(
    "bad", [{"size": 5}, {"size": 65}, {"copies": 0}, {"distort": 3}, {"test_fonts": 0}, {"test_fonts": 20}]
)
def test_numbers_out_of_range_are_refused_with_the_given_ones(bad):
    with pytest.raises(ValueError, match="need size from 6 to 64"):
        glyphs(**bad)
