"""`count` lists what a function asks of a machine; `predict` says how long a machine takes for it."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.flop_counter import flop_registry


class Operation(NamedTuple):
    """One operation of PyTorch: its floating-point operations, and the bytes of its arguments and results."""

    name: str
    flops: int
    bytes: int


class _Counter(TorchDispatchMode):
    """Is told of each operation, forward, backward and in the optimizer alike."""

    def __init__(self) -> None:
        super().__init__()
        self.operations: list[Operation] = []

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        out = func(*args, **kwargs)
        views = any(r.alias_info is not None and not r.alias_info.is_write for r in func._schema.returns)
        if views or func is torch.ops.aten._unsafe_view.default:
            return out  # nothing is computed or moved
        given = {name: value for name, value in kwargs.items() if name != "out"}  # it is only written to
        read = {id(t): _bytes(t) for t in tree_leaves((args, given)) if isinstance(t, torch.Tensor)}
        written = sum(_bytes(t) for t in tree_leaves(out) if isinstance(t, torch.Tensor))
        flops = flop_registry.get(func._overloadpacket)
        cost = flops(*args, **kwargs, out_val=out) if flops else 0
        self.operations.append(Operation(func._overloadpacket.__name__, cost, sum(read.values()) + written))
        return out


def _bytes(tensor: torch.Tensor) -> int:
    return tensor.numel() * tensor.element_size()


def count(run: Callable[[], Any]) -> list[Operation]:
    """The operations that PyTorch executes in one call of `run`, in order, without views, which move nothing.

    On the meta device nothing is computed, so a step of any size can be counted in a moment.
    Multiplications and additions count one each, for products and convolutions; other operations count none,
    as in `torch.utils.flop_counter`. Each argument counts once as read, each result as written.

    Examples
    --------
    >>> import torch
    >>> a = torch.empty(2, 3, device="meta")
    >>> count(lambda: a @ a.T)
    [Operation(name='mm', flops=24, bytes=64)]
    """
    with _Counter() as counter:
        run()
    return counter.operations


def predict(
    operations: Iterable[Operation], *, flops: float, bandwidth: float, overhead: float = 0.0
) -> float:
    """Seconds for the operations, one after another, by the roofline of Williams et al. (2009).

    Each operation takes as long as its arithmetic or its memory traffic, whichever is longer, and `overhead`.

    Parameters
    ----------
    operations : iterable of `Operation`
    flops : float
        Peak rate in FLOP/s, above 0.
    bandwidth : float
        Bytes a second between processor and memory, above 0.
    overhead : float
        Seconds that each operation takes besides, 0 or more.

    Raises
    ------
    ValueError
        If a rate is not above 0, or the overhead below 0.

    Examples
    --------
    >>> predict([Operation("mm", 2000, 100), Operation("relu", 0, 100)], flops=1000, bandwidth=50)
    4.0
    """
    if flops <= 0 or bandwidth <= 0:
        raise ValueError(f"rates must be above 0, got flops={flops!r} and bandwidth={bandwidth!r}")
    if overhead < 0:
        raise ValueError(f"overhead must be 0 or more seconds, got {overhead!r}")
    return sum(max(one.flops / flops, one.bytes / bandwidth) + overhead for one in operations)
