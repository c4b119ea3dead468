"""BERT: a Transformer encoder that learns by filling in words that were hidden from it.

Devlin, Chang, Lee & Toutanova, "BERT: pre-training of deep bidirectional transformers for language
understanding", arXiv:1810.04805 (NAACL 2019).
"""

import torch
from torch import Tensor, nn

from dlcourse.models.boundary import check_tokens
from dlcourse.models.transformer import Block


class BERT(nn.Module):
    """Tokens to one vector each, and one for the whole sequence taken at its first token.

    Examples
    --------
    >>> net = BERT(vocab=96)
    >>> each, whole = net(torch.tensor([[1, 5, 7, 0]]))
    >>> each.shape, whole.shape
    (torch.Size([1, 4, 64]), torch.Size([1, 64]))
    """

    def __init__(self, vocab: int, *, context: int = 64, dim: int = 64, heads: int = 4, layers: int = 2,
                 segments: int = 2, dropout: float = 0.0, pad: int = 0) -> None:  # fmt: skip
        super().__init__()
        self.vocab, self.context, self.pad = vocab, context, pad
        self.tokens = nn.Embedding(vocab, dim)
        self.positions = nn.Embedding(context, dim)
        self.segments = nn.Embedding(segments, dim)
        self.norm = nn.LayerNorm(dim, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(
            Block(dim, heads, norm_first=False, dropout=dropout, eps=1e-12) for _ in range(layers)
        )
        self.pool = nn.Linear(dim, dim)
        for m in self.modules():
            if isinstance(m, nn.Linear | nn.Embedding):
                nn.init.trunc_normal_(m.weight, std=0.02)

    def forward(self, tokens: Tensor, segments: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Tokens (batch, time), and which sentence each is of, to (batch, time, dim) and (batch, dim)."""
        check_tokens(tokens, self.vocab, self.context, pad=self.pad)
        segments = torch.zeros_like(tokens) if segments is None else segments
        t = torch.arange(tokens.shape[1], device=tokens.device)
        x = self.tokens(tokens) + self.positions(t) + self.segments(segments)  # (B, T, dim)
        x = self.dropout(self.norm(x))
        mask = (tokens != self.pad)[:, None, None]  # (B, 1, 1, T): nobody looks at padding
        for block in self.blocks:
            x = block(x, mask=mask)
        return x, torch.tanh(self.pool(x[:, 0]))


class BERTPretraining(nn.Module):
    """BERT with its two tasks: which token was hidden, and does sentence B follow A?

    Examples
    --------
    >>> words, follows = BERTPretraining(BERT(vocab=96))(torch.tensor([[1, 5, 7, 0]]))
    >>> words.shape, follows.shape
    (torch.Size([1, 4, 96]), torch.Size([1, 2]))
    """

    def __init__(self, bert: BERT) -> None:
        super().__init__()
        vocab, dim = bert.tokens.weight.shape
        self.bert = bert
        self.transform = nn.Sequential(nn.Linear(dim, dim), nn.GELU(), nn.LayerNorm(dim, eps=1e-12))
        self.words = nn.Linear(dim, vocab)
        self.words.weight = bert.tokens.weight
        self.follows = nn.Linear(dim, 2)

    def forward(self, tokens: Tensor, segments: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Tokens (batch, time) to logits (batch, time, vocab) and (batch, 2)."""
        each, whole = self.bert(tokens, segments)
        return self.words(self.transform(each)), self.follows(whole)


def hide_tokens(tokens: Tensor, vocab: int, *, mask_id: int, special: int = 0, share: float = 0.15,
                generator: torch.Generator | None = None) -> tuple[Tensor, Tensor]:  # fmt: skip
    """What the model gets to see and what it must say, both (batch, time) (section 3.1, task 1).

    A share of the tokens is chosen; of these, 80 % become `mask_id`, 10 % a random token, 10 % stay. Labels
    are -100, which `cross_entropy` skips, where none was chosen. Ids up to `special` (padding) never are.

    Examples
    --------
    >>> seen, labels = hide_tokens(torch.tensor([[5, 6, 7, 0]]), 96, mask_id=3, share=1.0)
    >>> labels.tolist()
    [[5, 6, 7, -100]]
    """
    device = tokens.device

    def draw() -> Tensor:
        return torch.rand(tokens.shape, generator=generator, device=generator.device if generator else device)

    chosen = (draw().to(device) < share) & (tokens > special)
    kind, other = draw().to(device), (draw().to(device) * vocab).long()
    seen = torch.where(chosen & (kind < 0.8), mask_id, tokens)
    seen = torch.where(chosen & (kind >= 0.9), other, seen)
    return seen, torch.where(chosen, tokens, -100)


def bert_base() -> BERT:
    """12 layers of 768 dimensions, for 512 of 30,522 word pieces."""
    return BERT(30522, context=512, dim=768, heads=12, layers=12, dropout=0.1)
