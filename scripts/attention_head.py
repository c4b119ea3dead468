"""Trains the head of the attention figure and writes its vectors beside the figure.

    python scripts/attention_head.py

Four words have two meanings each. The head reads a few words in any order and says which meaning is meant.
One attention layer, whose queries and keys have two features, so that a page can draw them.
"""

import argparse
import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from dlcourse.files import replace

SENSES = ("money", "water", "sport", "animal")
AMBIGUOUS = {"bank": (0, 1), "deposit": (0, 1), "bat": (2, 3), "cricket": (2, 3)}
CUES = (
    ("loan", "cash", "paid"),
    ("river", "boat", "flooded"),
    ("ball", "hit", "team"),
    ("cave", "wings", "flew"),
)
NEUTRAL = ("the", "by", "and", "was")
WORDS = (*AMBIGUOUS, *(word for cues in CUES for word in cues), *NEUTRAL)

DIM, D = 8, 2  # of the embedding; of queries and keys
STEPS = 600
WITHOUT = 0.2  # share of words with two meanings that stand without a hint: there both are equally likely
MODULE = Path(__file__).parents[1] / "dlcourse/figures/attention-weights.mjs"


class Head(nn.Module):
    """Embeddings and one attention head; its values are evidence for the four meanings."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(len(WORDS), DIM)
        self.W_q, self.W_k = (nn.Linear(DIM, D, bias=False) for _ in range(2))
        self.W_v = nn.Linear(DIM, len(SENSES), bias=False)

    def vectors(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Query, key and value of each word: (words, 2), (words, 2), (words, 4)."""
        x = self.embed.weight
        return self.W_q(x), self.W_k(x), self.W_v(x)

    def forward(self, tokens: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Evidence for each meaning at each word, (batch, time, 4); the mask is True at words."""
        q, k, v = (table[tokens] for table in self.vectors())
        return F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None])


def sentence(draw: torch.Generator) -> tuple[list[int], list[int]]:
    """Four to eight words in random order, and for each the meaning that is meant, or -100."""

    def pick(n: int) -> int:
        return int(torch.randint(n, (), generator=draw))

    pairs, free = [], list(NEUTRAL)
    pools = [list(cues) for cues in CUES]
    for family in (0, 1):  # money and water, sport and animal
        words = [word for word, senses in AMBIGUOUS.items() if senses[0] == 2 * family]
        sense = 2 * family + pick(2)
        if torch.rand((), generator=draw) < 0.8:
            pairs.append((words[pick(2)], sense))
            if torch.rand((), generator=draw) >= WITHOUT:
                for _ in range(1 + pick(2)):
                    cues = pools[sense]
                    pairs.append((cues.pop(pick(len(cues))), -100))
    while len(pairs) < 4 or (len(pairs) < 8 and torch.rand((), generator=draw) < 0.6):
        pairs.append((free[pick(len(free))], -100))
    order = torch.randperm(len(pairs), generator=draw).tolist()
    return [WORDS.index(pairs[i][0]) for i in order], [pairs[i][1] for i in order]


def batch(size: int, draw: torch.Generator) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Tokens, mask and meanings of `size` sentences, filled up to eight words."""
    tokens, senses = torch.zeros(size, 8, dtype=torch.long), torch.full((size, 8), -100)
    mask = torch.zeros(size, 8, dtype=torch.bool)
    for row in range(size):
        words, meant = sentence(draw)
        tokens[row, : len(words)] = torch.tensor(words)
        senses[row, : len(words)] = torch.tensor(meant)
        mask[row, : len(words)] = True
    return tokens, mask, senses


def train(seed: int = 0, steps: int = STEPS) -> tuple[Head, Head]:
    """The head as it began and as it became."""
    torch.manual_seed(seed)
    head, fresh = Head(), Head()
    fresh.load_state_dict(head.state_dict())
    draw = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(head.parameters(), lr=2e-2, weight_decay=0.1)
    for _ in range(steps):
        tokens, mask, senses = batch(64, draw)
        loss = F.cross_entropy(head(tokens, mask).flatten(0, 1), senses.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return fresh, head


def rounded(head: Head) -> list[torch.Tensor]:
    """Queries, keys and values to one decimal: a reader of the figure can follow each number."""
    return [table.detach().mul(10).round().div(10) for table in head.vectors()]


def accuracy(vectors: list[torch.Tensor], size: int = 2000, seed: int = 10_000) -> float:
    """Share of right meanings among words with two of them and a hint, in sentences drawn anew."""
    tokens, mask, senses = batch(size, torch.Generator().manual_seed(seed))
    q, k, v = (table[tokens] for table in vectors)
    said = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None]).argmax(-1)
    cues = [torch.tensor([WORDS.index(word) for word in words]) for words in CUES]
    hinted = torch.stack([(torch.isin(tokens, cue) & mask).any(1) for cue in cues], 1)
    asked = (senses >= 0) & hinted.gather(1, senses.clamp(min=0))
    return (said == senses)[asked].float().mean().item()


def module(heads: dict[str, list[torch.Tensor]]) -> str:
    """The JavaScript that holds the vectors of each head, and how often it is right."""

    def rows(vectors: list[torch.Tensor]) -> str:
        numbers = torch.cat(vectors, 1).add(0.0).tolist()  # -0 becomes 0
        lines = (
            f"  {word}: [{', '.join(f'{v:.1f}' for v in row)}],\n"
            for word, row in zip(WORDS, numbers, strict=True)
        )
        return "{\n" + "".join(lines) + "}"

    right = {name: round(accuracy(vectors), 3) for name, vectors in heads.items()}
    return (
        "// Written by scripts/attention_head.py. Of each word: query (2), key (2), value (4).\n"
        f"export const SENSES = {json.dumps(SENSES)};\n\n"
        "/** The words with two meanings, and which two. */\n"
        f"export const AMBIGUOUS = {json.dumps(AMBIGUOUS)};\n\n"
        + "".join(f"export const {name} = {rows(vectors)};\n\n" for name, vectors in heads.items())
        + "/** The share of meanings it names right in sentences drawn anew, where a hint stands. */\n"
        f"export const RIGHT = {json.dumps(right)};\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=MODULE, help="where to write (default: the package)")
    options = parser.parse_args()
    torch.set_num_threads(1)
    fresh, head = train()
    replace(options.output, module({"TRAINED": rounded(head), "FRESH": rounded(fresh)}).encode())


if __name__ == "__main__":
    main()
