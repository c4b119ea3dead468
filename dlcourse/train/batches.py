"""Batches: `TensorLoader` for data that fits on the device; `feed` brings those of any loader there."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, RandomSampler

from dlcourse.train.rng import set_rng_state


class TensorLoader:
    """Batches that are slices of one permuted copy an epoch: no Python work per example.

    The order is the one of `DataLoader(TensorDataset(...), shuffle=True, generator=...)` with the same
    seed, and so are the values, to the bit. Memory: the data twice on the device.

    Parameters
    ----------
    *arrays : Tensor, ndarray or DataFrame, each of shape (examples, ...)
        The inputs, one or several, and last the targets, of which integers become int64. Other dtypes stay.
    batch_size : int
        Examples a batch, of all processes together; the last batch holds what is left.
    shuffle : bool
        A new order every epoch, drawn from `seed`; otherwise the order given.
    seed : int
        Two loaders with the same seed give the same batches.
    drop_last : bool
        Leave out a last batch that is not full.
    transform : callable, optional
        Called with the inputs of a batch, on the device; draws from torch's global generator.

    Raises
    ------
    ValueError
        If there are no examples, the lengths differ, or an array holds NaN, infinity, or no numbers.

    Examples
    --------
    >>> loader = TensorLoader(torch.rand(10, 3), torch.arange(10), batch_size=4, seed=0)
    >>> [len(y) for X, y in loader]
    [4, 4, 2]
    """

    def __init__(
        self,
        *arrays: Any,
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
        *inputs, y = (_tensor(array, i) for i, array in enumerate(arrays))
        self.tensors = [*inputs, y if y.is_floating_point() or y.is_complex() else y.long()]
        lengths = [len(tensor) for tensor in self.tensors]
        if len(set(lengths)) > 1:
            raise ValueError(f"inputs and targets must have the same number of examples, got {lengths}")
        if lengths[0] == 0 or (drop_last and lengths[0] < batch_size):
            raise ValueError(
                f"no batch: {lengths[0]} examples, batch_size {batch_size}, drop_last={drop_last}"
            )
        self.batch_size, self.shuffle, self.drop_last = batch_size, shuffle, drop_last
        self.transform, self.generator = transform, torch.Generator().manual_seed(seed)
        self.from_arrays = [not isinstance(array, Tensor) for array in arrays]  # for words of advice
        self.process, self.processes = 0, 1  # fit sets them under torchrun

    def __len__(self) -> int:
        n = len(self.tensors[0])
        return n // self.batch_size if self.drop_last else -(-n // self.batch_size)

    def to(self, device: torch.device) -> "TensorLoader":
        """Move the data to `device`, once; returns the loader itself."""
        self.tensors = [tensor.to(device) for tensor in self.tensors]
        return self

    def __iter__(self) -> Iterator[tuple[Any, Tensor]]:
        return ((X, y) for X, y, _ in self.batches())

    def batches(self, skip: int = 0) -> Iterator[tuple[Any, Tensor, int]]:
        """Inputs, targets and the number of examples that count, from batch `skip` of a new epoch on.

        Among several processes each gets its share of every batch. Where a batch has no example for a
        process, that gets one that counts 0, because layers such as batch norm fail on none.
        """
        tensors = self.tensors
        if self.shuffle:
            # DataLoader draws a seed for its workers before its sampler draws the order, and one order more
            torch.empty((), dtype=torch.int64).random_(generator=self.generator)
            order = torch.randperm(len(tensors[0]), generator=self.generator).to(tensors[0].device)
            torch.randperm(len(tensors[0]), generator=self.generator)
            tensors = [tensor.index_select(0, order) for tensor in tensors]
        cut = zip(*(tensor.split(self.batch_size) for tensor in tensors), strict=True)
        for batch in islice(cut, skip, len(self)):
            parts, n = list(batch), len(batch[0])
            if self.processes > 1:
                first, last = (n * (self.process + i) // self.processes for i in (0, 1))
                n, rows = last - first, slice(first, last) if last > first else slice(1)
                parts = [part[rows] for part in parts]
            *inputs, y = parts
            X = tuple(inputs) if len(inputs) > 1 else inputs[0]
            if self.transform is not None:
                X = self.transform(*inputs)
            yield X, y, n


def _tensor(array: Any, position: int) -> Tensor:
    """Any array as a tensor with the strides of its shape; shares the memory where that is possible."""
    if not isinstance(array, Tensor):
        if hasattr(array, "toarray") or np.ma.is_masked(array):
            fix = "array.toarray()" if hasattr(array, "toarray") else "array.filled(value)"
            raise ValueError(f"array {position} is sparse or masked; every value is needed: {fix}")
        values = np.asarray(array)
        if values.dtype.kind not in "biufc":
            raise ValueError(
                f"array {position} is of dtype {values.dtype} (first {values.flat[:1].tolist()}), not "
                "numbers: use X.astype('float32'), or for names np.unique(y, return_inverse=True)[1]"
            )
        # what torch does not take or hardly computes with: other byte orders, long double, large unsigned
        wide = {"u": np.int32 if values.dtype.itemsize == 2 else np.int64, "f": np.float64}
        odd = values.dtype.itemsize > (1 if values.dtype.kind == "u" else 8) and values.dtype.kind in wide
        dtype = wide[values.dtype.kind] if odd else values.dtype.newbyteorder("=")
        array = np.require(
            values, dtype, ["C", "W"]
        )  # torch takes no negative strides, and warns of read-only
    tensor = torch.as_tensor(array).detach().contiguous()
    if tensor.ndim == 0:
        raise ValueError(f"array {position} is one number; expected one row for each example")
    if tensor.is_floating_point() and not bool(torch.isfinite(tensor).all()):
        bad = (~torch.isfinite(tensor)).nonzero()
        raise ValueError(
            f"array {position} holds {tensor[tuple(bad[0])].item()} at {bad[0].tolist()} ({len(bad)} such "
            f"values of {tensor.numel()}); drop these rows or fill them, for example with the training mean"
        )
    return tensor.view(-1).view(tensor.shape)  # strides of an axis of length 1 may pass as channels_last


Loader = TensorLoader | DataLoader


def feed(
    loader: Loader, device: torch.device, skip: int = 0, rng: dict[str, Any] | None = None
) -> Iterator[tuple[Any, Any, int]]:
    """Inputs, targets (on the device) and the number of examples that count, from batch `skip` on.

    The global generators are set to `rng` where batch `skip` is about to be made.
    """
    if rng is not None and (skip == 0 or isinstance(loader, TensorLoader)):
        set_rng_state(rng)
    if isinstance(loader, TensorLoader):
        yield from loader.to(device).batches(skip)
        return
    batches = iter(loader)
    for _ in range(skip):  # a DataLoader can only be brought there by drawing
        next(batches)
    if rng is not None and skip:
        set_rng_state(rng)
    for batch in batches:
        if not (isinstance(batch, tuple | list) and len(batch) >= 2):
            raise TypeError(
                f"a batch must be (inputs, ..., targets), got {type(batch).__name__}; see collate_fn"
            )
        *inputs, y = (_to_device(part, device) for part in batch)
        yield (inputs[0] if len(inputs) == 1 else tuple(inputs)), y, len(batch[-1])


def _to_device(part: Any, device: torch.device) -> Any:
    if isinstance(part, Tensor):
        return part.to(device, non_blocking=True)  # waits on its own unless the memory is pinned
    if isinstance(part, tuple | list):
        return type(part)(_to_device(item, device) for item in part)
    if isinstance(part, dict):
        return {key: _to_device(item, device) for key, item in part.items()}
    return part


def generators(loader: Loader) -> dict[str, torch.Generator]:
    """By name; empty for a DataLoader that draws from torch's global generator."""
    own = {"loader": loader.generator}
    if isinstance(loader, DataLoader) and isinstance(loader.sampler, RandomSampler):
        own["sampler"] = loader.sampler.generator
    return {name: generator for name, generator in own.items() if generator is not None}


def loader_state(loader: Loader | None) -> dict[str, Tensor]:
    """The state of the loader's generators, to be taken before an epoch starts."""
    return {} if loader is None else {name: g.get_state() for name, g in generators(loader).items()}


def set_loader_state(loader: Loader, state: dict[str, Tensor]) -> None:
    """Go back to the start of the epoch of which `state` was taken."""
    own = generators(loader)
    if own.keys() != state.keys():
        raise ValueError(
            f"the checkpoint was made with a loader that has {sorted(state) or 'no generator'}, this one has "
            f"{sorted(own) or 'none'}; resume with the same kind of loader"
        )
    for name, generator in own.items():
        generator.set_state(state[name])
