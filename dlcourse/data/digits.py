"""Handwritten digits, 8x8 pixels: the data set on which this book compares everything."""

import math
from dataclasses import dataclass

import numpy as np

from dlcourse.data._package import packaged


@dataclass(frozen=True)
class Split:
    """A data set cut into a training and a test part.

    Attributes
    ----------
    X_train, X_test : float32 array, shape (batch, features)
    y_train, y_test : int64 array, shape (batch,), the class of each row
    """

    X_train: np.ndarray
    y_train: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


def split(X: np.ndarray, y: np.ndarray, test_size: float, seed: int, *, stratify: bool = True) -> Split:
    """Rows of `X` and `y`, shuffled and cut; with `stratify`, every class keeps its share in both parts."""
    if not 0.01 <= test_size <= 0.99:
        raise ValueError(f"test_size is a share, from 0.01 to 0.99, got {test_size}")
    if seed < 0:
        raise ValueError(f"seed must be at least 0, got {seed}")
    from sklearn.model_selection import train_test_split

    kept = y if stratify else None
    least = len(np.unique(y)) if stratify else 1  # rows of each part: every class has one
    rows = min(max(math.ceil(test_size * len(y)), least), len(y) - least)
    parts = train_test_split(X, y, test_size=rows, random_state=seed, stratify=kept)
    X_train, X_test, y_train, y_test = parts
    return Split(X_train, y_train, X_test, y_test)


def digits(test_size: float = 0.2, *, seed: int = 0) -> Split:
    """1,797 handwritten digits as rows of 64 pixels in [0, 1], shuffled and split with `seed`.

    The images come from 13 people, and a random split puts every writer on both sides, so a test
    accuracy measured here says how well a net reads hands it has seen before.

    Parameters
    ----------
    test_size : float
        Share of the rows that go to the test part, from 0.01 to 0.99; every class keeps its share, and has
        a row in either part at least.
    seed : int
        The same seed gives the same split; at least 0.

    Raises
    ------
    ValueError
        If `test_size` or `seed` is out of its range.

    Notes
    -----
    "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, UCI Machine Learning
    Repository (1998), doi:10.24432/C50P49, CC BY 4.0; the test part of it, as it ships inside scikit-learn.

    Examples
    --------
    >>> data = digits()
    >>> data.X_train.shape, data.y_test.shape
    ((1437, 64), (360,))
    """
    packaged("sklearn", "datasets/data/digits.csv.gz")
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    X = (X / 16).astype(np.float32)  # (1797, 64), pixels were 0..16
    return split(X, y.astype(np.int64), test_size, seed)
