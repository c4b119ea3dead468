"""Trains the small net of the figure `DiffusionToy` and writes it beside the figure.

    python scripts/diffusion.py

Twelve points on a ring are all that the net sees, as the figure's ideal denoiser does. It learns the way from
points to noise (flow matching), and the figure gets its weights in 8 bits, the points, and thirty noises.
"""

import argparse
import base64
import json
import math
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from dlcourse.files import replace

MODULE = Path(__file__).parents[1] / "dlcourse/figures/diffusion-weights.mjs"
RADIUS, POINTS, STARTS = 1.25, 12, 30
WIDTHS = (3, 24, 24, 2)
STEPS, BATCH, RATE = 3000, 128, 1e-2


def training_points() -> Tensor:
    """Twelve points, (12, 2), at equal distances on the ring."""
    angle = 2 * math.pi * (torch.arange(POINTS) + 0.25) / POINTS
    return (RADIUS * torch.stack([angle.cos(), angle.sin()], 1)).mul(1000).round() / 1000


def starts() -> Tensor:
    """Thirty noises, (30, 2), in hundredths."""
    drawn = torch.randn(STARTS, 2, generator=torch.Generator().manual_seed(0))
    return drawn.mul(100).round() / 100


def mlp() -> nn.Sequential:
    """Maps a point and 2t - 1 to a velocity."""
    a, b, c, d = WIDTHS
    return nn.Sequential(nn.Linear(a, b), nn.Tanh(), nn.Linear(b, c), nn.Tanh(), nn.Linear(c, d))


def train(points: Tensor, seed: int = 0, steps: int = STEPS) -> nn.Sequential:
    torch.manual_seed(seed)
    net = mlp()
    optimizer = torch.optim.Adam(net.parameters(), RATE)
    rates = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(steps):
        x, noise = points[torch.randint(len(points), (BATCH,))], torch.randn(BATCH, 2)
        t = torch.rand(BATCH, 1)
        says = net(torch.cat([(1 - t) * x + t * noise, 2 * t - 1], 1))
        loss = (says - (noise - x)).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        rates.step()
    return net


def packed(net: nn.Sequential) -> list[dict]:
    """Weights as whole numbers from -127 to 127 times their layer's scale."""
    layers = []
    for layer in (net[0], net[2], net[4]):
        weight = layer.weight.detach().numpy()
        scale = float(f"{np.abs(weight).max() / 127:.6g}")
        whole = np.round(weight / scale).astype(np.int8)
        text = base64.b64encode(whole.tobytes()).decode()
        bias = [round(b, 3) for b in layer.bias.tolist()]
        layers.append({"scale": scale, "bias": bias, "weight": text})
    return layers


def unpacked(layers: list[dict]) -> nn.Sequential:
    """The net as the figure has it."""
    net = mlp()
    for layer, part in zip((net[0], net[2], net[4]), layers, strict=True):
        whole = np.frombuffer(base64.b64decode(part["weight"]), np.int8).reshape(tuple(layer.weight.shape))
        layer.weight.data = torch.from_numpy(whole * part["scale"]).float()
        layer.bias.data = torch.tensor(part["bias"])
    return net


def module(net: nn.Sequential) -> str:
    """The JavaScript that holds the net, the points and the noises."""
    points = [round(v, 3) for v in training_points().flatten().tolist()]
    noises = [round(v, 2) for v in starts().flatten().tolist()]
    return (
        "// Written by scripts/diffusion.py. A net 3-24-24-2 in 8 bits: a point and 2t - 1 to a velocity.\n"
        f"export const LAYERS = {json.dumps(packed(net))};\n\n"
        "/** What it learned from, and where the paths begin: x, y, x, y, ... */\n"
        f"export const POINTS = {json.dumps(points)};\n"
        f"export const STARTS = {json.dumps(noises)};\n\n"
        f"export const RADIUS = {RADIUS};\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=MODULE, help="where to write (default: the package)")
    options = parser.parse_args()
    torch.set_num_threads(1)  # sums in the same order each time
    replace(options.output, module(train(training_points())).encode())


if __name__ == "__main__":
    main()
