// The cell that goes the figure's way back from noise in PyTorch.
import { LAYERS, POINTS } from './diffusion-weights.mjs';

const rows = (flat) => Array.from({ length: flat.length / 2 }, (_, i) => `[${flat[2 * i]}, ${flat[2 * i + 1]}]`).join(', ');
const long = (text) => `(\n${text.match(/.{1,96}/g).map((part) => `        "${part}"\n`).join('')}    )`;

const IDEAL = `def guess(z, t):  # the mean of all points, those near z / (1 - t) above all
    share = (-((z[:, None] - (1 - t) * points) ** 2).sum(2) / (2 * t**2)).softmax(1)
    return share @ points`;

const net = () => `from base64 import b64decode
from torch import nn

net = nn.Sequential(nn.Linear(3, 24), nn.Tanh(), nn.Linear(24, 24), nn.Tanh(), nn.Linear(24, 2))
# scale, bias and the weights in 8 bits
trained = [${LAYERS.map(({ scale, bias, weight }) => `(\n    ${scale},\n    [${bias.join(', ')}],\n    ${long(weight)},\n)`).join(', ')}]
for layer, (scale, bias, text) in zip(net[::2], trained):
    whole = torch.frombuffer(bytearray(b64decode(text)), dtype=torch.int8)
    layer.weight.data = whole.view(layer.weight.shape) * scale
    layer.bias.data = torch.tensor(bias)

def guess(z, t):
    return z - t * net(torch.cat([z, torch.full((len(z), 1), 2 * t - 1)], 1))`;

export function torch({ denoiser, steps, start }) {
  return `import torch

points = torch.tensor([${rows(POINTS)}])
${denoiser === 'net' ? net() : IDEAL}

z = torch.tensor([[${start.map((v) => v.toFixed(1)).join(', ')}]])
with torch.no_grad():
    for k in range(${steps}, 0, -1):
        now, later = k / ${steps}, (k - 1) / ${steps}
        x = guess(z, now)
        z = (1 - later) * x + later / now * (z - (1 - now) * x)
print("it ends at", [round(v, 3) for v in z[0].tolist()])
print("nearest training point:", round(torch.cdist(z, points).min().item(), 3))
`;
}
