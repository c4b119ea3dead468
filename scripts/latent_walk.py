"""Trains the two nets of the figure `LatentWalk` and writes their decoders beside it.

    python scripts/latent_walk.py

An autoencoder and a VAE with a code of two numbers learn the training digits. The figure gets the decoders in
8 bits, some test digits, and their codes. The autoencoder's codes are moved and turned to mean 0, variance 1
and no correlation, and its decoder undoes that: no reconstruction changes, and both planes have one scale.
"""

import argparse
import base64
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from dlcourse import data
from dlcourse.files import replace

MODULE = Path(__file__).parents[1] / "dlcourse/figures/latent_walk-weights.mjs"
NETS = ("autoencoder", "VAE")
HIDDEN, STEPS, BATCH, RATE = 64, 1500, 128, 1e-2
OF_EACH = 15  # digits of each kind that the figure has
PLACES = 9  # on a walk, ends included
LETTERS = "ABCDEFGHIJKLMNOPQ"  # ink from 0 to 16


@dataclass
class Trained:
    """A decoder, (n, 2) codes to (n, 64) pixels, and the codes of the digits that it came with."""

    decoder: nn.Sequential
    codes: Tensor


def mlp(*sizes: int) -> nn.Sequential:
    inputs, hidden, outputs = sizes
    return nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, outputs))


def decoder() -> nn.Sequential:
    return mlp(2, HIDDEN, 64).append(nn.Sigmoid())


def train(name: str, X: Tensor, seed: int = 0, steps: int = STEPS) -> tuple[nn.Module, nn.Sequential]:
    """Encoder and decoder of one net; the VAE's encoder gives two means, then two log-variances."""
    torch.manual_seed(seed)
    encoder, net = mlp(64, HIDDEN, 4 if name == "VAE" else 2), decoder()
    log_s2 = nn.Parameter(torch.tensor(math.log(0.1)))
    optimizer = torch.optim.Adam([*encoder.parameters(), *net.parameters(), log_s2], RATE)
    rates = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(steps):
        x = X[torch.randint(len(X), (BATCH,))]
        z, loss = encoder(x), torch.zeros(())
        if name == "VAE":
            z, logvar = z.chunk(2, 1)
            loss = loss + (z.square() + logvar.exp() - 1 - logvar).sum(1).mean() / 2
            z = z + (logvar / 2).exp() * torch.randn_like(z)
        error = (net(z) - x).square().sum(1).mean()
        loss = loss + error / (2 * log_s2.exp()) + 32 * log_s2 if name == "VAE" else error
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        rates.step()
    return encoder, net


@torch.no_grad()
def whitened(encoder: nn.Module, net: nn.Sequential, X: Tensor, shown: Tensor) -> Trained:
    """The net with codes of X that have mean 0 and covariance 1, and the new codes of `shown`."""
    Z = encoder(X)
    center, root = Z.mean(0), torch.linalg.cholesky(torch.cov(Z.T, correction=0))
    first = net[0]
    first.bias += first.weight @ center
    first.weight.copy_(first.weight @ root)
    return Trained(net, torch.linalg.solve_triangular(root, (encoder(shown) - center).T, upper=False).T)


def make(name: str, X: Tensor, shown: Tensor, seed: int = 0) -> Trained:
    """A trained net, with the codes of the digits `shown`."""
    encoder, net = train(name, X, seed)
    if name == "autoencoder":
        return whitened(encoder, net, X, shown)
    with torch.no_grad():
        return Trained(net, encoder(shown)[:, :2])


def chosen() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Training digits; of the test digits those that the figure shows, with their kinds; and the others."""
    digits = data.digits(seed=0)
    rows = np.sort(np.concatenate([np.flatnonzero(digits.y_test == c)[:OF_EACH] for c in range(10)]))
    others = np.setdiff1d(np.arange(len(digits.X_test)), rows)
    X, y = torch.tensor(digits.X_test), torch.tensor(digits.y_test)
    return torch.tensor(digits.X_train), X[rows], y[rows], X[others]


def nearest(X: Tensor, shown: Tensor) -> Tensor:
    """Mean squared difference, per pixel, between each image and the nearest of the digits shown."""
    return torch.cdist(X, shown).min(1).values.square() / 64


def limit(shown: Tensor, others: Tensor) -> float:
    """What lies farther than this from every digit shown is unlike: of other real digits one in twenty is."""
    return round(nearest(others, shown).quantile(0.95).item(), 4)


@torch.no_grad()
def measured(trained: Trained, shown: Tensor, y: Tensor, most: float, seed: int = 0) -> dict[str, float]:
    """Which share of drawings is unlike: of random codes, and between the codes of two kinds of digits.

    And in which share of these pairs the drawing of the code halfway is nearer to a real digit than the mean
    of the two drawings.
    """
    draw = torch.Generator().manual_seed(seed)
    a, b = torch.randint(len(shown), (2, 4000), generator=draw)
    a, b = a[y[a] != y[b]], b[y[a] != y[b]]
    part = torch.rand(len(a), 1, generator=draw)
    A, B = trained.codes[a], trained.codes[b]
    net = trained.decoder
    random, between = net(torch.randn(4000, 2, generator=draw)), net(A + part * (B - A))
    halfway, faded = net((A + B) / 2), (net(A) + net(B)) / 2
    facts = {
        "random": nearest(random, shown) > most,
        "between": nearest(between, shown) > most,
        "nearer": nearest(halfway, shown) < nearest(faded, shown),
    }
    return {name: round(yes.double().mean().item(), 4) for name, yes in facts.items()}


def packed(trained: Trained) -> dict:
    """Weights as whole numbers from -127 to 127 times their layer's scale, codes in hundredths."""
    layers = []
    for layer in (trained.decoder[0], trained.decoder[2]):
        weight = layer.weight.detach().numpy()
        scale = float(f"{np.abs(weight).max() / 127:.6g}")
        whole = np.round(weight / scale).astype(np.int8)
        text = base64.b64encode(whole.tobytes()).decode()
        layers.append({"scale": scale, "bias": [round(b, 3) for b in layer.bias.tolist()], "weight": text})
    return {"layers": layers, "codes": [round(100 * v) for v in trained.codes.flatten().tolist()]}


def unpacked(parts: dict) -> Trained:
    """What `packed` was made of, as the figure has it."""
    net = decoder()
    for layer, part in zip((net[0], net[2]), parts["layers"], strict=True):
        whole = np.frombuffer(base64.b64decode(part["weight"]), np.int8).reshape(tuple(layer.weight.shape))
        layer.weight.data = torch.from_numpy(whole * part["scale"]).float()
        layer.bias.data = torch.tensor(part["bias"])
    return Trained(net, torch.tensor(parts["codes"]).view(-1, 2) / 100)


def module(nets: dict[str, Trained], shown: Tensor, y: Tensor, most: float) -> str:
    """The JavaScript that holds the nets, the digits, and what was measured with them."""
    parts = {name: packed(trained) for name, trained in nets.items()}
    facts = {name: measured(unpacked(part), shown, y, most) for name, part in parts.items()}
    ink = (16 * shown).round().int().tolist()
    rows = "".join(f"  {json.dumps(name)}: {json.dumps(part)},\n" for name, part in parts.items())
    images = json.dumps("".join(LETTERS[v] for row in ink for v in row))
    return (
        "// Written by scripts/latent_walk.py. Decoders 2-64-64 in 8 bits; codes in hundredths.\n"
        f"export const NETS = {{\n{rows}}};\n\n"
        "/** Digits that neither net learned from: their kinds, and of each 64 letters for its ink, A-Q. */\n"
        f"export const KINDS = {json.dumps(''.join(map(str, y.tolist())))};\n"
        f"export const IMAGES = {images};\n\n"
        "/** Unlike: farther than this from each of them, per pixel, as 1 of 20 real digits is. */\n"
        f"export const LIMIT = {most};\n\n"
        "/** Shares of codes: random ones unlike, between two unlike, halfway nearer than faded. */\n"
        f"export const FACTS = {json.dumps(facts)};\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=MODULE, help="where to write (default: the package)")
    options = parser.parse_args()
    torch.set_num_threads(1)  # sums in the same order each time
    X, shown, y, others = chosen()
    nets = {name: make(name, X, shown) for name in NETS}
    replace(options.output, module(nets, shown, y, limit(shown, others)).encode())


if __name__ == "__main__":
    main()
