"""Opinions of one to eight sentences, and three ways to read them: words counted, pairs of words too, a GRU.

Each contestant is tuned on opinions from the templates for training that it did not learn from; fresh seeds
report, on the templates that are kept for the test and on the forty sentences written by hand. Every setting
and its score is in the record.
"""

import argparse
import datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
import record
import torch
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from dlcourse.data.sentences import Opinions, opinions, written

RESULTS = Path(__file__).parent / "results" / "opinions.json"
SENTENCES, LEARNT, SEEDS = (1, 2, 4, 8), 1000, (1, 2, 3)
PENALTIES, RATES = (0.01, 0.1, 1.0, 10.0, 100.0, 1000.0), (0.01, 0.03, 0.06)
STEPS, BATCH = 300, 32


class GRU(nn.Module):
    """Reads both ways, takes the largest of each feature over the words."""

    def __init__(self, vocab: int, dim: int = 24, hidden: int = 24, dropout: float = 0.2) -> None:
        super().__init__()
        self.embed, self.dropout = nn.Embedding(vocab, dim, padding_idx=0), nn.Dropout(dropout)
        self.gru = nn.GRU(dim, hidden, batch_first=True, bidirectional=True)
        self.head = nn.Linear(2 * hidden, 2)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """Ids (B, T), 0 is padding, to logits (B, 2)."""
        x = self.dropout(self.embed(ids))
        x = pack_padded_sequence(x, (ids > 0).sum(1), batch_first=True, enforce_sorted=False)
        x, _ = pad_packed_sequence(self.gru(x)[0], batch_first=True, padding_value=-torch.inf)
        return self.head(self.dropout(x.max(1).values))


def counted(data: Opinions, tests: list[Opinions], words: int, penalty: float) -> list[np.ndarray]:
    """What logistic regression on runs of up to `words` words predicts for each test."""
    count = CountVectorizer(ngram_range=(1, words), token_pattern=r"\S+")
    model = LogisticRegression(C=penalty, max_iter=1000).fit(count.fit_transform(data.X), data.y)
    return [model.predict(count.transform(test.X)) for test in tests]


def gru(data: Opinions, tests: list[Opinions], lr: float, seed: int) -> list[np.ndarray]:
    """What a GRU predicts for each test; a word that it has not seen is word 1."""
    words = sorted({word for text in data.X for word in text.split()})
    index = {word: i + 2 for i, word in enumerate(words)}

    def ids(texts: list[str]) -> torch.Tensor:
        rows = [torch.tensor([index.get(word, 1) for word in text.split()]) for text in texts]
        return nn.utils.rnn.pad_sequence(rows, batch_first=True)

    torch.manual_seed(seed)
    net, X, y = GRU(len(index) + 2), ids(data.X), torch.tensor(data.y)
    optimizer = torch.optim.AdamW(net.parameters(), lr=lr)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, lr, total_steps=STEPS)
    draw = torch.Generator().manual_seed(seed)
    for _ in range(STEPS):
        i = torch.randint(len(X), (BATCH,), generator=draw)
        loss = nn.functional.cross_entropy(net(X[i]), y[i])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    net.eval()
    with torch.no_grad():
        return [net(ids(test.X)).argmax(1).numpy() for test in tests]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--output", type=Path, default=RESULTS, help="where to write (default: benchmarks/results)"
    )
    options = parser.parse_args()
    record.check_folder(parser, options.output)
    torch.set_num_threads(1)
    rivals = {
        "words": (PENALTIES, lambda data, tests, C, seed: counted(data, tests, 1, C)),
        "pairs": (PENALTIES, lambda data, tests, C, seed: counted(data, tests, 2, C)),
        "GRU": (RATES, gru),
    }
    found: dict[str, dict] = {}
    for sentences in SENTENCES:
        tune = opinions(LEARNT, sentences=sentences, seed=100), opinions(500, sentences=sentences, seed=101)
        test = opinions(1000, sentences=sentences, test=True, seed=102)
        for name, (grid, rival) in rivals.items():
            scores = [float((rival(tune[0], [tune[1]], value, 0)[0] == tune[1].y).mean()) for value in grid]
            best = grid[int(np.argmax(scores))]
            runs = []
            for seed in SEEDS:
                data = opinions(LEARNT, sentences=sentences, seed=seed)
                both = [test, written()]
                marks = zip(rival(data, both, best, seed), both, strict=True)
                runs.append([round(float((guess == part.y).mean()), 4) for guess, part in marks])
            of_test, of_written = zip(*runs, strict=True)
            found.setdefault(name, {})[sentences] = {
                **{"tuned": dict(zip(map(str, grid), scores, strict=True)), "best": best},
                **{"test": of_test, "written": of_written},
            }
            print(sentences, name, found[name][sentences], flush=True)
    versions = {name: version(name) for name in ("torch", "scikit-learn")}
    about = {"machine": record.machine(), "versions": versions, "date": f"{datetime.date.today()}"}
    record.write(options.output, {**about, "learnt": LEARNT, "steps": STEPS, "contestants": found})


if __name__ == "__main__":
    main()
