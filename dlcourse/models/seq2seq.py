"""Sequence to sequence: one net reads, another writes, and attention lets it look back.

Sutskever, Vinyals & Le, arXiv:1409.3215 (NeurIPS 2014); attention: Bahdanau, Cho & Bengio, arXiv:1409.0473
(ICLR 2015), here with the score of Luong, Pham & Manning, arXiv:1508.04025 ("general", no input feeding).
"""

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from dlcourse.models.boundary import check_tokens


class Seq2Seq(nn.Module):
    """LSTM encoder, LSTM decoder; `attention=False` leaves only the encoder's last state to pass on.

    Parameters
    ----------
    source_vocab, target_vocab : int
    hidden : int
        Size of the state; a bidirectional encoder has half of it in each direction.
    pad : int
        The token that fills up short sources; it is neither read nor looked at.

    Examples
    --------
    >>> net = Seq2Seq(source_vocab=40, target_vocab=12)
    >>> source, target = torch.tensor([[7, 3, 9, 0]]), torch.tensor([[1, 5]])
    >>> net(source, target).shape
    torch.Size([1, 2, 12])
    >>> net.translate(source, start=1, stop=2, longest=6).shape
    torch.Size([1, 6])
    """

    def __init__(self, source_vocab: int, target_vocab: int, *, dim: int = 32, hidden: int = 64,
                 layers: int = 1, attention: bool = True, bidirectional: bool = True,
                 pad: int = 0) -> None:  # fmt: skip
        super().__init__()
        if bidirectional and hidden % 2:
            raise ValueError(f"hidden must be even for an encoder of two directions, got {hidden}")
        self.source_vocab, self.target_vocab, self.pad = source_vocab, target_vocab, pad
        self.source_embedding = nn.Embedding(source_vocab, dim)
        self.target_embedding = nn.Embedding(target_vocab, dim)
        width = hidden // (1 + bidirectional)
        self.encoder = nn.LSTM(dim, width, layers, batch_first=True, bidirectional=bidirectional)
        self.decoder = nn.LSTM(dim, hidden, layers, batch_first=True)
        self.score = nn.Linear(hidden, hidden, bias=False) if attention else None
        self.mix = nn.Linear(2 * hidden, hidden, bias=False) if attention else None
        self.head = nn.Linear(hidden, target_vocab)

    def encode(self, source: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Source (B, S) to memory (B, S, hidden) and the decoder's first state, twice (layers, B, hidden)."""
        check_tokens(source, self.source_vocab, pad=self.pad)
        seen = source != self.pad
        if (seen[:, 1:] & ~seen[:, :-1]).any():
            raise ValueError(f"padding ({self.pad}) must come last in each row of source; move it there")
        lengths = seen.sum(1).cpu()
        x = self.source_embedding(source)  # (B, S, dim)
        x = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        memory, state = self.encoder(x)
        memory, _ = pad_packed_sequence(memory, batch_first=True, total_length=source.shape[1])
        if self.encoder.bidirectional:  # (layers * 2, B, hidden / 2) -> (layers, B, hidden)
            state = tuple(s.unflatten(0, (-1, 2)).transpose(1, 2).flatten(2) for s in state)
        return memory, state

    def attend(self, states: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        """Where each decoder state (B, T, hidden) looks in memory (B, S, hidden): weights (B, T, S)."""
        if self.score is None:
            raise ValueError("this model has no attention; build it with attention=True")
        scores = self.score(states) @ memory.transpose(1, 2)  # (B, T, S)
        return scores.masked_fill(~mask[:, None], -torch.inf).softmax(-1)

    def decode(self, target: Tensor, memory: Tensor, mask: Tensor,
               state: tuple[Tensor, ...]) -> tuple[Tensor, tuple[Tensor, ...]]:  # fmt: skip
        """Logits (B, T, target_vocab) for the token after each of target (B, T), and the state reached."""
        a, state = self.decoder(self.target_embedding(target), state)  # (B, T, hidden)
        if self.mix is not None:
            context = self.attend(a, memory, mask) @ memory  # (B, T, hidden)
            a = torch.tanh(self.mix(torch.cat([context, a], -1)))
        return self.head(a), state

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Source (B, S) and the true target from its start token on (B, T), to logits (B, T, vocab)."""
        check_tokens(target, self.target_vocab)
        memory, state = self.encode(source)
        return self.decode(target, memory, source != self.pad, state)[0]

    def weights(self, source: Tensor, target: Tensor) -> Tensor:
        """The attention (B, T, S) that `forward` pays; each row sums to 1."""
        memory, state = self.encode(source)
        states, _ = self.decoder(self.target_embedding(target), state)
        return self.attend(states, memory, source != self.pad)

    @torch.no_grad()
    def translate(self, source: Tensor, start: int, stop: int, *, longest: int) -> Tensor:
        """The likeliest token at each step, (B, longest); after a row's `stop` comes only `stop`."""
        memory, state = self.encode(source)
        token = torch.full_like(source[:, :1], start)
        done = torch.zeros_like(token, dtype=torch.bool)
        written = []
        for _ in range(longest):
            logits, state = self.decode(token, memory, source != self.pad, state)
            token = logits.argmax(-1).masked_fill(done, stop)  # (B, 1)
            done |= token == stop
            written.append(token)
        return torch.cat(written, 1)


def sutskever2014() -> Seq2Seq:
    """The translator of Sutskever et al.: 4 layers of 1000 cells, no attention."""
    return Seq2Seq(160_000, 80_000, dim=1000, hidden=1000, layers=4, attention=False, bidirectional=False)
