"""Batches: `TensorLoader` for data that fits on the device, `data_loader` for a Dataset that does not."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, RandomSampler


class TensorLoader:
    """Batches that are slices of one permuted copy an epoch: no Python work per example.

    The order is the one of `DataLoader(TensorDataset(...), shuffle=True, generator=...)` with the same
    seed, and so are the values, to the bit. Memory: the data twice on the device.

    Parameters
    ----------
    *arrays : Tensor or ndarray, each of shape (examples, ...)
        The inputs, one or several, and last the targets; float64 stays float64.
    batch_size : int
        Examples a batch, of all processes together; the last batch holds what is left.
    shuffle : bool
        A new order every epoch, drawn from `seed`; otherwise the order given.
    seed : int
        Two loaders with the same seed give the same batches.
    drop_last : bool
        Leave out a last batch that is not full.
    transform : callable, optional
        Called with the inputs of a training batch, on the device; draws from torch's global generator.

    Raises
    ------
    ValueError
        If there are no examples, the lengths differ, or an array holds NaN or infinity.

    Examples
    --------
    >>> loader = TensorLoader(torch.rand(10, 3), torch.arange(10), batch_size=4, seed=0)
    >>> [len(y) for X, y in loader]
    [4, 4, 2]
    """

    def __init__(
        self,
        *arrays: Tensor | np.ndarray,
        batch_size: int = 64,
        shuffle: bool = True,
        seed: int = 0,
        drop_last: bool = False,
        transform: Callable[..., Any] | None = None,
    ):
        if len(arrays) < 2:
            raise ValueError(f"expected inputs and targets, TensorLoader(X, y), got {len(arrays)} array")
        if batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, got {batch_size}")
        # torch.as_tensor shares the memory; view() also mends strides that pass as channels_last by accident
        tensors = [torch.as_tensor(array).contiguous() for array in arrays]
        self.tensors = [tensor.view(-1).view(tensor.shape) for tensor in tensors]
        lengths = [len(tensor) for tensor in self.tensors]
        if len(set(lengths)) > 1:
            raise ValueError(f"inputs and targets must have the same number of examples, got {lengths}")
        if lengths[0] == 0 or (drop_last and lengths[0] < batch_size):
            raise ValueError(
                f"no batch: {lengths[0]} examples, batch_size {batch_size}, drop_last={drop_last}"
            )
        for i, tensor in enumerate(self.tensors):
            _must_be_finite(tensor, i)
        self.batch_size, self.shuffle, self.drop_last, self.transform = (
            batch_size,
            shuffle,
            drop_last,
            transform,
        )
        self.generator = torch.Generator().manual_seed(seed)
        self.process, self.processes = 0, 1  # fit sets them under torchrun

    def __len__(self) -> int:
        n = len(self.tensors[0])
        return n // self.batch_size if self.drop_last else -(-n // self.batch_size)

    def to(self, device: torch.device) -> "TensorLoader":
        """Move the data to `device`, once; returns the loader itself."""
        self.tensors = [tensor.to(device) for tensor in self.tensors]
        return self

    def __iter__(self) -> Iterator[tuple[Any, Tensor]]:
        return ((X, y) for X, y, _ in self.weighted())

    def weighted(self, skip: int = 0) -> Iterator[tuple[Any, Tensor, int]]:
        """Inputs, targets and the number of examples that count, from batch `skip` of a new epoch on.

        Among several processes each gets its share of every batch. Where a batch has no example for a
        process, that gets one that counts 0, because layers such as batch norm fail on none.
        """
        tensors = self.tensors
        if self.shuffle:
            # DataLoader draws a seed for its workers before its sampler draws the order
            torch.empty((), dtype=torch.int64).random_(generator=self.generator)
            order = torch.randperm(len(tensors[0]), generator=self.generator).to(tensors[0].device)
            torch.randperm(
                len(tensors[0]), generator=self.generator
            )  # that sampler draws one more at its end
            tensors = [tensor.index_select(0, order) for tensor in tensors]
        n, k, transform = len(tensors[0]), len(tensors) - 1, self.transform
        for batch in range(skip, len(self)):
            start = batch * self.batch_size
            size = min(self.batch_size, n - start)
            first, last = (start + size * (self.process + i) // self.processes for i in (0, 1))
            rows = slice(first, last) if last > first else slice(start, start + 1)
            X = tensors[0][rows] if k == 1 else tuple(tensor[rows] for tensor in tensors[:k])
            if transform is not None:
                X = transform(X) if k == 1 else transform(*X)
            yield X, tensors[k][rows], last - first


def _must_be_finite(tensor: Tensor, position: int) -> None:
    if tensor.is_floating_point() and not bool(torch.isfinite(tensor).all()):
        bad = (~torch.isfinite(tensor)).nonzero()
        first = tuple(bad[0].tolist())
        raise ValueError(
            f"array {position} holds {tensor[first].item()} at {list(first)} ({len(bad)} such values of "
            f"{tensor.numel()}); drop these rows or fill them, for example with the training mean"
        )


def data_loader(
    dataset: Dataset, batch_size: int = 64, *, shuffle: bool = True, seed: int = 0, workers: int = 0
) -> DataLoader:
    """A DataLoader that can be resumed: its own seeded generator, fresh workers an epoch, pinned for cuda.

    Workers seed Python's, NumPy's and torch's generators from it. On a CPU, with examples that are
    quick to make, `workers=0` is many times faster than any other number.

    Parameters
    ----------
    dataset : torch.utils.data.Dataset
        Gives (inputs, ..., target) for an index, and has a length.
    batch_size : int
    shuffle : bool
    seed : int
        Of the order, and through it of the workers.
    workers : int
        Processes that make the examples; 0 makes them here.

    Examples
    --------
    >>> from torch.utils.data import TensorDataset
    >>> len(data_loader(TensorDataset(torch.rand(10, 3), torch.arange(10)), 4))
    3
    """
    return DataLoader(
        dataset,
        batch_size,
        shuffle=shuffle,
        generator=torch.Generator().manual_seed(seed),
        num_workers=workers,
        pin_memory=torch.cuda.is_available(),
    )


Loader = TensorLoader | DataLoader


def loader_state(loader: Loader) -> dict[str, Tensor]:
    """The state of the loader's generators, to be taken before an epoch starts."""
    return {name: generator.get_state() for name, generator in _generators(loader).items()}


def set_loader_state(loader: Loader, state: dict[str, Tensor]) -> None:
    """Go back to the start of the epoch of which `state` was taken."""
    generators = _generators(loader)
    if generators.keys() != state.keys():
        raise ValueError(
            f"the checkpoint was made with a loader that has {sorted(state) or 'no generator'}, this one has "
            f"{sorted(generators) or 'none'}; resume with the same kind of loader"
        )
    for name, generator in generators.items():
        generator.set_state(state[name])


def _generators(loader: Loader) -> dict[str, torch.Generator]:
    """By name; empty for a DataLoader that draws from torch's global generator."""
    found = {"loader": loader.generator}
    if isinstance(loader, DataLoader) and isinstance(loader.sampler, RandomSampler):
        found["sampler"] = loader.sampler.generator
    return {name: generator for name, generator in found.items() if generator is not None}
