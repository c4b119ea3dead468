"""Small tables from scikit-learn: one to classify, one to predict a number from."""

from dataclasses import dataclass

import numpy as np

from dlcourse.data._package import packaged
from dlcourse.data.digits import Split, split


@dataclass(frozen=True)
class Table(Split):
    """A `Split` of a table: float32 `X`, with the names of its columns and classes.

    Attributes
    ----------
    features : tuple of str
        What column i of `X` measures.
    classes : tuple of str
        What class i means; empty where `y` is a number (float32) to predict.
    """

    features: tuple[str, ...]
    classes: tuple[str, ...]


def breast_cancer(test_size: float = 0.2, *, seed: int = 0, standardize: bool = True) -> Table:
    """569 tumors, 30 measurements of their cell nuclei; class 0 malignant (212), 1 benign (357).

    Parameters
    ----------
    test_size, seed
        As in `digits`; every class keeps its share.
    standardize : bool
        Subtract the mean of each column of the training part and divide by its standard deviation, in
        both parts (the test part must not tell anything about itself); False keeps the units.

    Notes
    -----
    Breast Cancer Wisconsin (Diagnostic), W. Wolberg, O. Mangasarian, N. Street, W. Street, UCI Machine
    Learning Repository (1995), doi:10.24432/C5DW2B, CC BY 4.0, as it ships inside scikit-learn.

    Examples
    --------
    >>> data = breast_cancer()
    >>> data.X_train.shape, data.classes[int(data.y_train[0])]
    ((455, 30), 'malignant')
    """
    return _table("breast_cancer", ["breast_cancer.csv"], test_size, seed, standardize)


def diabetes(test_size: float = 0.2, *, seed: int = 0, standardize: bool = True) -> Table:
    """442 patients, 10 measurements each; `y` (float32, 25 to 346) is the disease a year later.

    Parameters as in `breast_cancer`; `y` is left in its units, and nothing is stratified.

    Notes
    -----
    B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, "Least Angle Regression", Annals of Statistics
    32 (2004), as it ships inside scikit-learn; neither names a license for the data.
    """
    files = ["diabetes_data_raw.csv.gz", "diabetes_target.csv.gz"]
    return _table("diabetes", files, test_size, seed, standardize)


def _table(name: str, files: list[str], test_size: float, seed: int, standardize: bool) -> Table:
    for file in files:
        packaged("sklearn", f"datasets/data/{file}")
    from sklearn import datasets

    bunch = (
        datasets.load_diabetes(scaled=False) if name == "diabetes" else getattr(datasets, f"load_{name}")()
    )
    classes = tuple(str(name) for name in bunch.get("target_names", ()))
    y = bunch.target.astype(np.int64 if classes else np.float32)
    parts = split(bunch.data.astype(np.float32), y, test_size, seed, stratify=bool(classes))
    X_train, X_test = parts.X_train, parts.X_test
    if standardize:
        mean, std = X_train.mean(axis=0), X_train.std(axis=0)
        std[std == 0] = 1  # a column that never varies stays 0 and does not become NaN
        X_train, X_test = (X_train - mean) / std, (X_test - mean) / std
    return Table(X_train, parts.y_train, X_test, parts.y_test, tuple(map(str, bunch.feature_names)), classes)
