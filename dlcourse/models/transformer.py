"""The Transformer: attention, a feed-forward layer, and nothing recurrent.

Vaswani et al., "Attention is all you need", arXiv:1706.03762 (NeurIPS 2017). GPT, BERT and ViT are built
from the `Block` here. Masks are boolean, True where one may look.
"""

from collections.abc import Callable
from math import sqrt

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dlcourse.models.boundary import check_tokens


def attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Scaled dot-product attention, equation 1: outputs (..., T, d) and weights (..., T, S).

    Parameters
    ----------
    q : (..., T, d), k and v : (..., S, d)
    mask : bool, broadcast to (..., T, S)

    Examples
    --------
    >>> x = torch.eye(2)
    >>> attention(x, x, x, causal_mask(2))[1].round(decimals=2)
    tensor([[1.0000, 0.0000],
            [0.3300, 0.6700]])
    """
    scores = q @ k.transpose(-2, -1) / sqrt(q.shape[-1])  # (..., T, S)
    if mask is not None:
        scores = scores.masked_fill(~mask, -torch.inf)
    weights = scores.softmax(-1)
    return weights @ v, weights


def causal_mask(T: int, device: torch.device | None = None) -> Tensor:
    """(T, T), True where key <= query: nobody sees the future."""
    return torch.ones(T, T, dtype=torch.bool, device=device).tril()


def positions(T: int, dim: int, device: torch.device | None = None) -> Tensor:
    """(T, dim): sines and cosines of wavelengths from 2π to 10000·2π (section 3.5); dim is even."""
    t = torch.arange(T, device=device)[:, None]
    rate = 10000.0 ** (-torch.arange(0, dim, 2, device=device) / dim)
    return torch.stack([torch.sin(t * rate), torch.cos(t * rate)], -1).flatten(1)


class MultiHeadAttention(nn.Module):
    """Several attentions side by side, each on its own share of the dimensions.

    Examples
    --------
    >>> MultiHeadAttention(32, 4)(torch.zeros(2, 5, 32)).shape
    torch.Size([2, 5, 32])
    """

    def __init__(self, dim: int, heads: int, *, dropout: float = 0.0) -> None:
        super().__init__()
        if dim % heads:
            raise ValueError(f"dim must be a multiple of heads, got dim {dim} and {heads} heads")
        self.heads, self.dropout = heads, dropout
        self.query, self.key = nn.Linear(dim, dim), nn.Linear(dim, dim)
        self.value, self.out = nn.Linear(dim, dim), nn.Linear(dim, dim)

    def split(self, x: Tensor) -> Tensor:
        """(B, T, dim) to (B, heads, T, dim / heads)."""
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def forward(self, x: Tensor, context: Tensor | None = None, *, mask: Tensor | None = None,
                causal: bool = False) -> Tensor:  # fmt: skip
        """x (B, T, dim) looks at context (B, S, dim), or at itself; mask broadcasts to (B, heads, T, S)."""
        context = x if context is None else context
        q, k, v = self.split(self.query(x)), self.split(self.key(context)), self.split(self.value(context))
        p = self.dropout if self.training else 0.0
        # `attention` above, without ever storing the (T, S) weights
        z = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=p, is_causal=causal)
        return self.out(z.transpose(1, 2).flatten(2))  # (B, T, dim)

    def weights(self, x: Tensor, context: Tensor | None = None, *, mask: Tensor | None = None) -> Tensor:
        """Where each head looks, (B, heads, T, S): to plot; `forward` does not need it."""
        q, k = self.split(self.query(x)), self.split(self.key(x if context is None else context))
        return attention(q, k, k, mask)[1]


class Block(nn.Module):
    """Attention to oneself, then (with `cross`) to a memory, then a feed-forward layer; each is added.

    Parameters
    ----------
    norm_first : bool
        Normalize what enters each part (GPT, ViT), or each sum (the paper, BERT).
    """

    def __init__(self, dim: int, heads: int, *, hidden: int | None = None,
                 activation: nn.Module | None = None, norm_first: bool = True, cross: bool = False,
                 dropout: float = 0.0, eps: float = 1e-5) -> None:  # fmt: skip
        super().__init__()
        hidden = hidden or 4 * dim
        self.norm_first, self.cross = norm_first, cross
        self.norm1, self.norm2 = nn.LayerNorm(dim, eps), nn.LayerNorm(dim, eps)
        self.attend = MultiHeadAttention(dim, heads, dropout=dropout)
        if cross:
            self.norm3 = nn.LayerNorm(dim, eps)
            self.look_up = MultiHeadAttention(dim, heads, dropout=dropout)
        self.feed = nn.Sequential(
            nn.Linear(dim, hidden), activation or nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, dim)
        )
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, memory: Tensor | None = None, *, mask: Tensor | None = None,
                memory_mask: Tensor | None = None, causal: bool = False) -> Tensor:  # fmt: skip
        """x (B, T, dim) and memory (B, S, dim) to (B, T, dim)."""
        if self.cross and memory is None:
            raise ValueError("this block looks things up in a memory, got None; pass the encoder's output")

        def add(x: Tensor, norm: nn.Module, part: Callable[[Tensor], Tensor]) -> Tensor:
            if self.norm_first:
                return x + self.dropout(part(norm(x)))
            return norm(x + self.dropout(part(x)))

        x = add(x, self.norm1, lambda a: self.attend(a, mask=mask, causal=causal))
        if self.cross:
            x = add(x, self.norm3, lambda a: self.look_up(a, memory, mask=memory_mask))
        return add(x, self.norm2, self.feed)


class Transformer(nn.Module):
    """Encoder and decoder, as in the paper; `shared` uses one embedding for source, target and logits.

    Examples
    --------
    >>> net = Transformer(source_vocab=40, target_vocab=12)
    >>> net(torch.tensor([[7, 3, 9, 0]]), torch.tensor([[1, 5]])).shape
    torch.Size([1, 2, 12])
    """

    def __init__(self, source_vocab: int, target_vocab: int, *, dim: int = 32, heads: int = 4,
                 layers: int = 2, hidden: int = 64, dropout: float = 0.1, pad: int = 0,
                 shared: bool = False) -> None:  # fmt: skip
        super().__init__()
        if shared and source_vocab != target_vocab:
            raise ValueError(f"shared needs equal vocabularies, got {source_vocab} and {target_vocab}")
        if dim % 2:
            raise ValueError(f"dim must be even, for pairs of sine and cosine, got {dim}")
        self.source_vocab, self.target_vocab, self.pad = source_vocab, target_vocab, pad
        self.source_embedding = nn.Embedding(source_vocab, dim)
        self.target_embedding = self.source_embedding if shared else nn.Embedding(target_vocab, dim)
        self.head = nn.Linear(dim, target_vocab, bias=False)
        for table in (self.source_embedding, self.target_embedding):
            nn.init.normal_(table.weight, std=dim**-0.5)  # `embed` multiplies by √dim
        if shared:
            self.head.weight = self.source_embedding.weight

        def block(cross: bool) -> Block:
            relu = nn.ReLU()
            return Block(
                dim, heads, hidden=hidden, activation=relu, norm_first=False, cross=cross, dropout=dropout
            )

        self.encoder = nn.ModuleList(block(cross=False) for _ in range(layers))
        self.decoder = nn.ModuleList(block(cross=True) for _ in range(layers))
        self.dropout = nn.Dropout(dropout)

    def embed(self, table: nn.Embedding, tokens: Tensor) -> Tensor:
        """Tokens (B, T) to (B, T, dim), each with its position added."""
        x = table(tokens) * sqrt(table.embedding_dim)
        return self.dropout(x + positions(x.shape[1], x.shape[2], x.device))

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Source (B, S) to memory (B, S, dim) and the mask of what is not padding (B, 1, 1, S)."""
        check_tokens(source, self.source_vocab, pad=self.pad)
        mask = (source != self.pad)[:, None, None]
        x = self.embed(self.source_embedding, source)
        for block in self.encoder:
            x = block(x, mask=mask)
        return x, mask

    def decode(self, target: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        """Logits (B, T, target_vocab) for the token after each of target (B, T)."""
        check_tokens(target, self.target_vocab)
        x = self.embed(self.target_embedding, target)
        for block in self.decoder:
            x = block(x, memory, memory_mask=mask, causal=True)
        return self.head(x)

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Source (B, S) and the true target from its start token on (B, T), to logits (B, T, vocab)."""
        return self.decode(target, *self.encode(source))


def transformer(size: str = "base") -> Transformer:
    """The paper's base or big model (table 3), with its about 37,000 tokens for English and German."""
    sizes = {"base": (512, 8, 2048, 0.1), "big": (1024, 16, 4096, 0.3)}
    if size not in sizes:
        raise ValueError(f"size must be one of {list(sizes)}, got {size!r}")
    dim, heads, hidden, dropout = sizes[size]
    return Transformer(
        37_000, 37_000, dim=dim, heads=heads, layers=6, hidden=hidden, dropout=dropout, shared=True
    )
