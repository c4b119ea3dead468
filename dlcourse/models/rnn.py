"""Recurrent nets over one sequence: what class is it, and what comes next.

RNN: Elman, Cognitive Science 14 (1990). LSTM: Hochreiter & Schmidhuber, Neural Computation 9 (1997), with
the forget gate of Gers et al. (2000). GRU: Cho et al., arXiv:1406.1078 (2014).
"""

from typing import Literal

from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence

from dlcourse.models.boundary import check_tokens

Cell = Literal["rnn", "lstm", "gru"]
CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def recurrent(cell: Cell, inputs: int, hidden: int, layers: int, both_ways: bool,
              dropout: float) -> nn.RNNBase:  # fmt: skip
    """PyTorch's layer of that cell, batch first, dropout between the layers."""
    if cell not in CELLS:
        raise ValueError(f"cell must be one of {list(CELLS)}, got {cell!r}")
    between = dropout if layers > 1 else 0.0
    return CELLS[cell](inputs, hidden, layers, batch_first=True, dropout=between, bidirectional=both_ways)


class RNNClassifier(nn.Module):
    """Embeds tokens, reads them, and classifies the state after the last one.

    Examples
    --------
    >>> import torch
    >>> net = RNNClassifier(vocab=27, num_classes=4)
    >>> net(torch.tensor([[5, 9, 2], [7, 0, 0]]), lengths=torch.tensor([3, 1])).shape
    torch.Size([2, 4])
    """

    def __init__(self, vocab: int, num_classes: int, *, cell: Cell = "lstm", dim: int = 32, hidden: int = 64,
                 layers: int = 1, bidirectional: bool = False, dropout: float = 0.0) -> None:  # fmt: skip
        super().__init__()
        self.vocab = vocab
        self.embedding = nn.Embedding(vocab, dim)
        self.rnn = recurrent(cell, dim, hidden, layers, bidirectional, dropout)
        self.head = nn.Linear(hidden * (1 + bidirectional), num_classes)

    def forward(self, tokens: Tensor, lengths: Tensor | None = None) -> Tensor:
        """Tokens (batch, time) and how many of each row count (batch,), to logits (batch, num_classes).

        Without lengths every token counts, padding too.
        """
        check_tokens(tokens, self.vocab)
        x = self.embedding(tokens)  # (B, T, dim)
        if lengths is not None:
            lengths = lengths.cpu()
            if lengths.shape != tokens.shape[:1] or lengths.min() < 1 or lengths.max() > tokens.shape[1]:
                wanted = f"{len(tokens)} lengths in 1..{tokens.shape[1]}"
                raise ValueError(f"expected {wanted}, got {lengths.tolist()}")
            x = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        _, state = self.rnn(x)
        h = state[0] if isinstance(self.rnn, nn.LSTM) else state  # (layers * directions, B, hidden)
        last = h[-2:] if self.rnn.bidirectional else h[-1:]
        return self.head(last.transpose(0, 1).flatten(1))  # (B, directions * hidden) -> (B, num_classes)


class RNNForecaster(nn.Module):
    """Reads a window of a series and says the next `horizon` values, as changes from the last one seen.

    Examples
    --------
    >>> import torch
    >>> RNNForecaster(horizon=3)(torch.zeros(16, 24, 1)).shape  # two years of months, one series
    torch.Size([16, 3, 1])
    """

    def __init__(self, inputs: int = 1, horizon: int = 1, *, cell: Cell = "gru", hidden: int = 32,
                 layers: int = 1, dropout: float = 0.0) -> None:  # fmt: skip
        super().__init__()
        self.inputs, self.horizon = inputs, horizon
        self.rnn = recurrent(cell, inputs, hidden, layers, False, dropout)
        self.head = nn.Linear(hidden, horizon * inputs)

    def forward(self, X: Tensor) -> Tensor:
        """X (batch, time, inputs) to forecasts (batch, horizon, inputs)."""
        if X.ndim != 3 or X.shape[2] != self.inputs:
            hint = "; add the last axis with X[..., None]" if X.ndim == 2 else ""
            raise ValueError(f"expected X of shape (batch, time, {self.inputs}), got {tuple(X.shape)}{hint}")
        states, _ = self.rnn(X)  # (B, T, hidden)
        change = self.head(states[:, -1]).unflatten(1, (self.horizon, self.inputs))
        return X[:, -1:] + change  # a net that outputs 0 is the persistence forecast
