"""Processor time, page faults and memory of a function, so that a busy machine disturbs them little."""

import weakref
from collections.abc import Callable
from time import process_time
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves


def fastest(run: Callable[[], Any], *, rounds: int = 5, at_least: float = 0.01) -> float:
    """The least processor time of one call of `run`, in seconds.

    Parameters
    ----------
    run : callable without arguments
        Called once before, so that what is done only the first time is not in the result.
    rounds : int
        How many measurements there are; the fastest counts, since other programs only ever add time.
    at_least : float
        Seconds that a measurement lasts at least, by repeating a short `run`.

    Raises
    ------
    ValueError
        If `rounds` is below 1.
    """
    if rounds < 1:
        raise ValueError(f"rounds must be at least 1, got {rounds}")
    run()
    begin = process_time()
    run()
    once = max(process_time() - begin, 1e-7)
    repeats = max(1, int(at_least / once))
    best = once
    for _ in range(rounds):
        begin = process_time()
        for _ in range(repeats):
            run()
        best = min(best, (process_time() - begin) / repeats)
    return best


def page_faults(run: Callable[[], Any]) -> int:
    """How many pages of memory the system had to supply during the second call of `run`; 0 on Windows."""
    try:
        import resource
    except ImportError:
        return 0
    run()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    run()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


class _Memory(TorchDispatchMode):
    """Adds the bytes of each new tensor's storage, and subtracts them when the storage is freed."""

    def __init__(self) -> None:
        super().__init__()
        self.now = self.peak = 0
        self.known: Any = weakref.WeakSet()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        for tensor in tree_leaves((args, kwargs)):
            if isinstance(tensor, torch.Tensor):
                self.known.add(tensor.untyped_storage())  # it was there before, or was counted
        out = func(*args, **kwargs)
        for tensor in tree_leaves(out):
            if isinstance(tensor, torch.Tensor) and (storage := tensor.untyped_storage()) not in self.known:
                self.known.add(storage)
                self._add(storage.nbytes())
                weakref.finalize(storage, self._add, -storage.nbytes())
        return out

    def _add(self, size: int) -> None:
        self.now += size
        self.peak = max(self.peak, self.now)


def peak_bytes(run: Callable[[], Any]) -> int:
    """The most bytes of tensors that live at once during `run`, beside those that were there before.

    Scratch memory inside one operation is not seen.

    Examples
    --------
    >>> x = torch.zeros(1000)
    >>> peak_bytes(lambda: (x + 1) + 1)
    8000
    """
    with _Memory() as memory:
        run()
    return memory.peak
