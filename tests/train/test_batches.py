"""Batches as slices are those of a DataLoader, and bad data is refused when the loader is made."""

import warnings

import numpy as np
import pandas as pd
import pytest
import scipy.sparse
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.utils.data import DataLoader, TensorDataset

from dlcourse.train import TensorLoader


@given(n=st.integers(1, 50), batch_size=st.integers(1, 60), seed=st.integers(0, 9), drop=st.booleans())
def test_order_and_values_are_those_of_a_dataloader(n: int, batch_size: int, seed: int, drop: bool) -> None:
    if drop and n < batch_size:
        return
    X, y = torch.rand(n, 3), torch.arange(n)
    ours = TensorLoader(X, y, batch_size=batch_size, seed=seed, drop_last=drop)
    theirs = DataLoader(
        TensorDataset(X, y),
        batch_size,
        shuffle=True,
        drop_last=drop,
        generator=torch.Generator().manual_seed(seed),
    )
    assert len(ours) == len(theirs)
    for _ in range(3):  # epochs: the generator must be left as the DataLoader leaves it
        for (X1, y1), (X2, y2) in zip(list(ours), list(theirs), strict=True):
            assert torch.equal(X1, X2)
            assert torch.equal(y1, y2)


def test_without_shuffle_the_order_is_the_one_given() -> None:
    batches = list(TensorLoader(torch.rand(5, 1), torch.arange(5), batch_size=2, shuffle=False))
    assert [y.tolist() for _, y in batches] == [[0, 1], [2, 3], [4]]


def test_several_inputs_come_as_a_tuple() -> None:
    (a, b), y = next(iter(TensorLoader(torch.rand(4, 2), torch.rand(4, 5), torch.arange(4))))
    assert (a.shape, b.shape, y.shape) == ((4, 2), (4, 5), (4,))


def test_strides_that_pass_as_channels_last_are_mended() -> None:
    X = np.random.default_rng(0).random((1, 6, 8, 8), dtype=np.float32).transpose(1, 0, 2, 3)
    assert torch.as_tensor(X).contiguous().stride() != (64, 64, 8, 1)  # the trap is there
    for shuffle in (True, False):
        batch, _ = next(iter(TensorLoader(X, np.zeros(6, int), shuffle=shuffle)))
        assert batch.stride() == (64, 64, 8, 1)


def test_the_shares_of_the_processes_make_up_every_batch() -> None:
    X = torch.arange(23.0)[:, None]
    whole = list(TensorLoader(X, X, batch_size=4).batches())
    shares = []
    for process in range(5):  # more than rows in the batch: some count nothing
        loader = TensorLoader(X, X, batch_size=4)
        loader.process, loader.processes = process, 5
        shares.append(list(loader.batches()))
    for (X, _, n), *parts in zip(whole, *shares, strict=True):
        assert torch.equal(X, torch.cat([part[:count] for part, _, count in parts]))
        assert sum(count for *_, count in parts) == n
        assert all(len(part) >= 1 for part, *_ in parts)


def test_a_transform_sees_the_inputs_only() -> None:
    loader = TensorLoader(torch.ones(4, 2), torch.ones(4), transform=lambda X: 3 * X)
    X, y = next(iter(loader))
    assert (X == 3).all() and (y == 1).all()


ONES = torch.ones(3)
NAN = torch.tensor([[1.0], [float("nan")]])


@pytest.mark.parametrize(
    ("arrays", "options", "message"),
    [
        ((torch.ones(3),), {}, r"inputs and targets, TensorLoader\(X, y\), got 1 array"),
        ((torch.ones(3), torch.ones(4)), {}, r"same number of examples, got \[3, 4\]"),
        ((torch.ones(0, 2), torch.ones(0)), {}, "no batch: 0 examples"),
        ((ONES, ONES), {"batch_size": 4, "drop_last": True}, "no batch: 3 examples, batch_size 4"),
        ((ONES, ONES), {"batch_size": 0}, "batch_size must be at least 1, got 0"),
        ((NAN, torch.ones(2)), {}, r"array 0 holds nan at \[1, 0\] \(1 such .*drop"),
        ((torch.ones(2), torch.tensor([1.0, float("inf")])), {}, r"array 1 holds inf at \[1\]"),
    ],
)  # fmt: skip
def test_bad_data_is_refused_with_the_value_and_the_fix(arrays, options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        TensorLoader(*arrays, **options)


A = np.random.default_rng(0).random((6, 4)).astype(np.float32)
FRAME = pd.DataFrame(A, index=[5, 3, 1, 9, 7, 2])


@pytest.mark.parametrize(
    "array",
    [
        A[::-1],
        A[:, ::-1],
        A.T[::-1].T,
        np.asfortranarray(A),
        A.astype(">f4"),
        A.astype("<f4"),
        A.astype(">f8"),
        A.astype(np.float16),
        A.astype(np.longdouble),
        (100 * A).astype(np.uint8),
        (100 * A).astype(np.uint16),
        (100 * A).astype(">u2"),
        (100 * A).astype(np.uint32),
        (100 * A).astype(np.uint64),
        (100 * A).astype(np.int8),
        (100 * A).astype(">i8"),
        A > 0.5,
        np.lib.stride_tricks.sliding_window_view(np.arange(9.0), 4),
        np.broadcast_to(A[:1], (6, 4)),
        np.frombuffer(A.tobytes(), np.float32).reshape(6, 4),
        np.ma.masked_array(A),
        FRAME,
        FRAME[::-1],
        A.tolist(),
        torch.from_numpy(A).requires_grad_(),
        torch.from_numpy(A.T.copy()).T,
    ],
)
@pytest.mark.parametrize("shuffle", [True, False])
def test_arrays_come_as_they_are(array, shuffle: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        loader = TensorLoader(array, np.arange(6)[::-1].astype(">i4"), batch_size=4, shuffle=shuffle)
        batches = list(loader)
    X, y = (torch.cat([batch[i] for batch in batches]) for i in (0, 1))
    expected = array.detach().numpy() if isinstance(array, torch.Tensor) else np.asarray(array)
    assert y.dtype == torch.int64
    np.testing.assert_array_equal(X.double().numpy(), expected.astype(np.float64)[5 - y.numpy()])
    assert not X.requires_grad and X.is_contiguous()


@pytest.mark.parametrize("dtype", ["u1", "i1", "i2", ">i2", "u2", "i4", ">i4", "u4", "i8", ">i8", "u8", "?"])
def test_labels_of_any_integer_dtype_become_int64(dtype: str) -> None:
    labels = np.array([0, 1, 1, 0]).astype(dtype)
    for y in (
        labels,
        labels[::-1][::-1],
        pd.Series(labels.astype(labels.dtype.newbyteorder("="))),
        labels.tolist(),
    ):
        assert TensorLoader(torch.ones(4, 2), y).tensors[1].tolist() == [0, 1, 1, 0]
        assert TensorLoader(torch.ones(4, 2), y).tensors[1].dtype == torch.int64


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.array(["cat", "dog"]), r"<U3 \(first \['cat'\]\).*np.unique"),
        (pd.Series(["cat", "dog"], dtype="category"), "np.unique"),
        (np.array([0.5, None]), "dtype object.*astype"),
        (pd.DataFrame({"a": [1.0, 2.0], "b": [True, False]}), "dtype object.*astype"),
        (pd.DataFrame({"a": [1.0, 2.0], "b": 0}).astype("Float32"), "dtype object.*astype"),
        (np.array(["2026-01-01", "2026-01-02"], "M8[D]"), "datetime64"),
        (np.ma.masked_array([1.0, 2.0], [False, True]), r"masked.*filled"),
        (scipy.sparse.eye(2).tocsr(), r"sparse.*toarray\(\)"),
        (np.float32(3), "one number"),
        (np.array([1.0, np.nan])[::-1], r"holds nan at \[0\]"),
        (np.array([[1.0], [np.inf]], ">f4"), r"holds inf at \[1, 0\]"),
    ],
)
def test_what_is_no_array_of_numbers_gets_an_error_with_the_fix(array, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        TensorLoader(array, np.arange(2))
