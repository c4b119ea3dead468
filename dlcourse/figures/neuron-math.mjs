// What one neuron computes and decides, and which of its settings are right most often.

const CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]];
const gate = (...labels) => CORNERS.map(([x1, x2], i) => [x1, x2, labels[i]]);

/** By name: points (x₁, x₂, label). */
export const DATA = {
  clouds: [
    [-0.9, 0.3, 0], [-0.3, -0.7, 0], [0.4, -1.0, 0], [-0.5, 1.2, 0],
    [0.7, 1.9, 1], [1.3, 0.9, 1], [2.1, 0.3, 1], [1.7, 1.7, 1],
  ],
  AND: gate(0, 0, 0, 1),
  OR: gate(0, 1, 1, 1),
  XOR: gate(0, 1, 1, 0),
};

export const ACTIVATIONS = {
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  step: (z) => (z >= 0 ? 1 : 0),
  ReLU: (z) => Math.max(0, z),
};

/** How strongly the plane is shaded where the weighted sum is z, from 0 to 1. */
export const STRENGTH = {
  sigmoid: (z) => Math.abs(2 * ACTIVATIONS.sigmoid(z) - 1),
  tanh: (z) => Math.abs(Math.tanh(z)),
  step: () => 0.8,
  ReLU: (z) => Math.min(1, Math.max(0, z) / 3),
};

/** The weighted sum. Rounded, as 0.1 + 0.2 - 0.3 is not 0: the sliders go in tenths. */
export function sum({ w1, w2, b }, x1, x2) {
  return Math.round((w1 * x1 + w2 * x2 + b) * 1e6) / 1e6;
}

/** How many points the neuron has on the right side; it says 1 unless the weighted sum is negative. */
export function right(neuron, points) {
  return points.filter(([x1, x2, label]) => Number(sum(neuron, x1, x2) >= 0) === label).length;
}

/** Every setting that the three sliders reach: how many there are, and the one that is right most often. */
export function search(points) {
  const values = Array.from({ length: 61 }, (_, i) => Math.round(i - 30) / 10);
  let best = { right: -1, margin: 0 };
  for (const w1 of values) {
    for (const w2 of values) {
      for (const b of values) {
        const neuron = { w1, w2, b };
        const count = right(neuron, points);
        if (count < best.right) continue;
        const nearest = Math.min(...points.map(([x1, x2]) => Math.abs(sum(neuron, x1, x2))));
        const length = Math.hypot(w1, w2) || 1e-9;
        // the line far from every point; of equal lines, the one whose arrow is well in view
        const margin = nearest / length - 0.01 * Math.abs(length - 2);
        if (count > best.right || margin > best.margin) best = { ...neuron, right: count, margin };
      }
    }
  }
  return { tried: values.length ** 3, ...best };
}

/** A cell that reproduces the numbers on the figure. */
export function torch({ w1, w2, b, x1, x2, act, data }) {
  const written = {
    sigmoid: 'torch.sigmoid(z)', tanh: 'torch.tanh(z)', step: '(z >= 0).float()', ReLU: 'torch.relu(z)',
  };
  const list = (...numbers) => `[${numbers.map((v) => v.toFixed(1)).join(', ')}]`; // floats, also for whole numbers
  const rows = DATA[data].map(([p, q]) => list(p, q)).join(', ');
  return `import torch
from torch import nn

X = torch.tensor([${rows}])
y = torch.tensor([${DATA[data].map((point) => point[2]).join(', ')}])

neuron = nn.Linear(2, 1)  # its weight has the shape (outputs, inputs)
with torch.no_grad():
    neuron.weight.copy_(torch.tensor([${list(w1, w2)}]))
    neuron.bias.copy_(torch.tensor(${list(b)}))

    z = neuron(torch.tensor(${list(x1, x2)}))
    a = ${written[act]}
    right = ((neuron(X)[:, 0].round(decimals=4) >= 0) == y).sum()
print(f"z = {z.item():.2f}, a = {a.item():.2f}, {right} of {len(y)} right")
`;
}
