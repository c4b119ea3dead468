// The cell that repeats the reader's fit in PyTorch, with the same numbers from the same seeds.
import { FITS, RATE, TESTED, TRUTHS } from './overfitting-math.mjs';

export function torch({ truth, n, noise, width, l2, drop, seed, stop }) {
  const masks = drop
    ? `        uniform = numbers(7, ${2 * n * width}, ${2 * n * width} * step).reshape(2, ${n}, ${width})
        mask = (uniform >= ${drop}) / (1 - ${drop})
`
    : '        mask = torch.ones(2, 1, 1)\n';
  return `import torch
import numpy as np
from torch import nn


def numbers(seed, count, skip=0):
    """Uniform numbers in [0, 1): the same as the figure's."""
    z = np.uint32(seed) + np.arange(skip + 1, skip + count + 1, dtype=np.uint32) * np.uint32(0x9E3779B9)
    z = (z ^ z >> 16) * np.uint32(0x85EBCA6B)
    z = (z ^ z >> 13) * np.uint32(0xC2B2AE35)
    return torch.from_numpy((z ^ z >> 16) / 2**32)


def sample(seed, n):
    """n points: inputs and noisy targets, each (n, 1)."""
    x, u = np.linspace(-1, 1, n), numbers(seed, 2 * n).numpy()
    noise = np.sqrt(-2 * np.log(1 - u[::2])) * np.cos(2 * np.pi * u[1::2])
    y = ${TRUTHS[truth].python} + ${noise} * noise
    return torch.from_numpy(x)[:, None], torch.from_numpy(y)[:, None]


def forward(X, mask):
    for layer, kept in zip(model[:-1], mask):
        X = torch.tanh(layer(X)) * kept
    return model[-1](X)


X, y = sample(${10000 + seed}, ${n})
X_check, y_check = sample(${10000 * (FITS + 1) + seed}, ${TESTED})
model = nn.Sequential(nn.Linear(1, ${width}), nn.Linear(${width}, ${width}), nn.Linear(${width}, 1)).double()
bounds = torch.cat([torch.full((p.numel(),), layer.in_features**-0.5) for layer in model for p in layer.parameters()])
start = (2 * numbers(${seed}, len(bounds)) - 1) * bounds.double()
nn.utils.vector_to_parameters(start, model.parameters())
optimizer = torch.optim.Adam(model.parameters(), lr=${RATE}, weight_decay=${l2})
for step in range(${stop}):
    with torch.no_grad():
${masks}    optimizer.zero_grad()
    nn.functional.mse_loss(forward(X, mask), y).backward()
    optimizer.step()
whole = torch.ones(2, 1, 1)  # nothing is dropped when the net is used
for name, inputs, targets in (("training", X, y), ("validation", X_check, y_check)):
    print(f"{name} loss {nn.functional.mse_loss(forward(inputs, whole), targets).item():.3f}")
`;
}
