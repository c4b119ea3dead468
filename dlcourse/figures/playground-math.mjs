// The points of the playground, a net trained on them step by step, and the cell that does the same in PyTorch.
import { LOSSES, Net, optimizer, rng } from './net.mjs';

export const KINDS = ['rings', 'spiral', 'moons', 'xor', 'blobs', 'only mine'];
export const ACTS = { ReLU: 'relu', tanh: 'tanh', sigmoid: 'sigmoid', linear: 'linear' };
export const OWN = '(-?[01]\\.\\d\\d,-?[01]\\.\\d\\d,[01];){0,60}';
const [COUNT, TAU] = [200, 2 * Math.PI];

/** Where a class begins without noise, as in `dlcourse.data.points`; t and u are uniform in [0, 1). */
const SHAPES = {
  blobs: (sign) => [0.6 * sign, 0.6 * sign],
  xor: (sign, t) => (t < 0.5 ? [0.7, -0.7 * sign] : [-0.7, 0.7 * sign]),
  moons: (sign, t) => [-sign * Math.cos((TAU * t) / 2) + sign / 4, -sign * Math.sin((TAU * t) / 2) + sign / 4],
  rings: (sign, t) => [Math.cos, Math.sin].map((f) => (sign > 0 ? 0.35 : 1) * f(TAU * t)),
  spiral: (sign, t) => [Math.cos, Math.sin].map((f) => Math.sqrt(t) * f((TAU / 2) * (3 * Math.sqrt(t) + (sign > 0)))),
};

/** [x₁, x₂, label] for each point to train on and to test on; the reader's own are all trained on. */
export function points({ data, noise, split, own }) {
  const random = rng(1);
  const scatter = noise * (data === 'spiral' ? 0.3 : 1); // its arms lie closer than the other classes
  const round = (v) => Math.max(-1.5, Math.min(1.5, Math.round(v * 100) / 100));
  const drawn = Array.from({ length: SHAPES[data] ? COUNT : 0 }, (_, i) => {
    const label = i % 2;
    const place = SHAPES[data](2 * label - 1, random.uniform());
    return [...place.map((v) => round(v + scatter * random.normal())), label];
  });
  const cut = Math.round(COUNT * split);
  return { train: [...drawn.slice(0, cut), ...parse(own)], test: drawn.slice(cut) };
}

/** The reader's points, from the text that the address keeps, and back. */
export function parse(own) {
  return own
    .split(';')
    .slice(0, -1)
    .map((point) => point.split(',').map(Number));
}
export function write(list) {
  return list.map(([x1, x2, label]) => `${x1.toFixed(2)},${x2.toFixed(2)},${label};`).join('');
}

/** The net before its first step; its numbers are rounded so that a cell can hold them. */
export function begin({ h1, h2, h3, act, seed }) {
  const hidden = [h1, h2, h3].filter((n) => n);
  const net = new Net([2, ...hidden, 1], [...hidden.map(() => ACTS[act]), 'linear'], rng(seed));
  for (const p of net.params) p.set(p.map((v) => Math.round(v * 1e4) / 1e4));
  return net;
}

const pack = (part) => ({
  X: Float64Array.from(part.flatMap(([x1, x2]) => [x1, x2])),
  y: Float64Array.from(part.map((point) => point[2])),
});

/** Full-batch Adam from the start on; every step is kept, so that the reader can go back. */
export class Training {
  constructor(now) {
    this.points = points(now);
    [this.train, this.test] = [pack(this.points.train), pack(this.points.test)];
    [this.net, this.shown] = [begin(now), begin(now)];
    this.move = optimizer(this.net.params, { kind: 'adam', lr: Number(now.lr) });
    this.history = [];
    this.record();
  }

  get done() {
    return this.history.length - 1;
  }

  record() {
    const tape = this.net.forward(this.train.X);
    const [train, test] = [
      judge(tape.values.at(-1), this.train.y),
      judge(this.net.forward(this.test.X).values.at(-1), this.test.y),
    ];
    this.history.push({ params: this.net.params.map((p) => p.slice()), train, test });
    this.next = () => this.move(this.net.backward(tape, train.slope).grads);
  }

  /** Train up to a step, at most so many milliseconds. */
  to(step, budget = Infinity) {
    const end = performance.now() + budget;
    while (this.train.y.length && this.done < step && performance.now() < end) {
      this.next();
      this.record();
    }
  }

  /** What there was at a step that is done; `shown` is the net of that step. */
  at(step) {
    const moment = this.history[Math.min(step, this.done)];
    this.shown.params.forEach((p, i) => p.set(moment.params[i]));
    return moment;
  }
}

function judge(logits, y) {
  const right = y.reduce((sum, label, i) => sum + (logits[i] >= 0 === (label === 1)), 0);
  return { ...LOSSES.bce(logits, y), accuracy: right / y.length };
}

/** A cell that trains the same net from the same start on the same points. */
export function torch(now) {
  const { train, test } = points(now);
  const net = begin(now);
  const name = { ReLU: 'nn.ReLU()', tanh: 'nn.Tanh()', sigmoid: 'nn.Sigmoid()' }[now.act];
  const layers = net.layers.map(({ inputs, outputs }) => `nn.Linear(${inputs}, ${outputs})`);
  const rows = (numbers) => numbers.join(', ').replace(/(.{90,105}?,) /g, '$1\n    ');
  const table = (part) => `torch.tensor([\n    ${rows(part.flat())}\n], dtype=torch.float64).reshape(-1, 3)`;
  return `import torch
from torch import nn

train = ${table(train)}  # x1, x2, label
test = ${table(test)}

model = nn.Sequential(${layers.join(name ? `, ${name}, ` : ', ')}).double()
start = torch.tensor([
    ${rows(net.params.flatMap((p) => [...p]))}
], dtype=torch.float64)
nn.utils.vector_to_parameters(start, model.parameters())
optimizer = torch.optim.Adam(model.parameters(), lr=${now.lr})


def judge(part):
    logits, y = model(part[:, :2])[:, 0], part[:, 2]
    loss = nn.functional.binary_cross_entropy_with_logits(logits, y)
    return loss, ((logits >= 0) == y).double().mean()


for _ in range(${now.step}):
    optimizer.zero_grad()
    judge(train)[0].backward()
    optimizer.step()
for name, part in {"train": train, "test": test}.items():
    loss, accuracy = judge(part)
    print(f"{name}: loss {loss.item():.4f}, accuracy {accuracy.item():.3f}")
`;
}
