"""The digits: real images, split with a seed, every class on both sides, nothing from the network."""

import socket

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier

from dlcourse.data import Split, digits


@pytest.fixture(scope="module")
def data() -> Split:
    return digits()


def test_shapes_types_and_range(data):
    assert (data.X_train.shape, data.X_test.shape) == ((1437, 64), (360, 64))
    assert (data.y_train.shape, data.y_test.shape) == ((1437,), (360,))
    assert {data.X_train.dtype, data.X_test.dtype} == {np.dtype(np.float32)}
    assert {data.y_train.dtype, data.y_test.dtype} == {np.dtype(np.int64)}
    assert (data.X_train.min(), data.X_train.max()) == (0, 1)


def test_every_image_is_in_exactly_one_part_with_its_own_label(data):
    X, y = load_digits(return_X_y=True)
    rows = lambda X, y: sorted(map(tuple, np.column_stack([np.asarray(X, np.float64) * 16, y]).tolist()))  # noqa: E731
    ours = rows(np.concatenate([data.X_train, data.X_test]), np.concatenate([data.y_train, data.y_test]))
    assert ours == rows(X / 16, y)


def test_every_class_keeps_its_share(data):
    train, test = (np.bincount(y, minlength=10) / len(y) for y in (data.y_train, data.y_test))
    np.testing.assert_allclose(train, test, atol=0.003)


def test_the_seed_decides_the_split():
    assert all((getattr(digits(seed=3), k) == getattr(digits(seed=3), k)).all() for k in vars(digits()))
    assert (digits(seed=3).y_test != digits(seed=4).y_test).any()


def test_calls_do_not_share_arrays(data):
    other = digits()
    other.X_train[:] = -1
    assert data.X_train.min() == 0
    assert digits().X_train.min() == 0


def test_the_labels_belong_to_the_images(data):
    model = KNeighborsClassifier(1).fit(data.X_train, data.y_train)
    assert model.score(data.X_test, data.y_test) > 0.95


def test_no_connection_is_opened(monkeypatch):
    def refuse(*_):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    digits()


@pytest.mark.parametrize("test_size", [0.01, 0.5, 0.99])
def test_any_share_in_the_range_has_every_class_on_both_sides(test_size):
    data = digits(test_size)
    assert len(data.y_test) == pytest.approx(1797 * test_size, abs=1)
    assert set(data.y_test) == set(data.y_train) == set(range(10))


@pytest.mark.parametrize("test_size", [0, 1, -0.1, 1.5, 200, float("nan"), 0.001])
def test_a_share_out_of_range_is_refused(test_size):
    with pytest.raises(ValueError, match=r"test_size is a share, from 0.01 to 0.99, got"):
        digits(test_size)


def test_a_negative_seed_is_refused():
    with pytest.raises(ValueError, match="seed must be at least 0, got -1"):
        digits(seed=-1)
