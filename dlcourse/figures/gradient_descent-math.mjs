// Gradient descent on a line: the losses, their slopes and curvatures, and where the steps lead.

const far = (x) => x * x + 1;

/** By name: the loss, its slope and curvature, where it is lowest, the top of its picture, and it in PyTorch. */
export const LOSSES = {
  bowl: { f: (x) => x * x, slope: (x) => 2 * x, bend: () => 2, minima: [0], top: 6.5, torch: 'x**2' },
  'narrow bowl': {
    f: (x) => 4 * x * x, slope: (x) => 8 * x, bend: () => 8, minima: [0], top: 26, torch: '4 * x**2',
  },
  'two valleys': {
    f: (x) => x ** 4 - 2 * x * x + x / 2, slope: (x) => 4 * x ** 3 - 4 * x + 0.5, bend: (x) => 12 * x * x - 4,
    minima: [-1.0574537707, 0.9304029266], top: 8, torch: 'x**4 - 2 * x**2 + x / 2',
  },
  plateau: {
    f: (x) => (x * x) / far(x), slope: (x) => (2 * x) / far(x) ** 2, bend: (x) => (2 - 6 * x * x) / far(x) ** 3,
    minima: [0], top: 1.05, torch: 'x**2 / (x**2 + 1)',
  },
};

/** Beyond this the run is over: the next steps of a steep loss would overflow. */
export const GONE = 1e4;

/** The places x after 0, 1, ... steps of x ← x − lr · slope(x); the list ends early where x flies away. */
export function descend({ loss, lr, x, step }) {
  const places = [x];
  while (places.length <= step && Math.abs(places.at(-1)) < GONE) {
    const at = places.at(-1);
    places.push(at - lr * LOSSES[loss].slope(at));
  }
  return places;
}

/** The minimum nearest to x, the curvature there, and by what a small error is multiplied in one step. */
export function valley({ loss, lr }, x) {
  const { minima, bend } = LOSSES[loss];
  const minimum = minima.reduce((best, m) => (Math.abs(m - x) < Math.abs(best - x) ? m : best));
  const curvature = bend(minimum);
  return { minimum, curvature, bound: 2 / curvature, factor: 1 - lr * curvature };
}

/** How far above the lowest place in the picture. */
export function above(loss, x) {
  const { f, minima } = LOSSES[loss];
  return f(x) - Math.min(...minima.map(f));
}

/** A cell that walks the same steps. */
export function torch({ loss, lr, x, step }) {
  return `import torch


def loss(x):
    return ${LOSSES[loss].torch}


x = torch.tensor(${x.toFixed(2)}, dtype=torch.float64, requires_grad=True)
optimizer = torch.optim.SGD([x], lr=${lr})
for _ in range(${step}):
    optimizer.zero_grad()
    loss(x).backward()
    optimizer.step()
print(f"x = {x.item():.6g}, loss = {loss(x).item():.6g}")
`;
}
