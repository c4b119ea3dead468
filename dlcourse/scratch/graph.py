"""The backward pass: walk the graph from its result to its leaves and add up what every path brings."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from dlcourse.scratch.shapes import Array, unbroadcast

# An operand, and the function that turns the gradient at the result into the operand's part of it.
Edge = tuple["Node", Callable[[Array], Array]]


class Node(Protocol):
    """What the backward pass asks of a tensor."""

    data: Array
    grad: Array | None
    edges: tuple[Edge, ...]
    requires_grad: bool

    @property
    def shape(self) -> tuple[int, ...]: ...

    @property
    def dtype(self) -> np.dtype[Any]: ...

    @property
    def is_leaf(self) -> bool: ...


_recording = ContextVar("recording", default=True)  # a value per thread: threads do not disturb each other


def is_recording() -> bool:
    """Whether operations record their operands now: True outside `no_grad`."""
    return _recording.get()


@contextmanager
def no_grad() -> Iterator[None]:
    """A `with` block in which operations build no graph: evaluation needs neither its memory nor its time.

    Examples
    --------
    >>> from dlcourse.scratch import Tensor
    >>> w = Tensor(3.0, requires_grad=True)
    >>> with no_grad():
    ...     y = w * w
    >>> y.requires_grad, (w * w).requires_grad
    (False, True)
    """
    token = _recording.set(False)
    try:
        yield
    finally:
        _recording.reset(token)


def topological_order(root: Node) -> list[Node]:
    """Every tensor that `root` was computed from, operands before results, so `root` comes last.

    A list of what is left to do stands in for recursion: a graph may be deeper than Python's stack.
    """
    order: list[Node] = []
    seen: set[Node] = set()
    todo = [(root, False)]
    while todo:
        node, operands_done = todo.pop()
        if operands_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            todo.append((node, True))  # comes up again when all that is pushed after it is done
            todo.extend((operand, False) for operand, _ in node.edges)
    return order


def backpropagate(root: Node, gradient: npt.ArrayLike | None) -> None:
    """Add d(sum of gradient * root)/d(leaf) to the `grad` of every leaf below `root`; see `Tensor.backward`.

    A node hands its gradient on only when everything computed from it has contributed. The gradients of
    interior nodes live in `pending`, for this pass alone, so a second pass cannot count them twice.
    """
    pending = {root: _start(root, gradient)}
    for node in reversed(topological_order(root)):
        g = pending.pop(node)
        if node.is_leaf:
            node.grad = np.array(g if node.grad is None else node.grad + g)
        for operand, pull_back in node.edges:
            part = np.asarray(unbroadcast(pull_back(g), operand.shape), operand.dtype)
            pending[operand] = pending[operand] + part if operand in pending else part


def _start(root: Node, gradient: npt.ArrayLike | None) -> Array:
    """The gradient at `root` itself: the one given, or 1 for a single number."""
    if not root.requires_grad:
        raise ValueError(
            "backward() found no graph: nothing this was computed from has requires_grad=True, "
            "or it was computed inside no_grad() or cut off by detach()"
        )
    if gradient is None and root.data.size != 1:
        raise ValueError(
            f"backward() starts from a single number, got shape {root.shape}: reduce it first, "
            "as in x.sum().backward(), or pass a gradient of that shape"
        )
    start = np.ones_like(root.data) if gradient is None else np.asarray(gradient, root.dtype)
    if start.shape != root.shape:
        raise ValueError(f"the gradient must have the tensor's shape {root.shape}, got {start.shape}")
    return start
