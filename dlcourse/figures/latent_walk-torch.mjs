// The cell that draws, in PyTorch and with the same weights, the walk that the figure shows.
import { NETS } from './latent_walk-weights.mjs';
import { PLACES } from './latent_walk-math.mjs';

/** A text in quotes, in lines that a cell has room for. */
const long = (text) => `(\n${text.match(/.{1,96}/g).map((part) => `        "${part}"\n`).join('')}    )`;
const place = (code) => `[${code.map((v) => v.toFixed(1)).join(', ')}]`;

export function torch({ net, from, to }) {
  const layers = NETS[net].layers.map(({ scale, bias, weight }) => `(
    ${scale},
    [${bias.join(', ')}],
    ${long(weight)},
)`);
  return `import torch
from base64 import b64decode
from torch import nn

decoder = nn.Sequential(nn.Linear(2, 64), nn.ReLU(), nn.Linear(64, 64), nn.Sigmoid())
# of the ${net}: scale, bias and the weights in 8 bits
trained = [${layers.join(', ')}]
for layer, (scale, bias, text) in zip([decoder[0], decoder[2]], trained):
    whole = torch.frombuffer(bytearray(b64decode(text)), dtype=torch.int8)
    layer.weight.data = whole.view(layer.weight.shape) * scale
    layer.bias.data = torch.tensor(bias)

flag, end = torch.tensor(${place(from)}), torch.tensor(${place(to)})
part = torch.linspace(0, 1, ${PLACES})[:, None]
with torch.no_grad():
    walk = decoder(flag + part * (end - flag))
faded = walk[0] + part * (walk[-1] - walk[0])
for name, row in (("a line of codes", walk), ("faded images", faded)):
    print(name, "halfway")
    for pixels in row[${(PLACES - 1) / 2}].view(8, 8):
        print("".join(" .:-=+*#%@"[int(9.99 * p)] for p in pixels))
`;
}
