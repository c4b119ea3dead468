"""Tables from scikit-learn: the right rows with the right labels, scaled without a look at the test part."""

import numpy as np
import pytest
from sklearn import datasets
from sklearn.linear_model import LinearRegression, LogisticRegression

from dlcourse.data import breast_cancer, diabetes

LOADERS = {
    breast_cancer: (datasets.load_breast_cancer, (455, 114, 30)),
    diabetes: (lambda: datasets.load_diabetes(scaled=False), (353, 89, 10)),
}
each = pytest.mark.parametrize("load", LOADERS, ids=lambda load: load.__name__)


@each
def test_shapes_types_and_names(load):
    data, (train, test, features) = load(), LOADERS[load][1]
    assert (data.X_train.shape, data.X_test.shape) == ((train, features), (test, features))
    assert (data.y_train.shape, data.y_test.shape) == ((train,), (test,))
    assert {data.X_train.dtype, data.X_test.dtype} == {np.dtype(np.float32)}
    assert data.y_train.dtype == (np.int64 if data.classes else np.float32)
    assert len(set(data.features)) == features


@each
def test_every_row_is_in_exactly_one_part_with_its_own_answer(load):
    data, source = load(standardize=False), LOADERS[load][0]()
    ours = np.column_stack([np.r_[data.X_train, data.X_test], np.r_[data.y_train, data.y_test]])
    theirs = np.column_stack([source.data, source.target]).astype(np.float32)
    assert sorted(map(tuple, ours.astype(np.float32).tolist())) == sorted(map(tuple, theirs.tolist()))


@each
def test_the_training_part_alone_decides_the_scale(load):
    data, raw = load(), load(standardize=False)
    np.testing.assert_allclose(data.X_train.mean(axis=0), 0, atol=1e-4)
    np.testing.assert_allclose(data.X_train.std(axis=0), 1, atol=1e-4)
    expected = (raw.X_test - raw.X_train.mean(axis=0)) / raw.X_train.std(axis=0)
    np.testing.assert_allclose(data.X_test, expected, rtol=1e-4, atol=1e-4)


@each
def test_the_seed_decides_the_split(load):
    np.testing.assert_array_equal(load(seed=3).X_test, load(seed=3).X_test)
    assert (load(seed=3).y_test != load(seed=4).y_test).any()


def test_a_linear_model_learns_from_each():
    data = breast_cancer()
    model = LogisticRegression(max_iter=1000).fit(data.X_train, data.y_train)
    assert model.score(data.X_test, data.y_test) > 0.93
    data = diabetes()
    model = LinearRegression().fit(data.X_train, data.y_train)
    assert 0.2 < model.score(data.X_test, data.y_test) < 0.7


def test_class_names_go_with_the_labels():
    data = breast_cancer(standardize=False)
    radius = [data.X_train[data.y_train == i, 0].mean() for i in range(2)]
    assert data.classes == ("malignant", "benign")
    assert radius[0] > radius[1]


def test_a_column_that_never_varies_stays_finite():
    data = diabetes(0.99)
    assert len(data.X_train) == 4
    assert np.isfinite(data.X_train).all()
    assert np.isfinite(data.X_test).all()


@each
def test_numbers_out_of_range_are_refused(load):
    with pytest.raises(ValueError, match=r"test_size is a share, from 0\.01 to 0\.99, got 2"):
        load(2)
    with pytest.raises(ValueError, match="seed must be at least 0, got -1"):
        load(seed=-1)
