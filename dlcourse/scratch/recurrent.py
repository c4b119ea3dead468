"""Recurrent cells, equal to PyTorch's, and the loop over time that makes a layer of one."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from dlcourse.scratch.functions import sigmoid, tanh, where
from dlcourse.scratch.shapes import Array
from dlcourse.scratch.tensor import Operand, Tensor, as_tensor, record

State = tuple[Tensor, ...]


class Cell(Protocol):
    """One step in time: what a row of inputs makes of a state. `h`, the first of the state, is what shows."""

    inputs: int
    hidden: int

    def start(self, batch: int) -> State: ...

    def __call__(self, x: Operand, state: State) -> State: ...


class _Cell:
    """What the three cells share: weights for `gates` blocks of `hidden` columns, drawn as PyTorch does."""

    gates = 1
    memories = 1  # arrays in the state

    def __init__(
        self, inputs: int, hidden: int, *, generator: np.random.Generator, dtype: npt.DTypeLike = np.float64
    ) -> None:
        if inputs < 1 or hidden < 1:
            raise ValueError(f"a cell needs at least 1 input and 1 hidden unit, got {inputs} and {hidden}")
        k, columns = 1 / np.sqrt(hidden), self.gates * hidden
        self.inputs, self.hidden = inputs, hidden
        self.W_x, self.W_h, self.b_x, self.b_h = (
            Tensor(generator.uniform(-k, k, shape).astype(dtype), requires_grad=True)
            for shape in [(inputs, columns), (hidden, columns), (columns,), (columns,)]
        )

    def start(self, batch: int) -> State:
        """The state before the first step: zeros."""
        zeros = np.zeros((batch, self.hidden), self.W_h.dtype)
        return tuple(Tensor(zeros) for _ in range(self.memories))

    def parameters(self) -> list[Tensor]:
        return [self.W_x, self.W_h, self.b_x, self.b_h]

    def _sums(self, x: Operand, h: Tensor) -> tuple[list[Tensor], list[Tensor]]:
        """The weighted sums of the inputs and of the state, each cut into one block for each gate."""
        from_x, from_h = as_tensor(x) @ self.W_x + self.b_x, h @ self.W_h + self.b_h
        blocks = [slice(k * self.hidden, (k + 1) * self.hidden) for k in range(self.gates)]
        return [from_x[:, block] for block in blocks], [from_h[:, block] for block in blocks]


class RNNCell(_Cell):
    """h' = tanh(x W_x + b_x + h W_h + b_h), the step of `torch.nn.RNN` (Elman 1990).

    Parameters
    ----------
    inputs, hidden : int, at least 1
    generator : numpy.random.Generator
        Draws weights and biases from U(-k, k) with k = 1 / sqrt(hidden), the law of PyTorch.
    dtype : float64 or float32

    Attributes
    ----------
    W_x : Tensor, shape (inputs, hidden); PyTorch stores the transpose as `weight_ih_l0`
    W_h : Tensor, shape (hidden, hidden); PyTorch stores the transpose as `weight_hh_l0`
    b_x, b_h : Tensor, shape (hidden,); only their sum matters

    Examples
    --------
    >>> cell = RNNCell(3, 5, generator=np.random.default_rng(0))
    >>> (h,) = cell(np.ones((2, 3)), cell.start(2))
    >>> h.shape
    (2, 5)
    """

    def __call__(self, x: Operand, state: State) -> State:
        """x of shape (batch, inputs) and (h,) to the next (h,), of shape (batch, hidden)."""
        (from_x,), (from_h,) = self._sums(x, state[0])
        return (tanh(from_x + from_h),)


class LSTMCell(_Cell):
    """The step of `torch.nn.LSTM`: a cell c that is only scaled and added to, and gates that decide how much.

    c' = f c + i g and h' = o tanh(c'), with i, f, o through a sigmoid and g through tanh
    (Hochreiter and Schmidhuber 1997, the forget gate f by Gers et al. 2000).

    Parameters
    ----------
    inputs, hidden, generator, dtype
        As in `RNNCell`.

    Attributes
    ----------
    W_x, W_h : Tensor, shapes (inputs, 4 * hidden) and (hidden, 4 * hidden)
        Columns in PyTorch's order: input gate, forget gate, candidate, output gate.
    b_x, b_h : Tensor, shape (4 * hidden,)

    Examples
    --------
    >>> cell = LSTMCell(3, 5, generator=np.random.default_rng(0))
    >>> h, c = cell(np.ones((2, 3)), cell.start(2))
    >>> h.shape, c.shape
    ((2, 5), (2, 5))
    """

    gates, memories = 4, 2

    def __call__(self, x: Operand, state: State) -> State:
        """x of shape (batch, inputs) and (h, c) to the next (h, c), each of shape (batch, hidden)."""
        h, c = state
        i, f, g, o = (a + b for a, b in zip(*self._sums(x, h), strict=True))
        c = sigmoid(f) * c + sigmoid(i) * tanh(g)
        return sigmoid(o) * tanh(c), c


class GRUCell(_Cell):
    """The step of `torch.nn.GRU`: between the old state and a candidate, as far as a gate says.

    h' = z h + (1 - z) n, with n = tanh(x W_n + b_xn + r (h U_n + b_hn)) (Cho et al. 2014). PyTorch
    applies the gate r after the product with U_n, as here; the paper applies it to h, before.

    Parameters
    ----------
    inputs, hidden, generator, dtype
        As in `RNNCell`.

    Attributes
    ----------
    W_x, W_h : Tensor, shapes (inputs, 3 * hidden) and (hidden, 3 * hidden)
        Columns in PyTorch's order: reset gate, update gate, candidate.
    b_x, b_h : Tensor, shape (3 * hidden,)
        Not to be merged: the candidate's part of b_h is multiplied by the reset gate.

    Examples
    --------
    >>> cell = GRUCell(3, 5, generator=np.random.default_rng(0))
    >>> (h,) = cell(np.ones((2, 3)), cell.start(2))
    >>> h.shape
    (2, 5)
    """

    gates = 3

    def __call__(self, x: Operand, state: State) -> State:
        """x of shape (batch, inputs) and (h,) to the next (h,), of shape (batch, hidden)."""
        (h,) = state
        (r, z, n), (r_h, z_h, n_h) = self._sums(x, h)
        r, z = sigmoid(r + r_h), sigmoid(z + z_h)
        n = tanh(n + r * n_h)
        return (z * h + (1 - z) * n,)


def unroll(
    cell: Cell, X: Operand, state: State | None = None, *, lengths: npt.ArrayLike | None = None
) -> tuple[Tensor, State]:
    """Every state h that `cell` goes through as it reads `X`, and the state it ends with.

    Parameters
    ----------
    cell : RNNCell, LSTMCell or GRUCell
    X : tensor or array, shape (batch, time, inputs), at least one step
    state : tuple of tensors, optional
        What to start from; zeros if left out. Cut what earlier calls recorded with `detach()`, and the
        gradient stops there: back-propagation through time, truncated.
    lengths : int array, shape (batch,), from 1 to time, optional
        Steps of each row that count. After them the state stays as it is, and the states shown are 0,
        as `torch.nn.utils.rnn.pad_packed_sequence` gives them. What stands in X behind them is not read.

    Returns
    -------
    states : Tensor, shape (batch, time, hidden)
    state : tuple of Tensors, each of shape (batch, hidden)

    Raises
    ------
    ValueError
        If `X` or `lengths` does not have that form.

    Examples
    --------
    >>> cell = RNNCell(1, 2, generator=np.random.default_rng(0))
    >>> states, (h,) = unroll(cell, np.ones((4, 7, 1)))
    >>> states.shape, np.array_equal(h.data, states.data[:, -1])
    ((4, 7, 2), True)
    """
    X = as_tensor(X)
    if X.ndim != 3 or X.shape[1] < 1 or X.shape[2] != cell.inputs:
        raise ValueError(f"expected X of shape (batch, time, {cell.inputs}), got {X.shape}")
    batch, time, _ = X.shape
    state = cell.start(batch) if state is None else state
    reads = None if lengths is None else _reads(lengths, batch, time)
    if reads is not None:
        X = where(reads[:, :, None], X, 0)  # behind a row's end stands anything: 0 * nan would be nan
    states = []
    for t in range(time):
        after = cell(X[:, t], state)
        if reads is None:
            state = after
            states.append(state[0])
        else:
            now = reads[:, t, None]
            state = tuple(where(now, new, old) for new, old in zip(after, state, strict=True))
            states.append(where(now, state[0], 0))
    return _stack(states), state


def _reads(lengths: npt.ArrayLike, batch: int, time: int) -> npt.NDArray[np.bool_]:
    """Whether row i still reads at step t, shape (batch, time)."""
    steps = np.asarray(lengths)
    whole = steps.dtype.kind in "iu" or not steps.size
    if steps.shape != (batch,) or not whole or not ((steps >= 1) & (steps <= time)).all():
        raise ValueError(f"expected {batch} whole lengths from 1 to {time}, got {steps.tolist()}")
    return np.arange(time) < steps[:, None]


def _stack(states: Sequence[Tensor]) -> Tensor:
    """(batch, hidden) for each step to (batch, time, hidden)."""

    def part(t: int) -> Callable[[Array], Array]:
        return lambda g: g[:, t]

    return record(np.stack([h.data for h in states], axis=1), *((h, part(t)) for t, h in enumerate(states)))
