"""Batches as slices are those of a DataLoader, and bad data is refused when the loader is made."""

import numpy as np
import pytest
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
