// The cell that reads, in PyTorch and with the same weights, the image that the draw-a-digit figure shows.
import { WEIGHTS } from './draw_digit-weights.mjs';
import { SIDE } from './draw_digit-math.mjs';

/** A text in quotes, in lines that a cell has room for. */
const long = (text) => `(\n${text.match(/.{1,96}/g).map((part) => `    "${part}"\n`).join('')})`;

export function torch(pixels) {
  const image = btoa(String.fromCharCode(...pixels.map((v) => Math.round(255 * v))));
  const layers = WEIGHTS.map(({ shape, scale, bias, weight }) => `(
    (${shape.join(', ')}),
    ${scale},
    [${bias.join(', ')}],
    ${long(weight).replaceAll('\n', '\n    ')},
)`);
  return `import torch
from base64 import b64decode
from torch import nn

def numbers(text, dtype):
    return torch.frombuffer(bytearray(b64decode(text)), dtype=dtype).float()

net = nn.Sequential(
    nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(256, 10),
)
# shape, scale, bias and the weights in 8 bits
trained = [${layers.join(', ')}]
for layer, (shape, scale, bias, text) in zip([net[0], net[3], net[7]], trained):
    layer.weight.data = numbers(text, torch.int8).view(shape) * scale
    layer.bias.data = torch.tensor(bias)

# what you drew, ${SIDE} x ${SIDE} pixels
pixels = ${long(image)}
image = numbers(pixels, torch.uint8).view(1, 1, ${SIDE}, ${SIDE}) / 255
p = net(image).softmax(dim=1)[0]
for digit in range(10):
    print(f"{digit}: {p[digit]:.3f}")
`;
}
