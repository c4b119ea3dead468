"""Trains the net of the figure `DrawDigit`, measures it on strokes it never saw, writes its weights and card.

    python scripts/draw_digit.py                      # two minutes; into dlcourse/figures
    python scripts/draw_digit.py --drawings 500 --rounds 1 --epochs 1 --output .

The same seed and versions give the same weights. What it learns from: digits that `strokes.py` writes, and
the handwriting on some of scikit-learn's forms, traced. What it is measured on: the handwriting on other
forms, and the digits of printed fonts thinned to a line.
"""

import argparse
import base64
import json
import re
from pathlib import Path

import numpy as np
import sklearn
import strokes
import torch
from torch import nn

FIGURES = Path(__file__).parents[1] / "dlcourse/figures"
WEIGHTS, CARD = "draw_digit-weights.mjs", "draw_digit-card.md"
MAPS = (8, 16)
TRAIN, CHECK, TEST = range(0, 8), range(8, 9), range(9, 12)  # groups of scikit-learn's forms
BATCH, RATE = 128, 4e-3

Data = dict[str, tuple[torch.Tensor, torch.Tensor]]  # by name: images (n, 1, 16, 16) and digits (n,)


def build() -> nn.Sequential:
    """The net: (batch, 1, 16, 16) to (batch, 10) logits."""
    side = strokes.SIDE // 4
    return nn.Sequential(
        nn.Conv2d(1, MAPS[0], 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(MAPS[0], MAPS[1], 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(MAPS[1] * side * side, 10),
    )  # fmt: skip


def training_data(drawings: int, rounds: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Images and digits: `drawings` written by code, and those of the training forms, `rounds` times."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 10, drawings)
    hands = [(digit, drawing) for group, digit, drawing in strokes.handwriting() if group in TRAIN] * rounds
    made = [strokes.written(int(digit), rng) for digit in y]
    made += [strokes.distorted(drawing, rng, 0.7) for _, drawing in hands]
    y = np.concatenate([y, [digit for digit, _ in hands]])
    return torch.from_numpy(strokes.pictures(made)), torch.from_numpy(y)


def unseen(seed: int = 1) -> Data:
    """What the net is measured on, by a name for the card; nothing of it is in the training data."""
    rng = np.random.default_rng([seed, 0])
    groups = list(strokes.handwriting())
    parts = {
        "check": [(digit, drawing) for group, digit, drawing in groups if group in CHECK],
        "handwriting": [(digit, drawing) for group, digit, drawing in groups if group in TEST],
        "printed fonts": [(digit, drawing) for _, digit, drawing in strokes.printed()],
        "written by code": [(digit, strokes.written(digit, rng)) for digit in range(10) for _ in range(100)],
    }
    return {
        name: (torch.from_numpy(strokes.pictures(d for _, d in part)), torch.tensor([y for y, _ in part]))
        for name, part in parts.items()
    }


def train(X: torch.Tensor, y: torch.Tensor, epochs: int, seed: int) -> nn.Sequential:
    """A trained net; prints the loss of each epoch."""
    torch.manual_seed(seed)
    net = build()
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE)
    steps = len(X) // BATCH
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=epochs * steps)
    for epoch in range(epochs):
        losses = []
        for rows in torch.randperm(len(X))[: steps * BATCH].view(steps, BATCH):
            loss = nn.functional.cross_entropy(net(X[rows]), y[rows], label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            rates.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1:2} of {epochs}: loss {np.mean(losses):.3f}")
    return net.eval()


def layers(net: nn.Sequential) -> list[nn.Conv2d | nn.Linear]:
    """The layers that have weights."""
    return [layer for layer in net if isinstance(layer, nn.Conv2d | nn.Linear)]


def packed(net: nn.Sequential) -> str:
    """The weights as JavaScript: each a whole number from -127 to 127 times its layer's scale."""
    parts = []
    for layer in layers(net):
        weight = layer.weight.detach().numpy()
        scale = float(f"{np.abs(weight).max() / 127:.6g}")
        whole = np.round(weight / scale).clip(-127, 127).astype(np.int8)
        text = base64.b64encode(whole.tobytes()).decode()
        bias = [round(b, 4) for b in layer.bias.tolist()]
        parts.append({"shape": list(whole.shape), "scale": scale, "bias": bias, "weight": text})
    about = "// Written by scripts/draw_digit.py; draw_digit-card.md says from what.\n"
    rows = ",\n".join(f"  {json.dumps(part)}" for part in parts)
    return f"{about}export const WEIGHTS = [\n{rows},\n];\n"


def unpacked(module: str) -> nn.Sequential:
    """The net whose weights the text of a figure's module holds."""
    net = build()
    for layer, row in zip(layers(net), re.findall(r"^  (\{.*\}),$", module, re.M), strict=True):
        part = json.loads(row)
        whole = np.frombuffer(base64.b64decode(part["weight"]), np.int8).reshape(part["shape"])
        layer.weight.data = torch.from_numpy(whole.astype(np.float64) * part["scale"]).float()
        layer.bias.data = torch.tensor(part["bias"])
    return net.eval()


@torch.no_grad()
def accuracy(net: nn.Sequential, X: torch.Tensor, y: torch.Tensor) -> float:
    """The share of the images that the net reads right."""
    return (net(X).argmax(1) == y).double().mean().item()


def card(net: nn.Sequential, data: Data, options: argparse.Namespace, trained_on: int) -> str:
    """What the weights are and how well they read, as Markdown."""
    names = {
        "handwriting": "traced from people's handwriting, on forms that the training data does not hold",
        "printed fonts": "thinned from 20 printed fonts; none is in the training data",
        "written by code": "by the same code as the training data, with another seed",
        "check": "traced from one more form, on which the settings were chosen",
    }
    shares = {name: f"{100 * accuracy(net, *data[name]):.1f} %" for name in names}
    rows = [f"| {name} | {about} | {len(data[name][1])} | {shares[name]} |" for name, about in names.items()]
    X, y = data["handwriting"]
    by_digit = [100 * accuracy(net, X[y == digit], y[y == digit]) for digit in range(10)]
    first_last = {
        name: f"{part.start} to {part.stop - 1}" for name, part in (("train", TRAIN), ("test", TEST))
    }
    settings = " ".join(
        f"--{key} {getattr(options, key)}" for key in ("drawings", "rounds", "epochs", "seed")
    )
    return (
        (Path(__file__).parent / "draw_digit_card.md")
        .read_text("utf8")
        .format(
            parameters=sum(p.numel() for p in net.parameters()),
            rows="\n".join(rows),
            worst=int(np.argmin(by_digit)),
            share=min(by_digit),
            drawings=options.drawings,
            ways=sum(map(len, strokes.WAYS.values())),
            traced=trained_on - options.drawings,
            rounds=options.rounds,
            check=CHECK.start,
            command=f"python scripts/draw_digit.py {settings}",
            torch=torch.__version__.split("+")[0],
            numpy=np.__version__,
            sklearn=sklearn.__version__,
            **first_last,
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--drawings", type=int, default=30_000, help="how many the code writes")
    parser.add_argument("--rounds", type=int, default=6, help="how often each traced one is distorted anew")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=Path, default=FIGURES, help="a folder, for the weights and the card")
    options = parser.parse_args()
    torch.set_num_threads(1)  # sums in the same order each time
    X, y = training_data(options.drawings, options.rounds, options.seed)
    module = packed(train(X, y, options.epochs, options.seed))
    net, data = unpacked(module), unseen()  # measured as the figure has it, in 8 bits
    shares = {name: round(accuracy(net, *part), 4) for name, part in data.items()}
    module += "\n/** Which share of unseen drawings the net reads right. */\n"
    module += f"export const RIGHT = {json.dumps(shares)};\n"
    for name, text in ((WEIGHTS, module), (CARD, card(net, data, options, len(X)))):
        aside = options.output / f"{name}.part"
        aside.write_text(text, encoding="utf-8")
        aside.replace(options.output / name)
        print(f"wrote {options.output / name}")


if __name__ == "__main__":
    main()
