// The cell that plays the game of the GAN figure in PyTorch.
import { BATCH, BETAS, CLIP, HIDDEN, MANY, NOISE } from './gan-math.mjs';

const spell = ([x, y]) => `[${x.toFixed(4)}, ${y.toFixed(4)}]`;
const round = (n) => `[[0.9 * cos(2 * pi * i / ${n}), 0.9 * sin(2 * pi * i / ${n})] for i in range(${n})]`;
const CENTERS = {
  'eight clumps': round(8),
  'nine clumps': '[[0.8 * (i % 3 - 1), 0.8 * (i // 3 - 1)] for i in range(9)]',
  ring: round(64),
  line: '[[(i - 31.5) / 35, (i - 31.5) / 70] for i in range(64)]',
};
const judge = 'F.softplus(-real).mean() + F.softplus(fake).mean()';
const WRITTEN = {
  'non-saturating': [judge, 'F.softplus(-fake).mean()'],
  minimax: [judge, '-F.softplus(fake).mean()'],
  Wasserstein: ['fake.mean() - real.mean()', '-fake.mean()'],
};
const STEEP = `
        t = uniform(${BATCH}, 1)
        between = (t * X + (1 - t) * made).requires_grad_()
        slope = torch.autograd.grad(D(between).sum(), between, create_graph=True)[0]
        loss_D = loss_D + ((slope.norm(dim=1) - 1) ** 2).mean()`;
const CLIPPED = `
        for p in D.parameters():
            p.data.clamp_(-${CLIP}, ${CLIP})`;

/** A cell that plays the same game, on the target called `name`. */
export function torch(name, { target, seed, moves, rules: { loss, rateD, rateG } }) {
  const [lossD, lossG] = WRITTEN[loss.split(',')[0]];
  const adam = (net, lr) => `optim_${net} = torch.optim.Adam(${net}.parameters(), lr=${lr}, betas=(${BETAS.join(', ')}))`;
  const fall = (net, indent = '\n        ') =>
    [`optim_${net}.zero_grad()`, `loss_${net}.backward()`, `optim_${net}.step()`].map((line) => indent + line).join('');
  return `import torch
from math import cos, pi, sin
from torch import nn
from torch.nn import functional as F

state = ${seed}


def uniform(*shape):  # the figure's seeded numbers
    global state
    z = (state + 0x9E3779B9 * torch.arange(1, torch.Size(shape).numel() + 1)) & 0xFFFFFFFF
    state = z[-1].item()
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        z = ((z ^ (z >> shift)) * factor) & 0xFFFFFFFF
    return (z ^ (z >> 16)).double().reshape(shape) / 2**32


def normal(u):  # pairs of uniform numbers to normal ones
    return (-2 * (1 - u[..., 0]).log()).sqrt() * (2 * pi * u[..., 1]).cos()


centers = torch.tensor(${CENTERS[name] ?? `[${target.centers.map(spell).join(', ')}]`}).double()


def points(n):
    u = uniform(n, 5)
    return centers[(u[:, 0] * len(centers)).long()] + ${target.spread} * normal(u[:, 1:].reshape(n, 2, 2))


def net(*sizes):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs).double(), nn.ReLU()]
        for p in layers[-2].parameters():
            p.data = (2 * uniform(*p.shape) - 1) / inputs**0.5
    return nn.Sequential(*layers[:-1])


G, D = net(${NOISE}, ${HIDDEN}, ${HIDDEN}, 2), net(2, ${HIDDEN}, ${HIDDEN}, 1)
noise, seen, _ = normal(uniform(${MANY}, ${NOISE}, 2)), points(${MANY}), points(${MANY})
${adam('D', rateD)}
${adam('G', rateG)}
loss_D = loss_G = torch.tensor(torch.nan)
moves = ${JSON.stringify(moves)}  # steps of D, steps of G, how often
for d, g in [move[:2] for move in moves for _ in range(move[2])]:
    for _ in range(d):
        X, made = points(${BATCH}), G(normal(uniform(${BATCH}, ${NOISE}, 2))).detach()
        real, fake = D(X), D(made)
        loss_D = ${lossD}${loss.endsWith('penalty') ? STEEP : ''}${fall('D')}${loss.endsWith('clipped') ? CLIPPED : ''}
    for _ in range(g):
        fake = D(G(normal(uniform(${BATCH}, ${NOISE}, 2))))
        loss_G = ${lossG}${fall('G')}

angle = pi * torch.arange(16).double() / 16
shadows = [(P @ torch.stack([angle.cos(), angle.sin()])).sort(dim=0).values for P in (G(noise), seen)]
distance = (shadows[0] - shadows[1]).abs().mean()
# rounding differs, and can grow: in a long game the paths may part
print(f"loss of D {loss_D.item():.4f}, loss of G {loss_G.item():.4f}, distance {distance:.4f}")
`;
}
