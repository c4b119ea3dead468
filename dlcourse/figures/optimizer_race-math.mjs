// Four optimizers on surfaces of two numbers, step by step as torch.optim takes them; all see the same noise.
import { rng } from './net.mjs';

const turn = (x, y) => [0.8 * x + 0.6 * y, 0.8 * y - 0.6 * x]; // by the angle of the triangle 3, 4, 5

/** By name: the loss (its lowest value is 0), its gradient, the window, where it is lowest, the noise, it in PyTorch. */
export const SURFACES = {
  ravine: {
    f: (x, y) => x * x / 2 + 20 * y * y, slope: (x, y) => [x, 40 * y],
    window: [-3, 3, -2, 2], minima: [[0, 0]], noise: 0, torch: 'x**2 / 2 + 20 * y**2',
  },
  'turned ravine': {
    f: (x, y) => SURFACES.ravine.f(...turn(x, y)),
    slope: (x, y) => {
      const [u, v] = SURFACES.ravine.slope(...turn(x, y));
      return [0.8 * u - 0.6 * v, 0.6 * u + 0.8 * v];
    },
    window: [-3, 3, -2, 2], minima: [[0, 0]], noise: 0, torch: '(0.8 * x + 0.6 * y) ** 2 / 2 + 20 * (0.8 * y - 0.6 * x) ** 2',
  },
  saddle: {
    f: (x, y) => x * x / 2 + (y * y - 1) ** 2 / 4, slope: (x, y) => [x, y * (y * y - 1)],
    window: [-3, 3, -2, 2], minima: [[0, 1], [0, -1]], noise: 0, torch: 'x**2 / 2 + (y**2 - 1) ** 2 / 4',
  },
  Rosenbrock: {
    f: (x, y) => (1 - x) ** 2 + 10 * (y - x * x) ** 2,
    slope: (x, y) => [-2 * (1 - x) - 40 * x * (y - x * x), 20 * (y - x * x)],
    window: [-2.1, 2.1, -0.8, 2], minima: [[1, 1]], noise: 0, torch: '(1 - x) ** 2 + 10 * (y - x**2) ** 2',
  },
  'noisy bowl': {
    f: (x, y) => x * x / 2 + y * y, slope: (x, y) => [x, 2 * y],
    window: [-3, 3, -2, 2], minima: [[0, 0]], noise: 3, torch: 'x**2 / 2 + y**2',
  },
};

export const STEPS = 200;
export const RUNNERS = ['SGD', 'momentum', 'RMSprop', 'Adam'];
export const ALPHA = 0.9;
const [BETA2, EPS] = [0.999, 1e-8];

/** How far a coordinate moves: its memory `s`, gradient g, the rate, the factor β and the number of the step. */
const MOVES = {
  SGD: (s, g, lr) => lr * g,
  momentum: (s, g, lr, beta) => lr * (s.m = beta * (s.m ?? 0) + g),
  RMSprop: (s, g, lr) => {
    s.v = ALPHA * (s.v ?? 0) + (1 - ALPHA) * g * g;
    return (lr * g) / (Math.sqrt(s.v) + EPS);
  },
  Adam: (s, g, lr, beta, t) => {
    s.m = beta * (s.m ?? 0) + (1 - beta) * g;
    s.v = BETA2 * (s.v ?? 0) + (1 - BETA2) * g * g;
    return ((lr / (1 - beta ** t)) * s.m) / (Math.sqrt(s.v) / Math.sqrt(1 - BETA2 ** t) + EPS);
  },
};

/** The places [x, y] of each optimizer after 0, 1, ... STEPS steps; a list ends early where the point flies away. */
export function race(now) {
  const { slope, noise } = SURFACES[now.surface];
  const draw = rng(now.seed);
  const pushes = Array.from({ length: STEPS }, () => [noise * draw.normal(), noise * draw.normal()]);
  return Object.fromEntries(RUNNERS.map((name) => {
    const places = [[now.x, now.y]];
    const memory = [{}, {}];
    for (let t = 1; t <= STEPS && places.at(-1).every((v) => Math.abs(v) < 1e3); t++) {
      const at = places.at(-1);
      const g = slope(...at).map((v, i) => v + pushes[t - 1][i]);
      places.push(at.map((v, i) => v - MOVES[name](memory[i], g[i], Number(now[name]), now.beta, t)));
    }
    return [name, places];
  }));
}

/** How far above the lowest loss. */
export const height = (surface, [x, y]) => SURFACES[surface].f(x, y);

const MAKE = {
  SGD: (lr) => `torch.optim.SGD([place], lr=${lr})`,
  momentum: (lr, beta) => `torch.optim.SGD([place], lr=${lr}, momentum=${beta})`,
  RMSprop: (lr) => `torch.optim.RMSprop([place], lr=${lr}, alpha=${ALPHA})`,
  Adam: (lr, beta) => `torch.optim.Adam([place], lr=${lr}, betas=(${beta}, ${BETA2}))`,
};
const NOISE = (seed, noise) => `
def uniform(k, seed=${seed}):
    """The k-th seeded number between 0 and 1: a hash of seed and k (splitmix32)."""
    z = (seed + 0x9E3779B9 * (k + 1)) & 0xFFFFFFFF
    z = ((z ^ (z >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    z = ((z ^ (z >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    return (z ^ (z >> 16)) / 2**32


def normal(k):
    return math.sqrt(-2 * math.log(1 - uniform(2 * k))) * math.cos(2 * math.pi * uniform(2 * k + 1))


noise = ${noise} * torch.tensor([[normal(2 * t), normal(2 * t + 1)] for t in range(${STEPS})], dtype=torch.float64)
`;

/** A cell in which torch.optim runs the same race. */
export function torch(now) {
  const { noise, torch: formula } = SURFACES[now.surface];
  const makers = RUNNERS.map((name) => `    "${name}": lambda place: ${MAKE[name](now[name], now.beta)},`).join('\n');
  return `import torch
${noise ? `import math\n\n${NOISE(now.seed, noise)}` : ''}

def loss(place):
    x, y = place
    return ${formula}


optimizers = {
${makers}
}
for name, make in optimizers.items():
    place = torch.tensor([${now.x.toFixed(2)}, ${now.y.toFixed(2)}], dtype=torch.float64, requires_grad=True)
    optimizer = make(place)
    for t in range(${now.step}):
        optimizer.zero_grad()
        loss(place).backward()
${noise ? '        place.grad += noise[t]  # the same for all\n' : ''}        optimizer.step()
        if place.abs().max() >= 1e3:
            break  # it flies away
    x, y = place.tolist()
    print(f"{name:8} x = {x:.6g}, y = {y:.6g}, loss = {loss(place).item():.6g}")
`;
}
