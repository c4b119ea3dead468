"""GPT: a stack of causal blocks that says which token comes next.

Radford et al., "Language models are unsupervised multitask learners" (OpenAI 2019).
"""

import torch
from torch import Tensor, nn

from dlcourse.models.boundary import check_tokens
from dlcourse.models.transformer import Block


class GPT(nn.Module):
    """Tokens to logits for the token after each; the head shares the embedding's weights.

    Examples
    --------
    >>> net = GPT(vocab=96)
    >>> net(torch.zeros(4, 20, dtype=torch.long)).shape
    torch.Size([4, 20, 96])
    >>> net.generate(torch.zeros(4, 1, dtype=torch.long), 10).shape
    torch.Size([4, 11])
    """

    def __init__(self, vocab: int, *, context: int = 64, dim: int = 64, heads: int = 4, layers: int = 2,
                 dropout: float = 0.0) -> None:  # fmt: skip
        super().__init__()
        self.vocab, self.context = vocab, context
        self.tokens = nn.Embedding(vocab, dim)
        self.positions = nn.Embedding(context, dim)
        self.dropout = nn.Dropout(dropout)
        gelu = nn.GELU(approximate="tanh")
        self.blocks = nn.ModuleList(
            Block(dim, heads, activation=gelu, dropout=dropout) for _ in range(layers)
        )
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, vocab, bias=False)
        self.head.weight = self.tokens.weight
        self.apply(self._init)
        for name, p in self.named_parameters():
            if name.endswith(("out.weight", "feed.3.weight")):  # 2 * layers of these are summed
                nn.init.normal_(p, std=0.02 / (2 * layers) ** 0.5)

    @staticmethod
    def _init(m: nn.Module) -> None:
        if isinstance(m, nn.Linear | nn.Embedding):
            nn.init.normal_(m.weight, std=0.02)
        if isinstance(m, nn.Linear) and m.bias is not None:
            nn.init.zeros_(m.bias)

    def forward(self, tokens: Tensor) -> Tensor:
        """Tokens (batch, time) to logits (batch, time, vocab); those at t depend on tokens 0..t only."""
        check_tokens(tokens, self.vocab, self.context)
        t = torch.arange(tokens.shape[1], device=tokens.device)
        x = self.dropout(self.tokens(tokens) + self.positions(t))  # (B, T, dim)
        for block in self.blocks:
            x = block(x, causal=True)
        return self.head(self.norm(x))  # (B, T, vocab)

    @torch.no_grad()
    def generate(self, tokens: Tensor, count: int, *, temperature: float = 1.0, top_k: int | None = None,
                 generator: torch.Generator | None = None) -> Tensor:  # fmt: skip
        """Tokens (batch, time) to (batch, time + count): each new one drawn from what the model expects.

        Temperature 0 takes the likeliest token; top_k draws among the k likeliest only. Call `eval()` first.
        """
        if temperature < 0 or (top_k is not None and top_k < 1):
            raise ValueError(f"need temperature >= 0 and top_k >= 1, got {temperature} and {top_k}")
        for _ in range(count):
            logits = self(tokens[:, -self.context :])[:, -1]  # (B, vocab)
            if top_k is not None:
                least = logits.topk(min(top_k, self.vocab)).values[:, -1:]
                logits = logits.masked_fill(logits < least, -torch.inf)
            if temperature == 0:
                new = logits.argmax(-1, keepdim=True)
            else:
                new = torch.multinomial((logits / temperature).softmax(-1), 1, generator=generator)
            tokens = torch.cat([tokens, new], 1)
        return tokens


def gpt2(size: str = "small") -> GPT:
    """GPT-2 in its four released sizes: small, medium, large, xl."""
    sizes = {"small": (768, 12, 12), "medium": (1024, 16, 24), "large": (1280, 20, 36), "xl": (1600, 25, 48)}
    if size not in sizes:
        raise ValueError(f"size must be one of {list(sizes)}, got {size!r}")
    dim, heads, layers = sizes[size]
    return GPT(50257, context=1024, dim=dim, heads=heads, layers=layers, dropout=0.1)
