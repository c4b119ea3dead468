// Values and gradients of a small graph, edge by edge, and what a wrong answer says.
import { num } from './kit.mjs';

/** What an operation computes, its derivative by each input, and both in writing. */
export const OPERATIONS = {
  times: { value: (a, b) => a * b, local: (a, b) => [b, a], write: (a, b) => `${a} · ${b}`, torch: '*', names: (a, b) => [b, a] },
  plus: { value: (a, b) => a + b, local: () => [1, 1], write: (a, b) => `${a} + ${b}`, torch: '+', names: () => ['1', '1'] },
  minus: { value: (a, b) => a - b, local: () => [1, -1], write: (a, b) => `${a} − ${b}`, torch: '-', names: () => ['1', '−1'] },
  square: { value: (a) => a * a, local: (a) => [2 * a], write: (a) => `${a}²`, torch: '** 2', names: (a) => [`2${a}`] },
  ReLU: {
    value: (a) => Math.max(0, a), local: (a) => [a > 0 ? 1 : 0], write: (a) => `ReLU(${a})`,
    torch: '.relu()', names: (a) => [`ReLU′(${a})`],
  },
};

/** Nodes in the order in which they are computed: name, operation, inputs; `at` is the place, column and row. */
export const GRAPHS = {
  error: {
    leaves: { w: [0, 0], x: [1, 0], y: [1.9, 1] },
    nodes: [
      { name: 'z', op: 'times', of: ['w', 'x'], at: [0.5, 1] },
      { name: 'e', op: 'minus', of: ['z', 'y'], at: [1.2, 2] },
      { name: 'loss', op: 'square', of: ['e'], at: [1.2, 3] },
    ],
  },
  ReLU: {
    leaves: { w: [0, 0], x: [1, 0], b: [1.9, 1], y: [1.9, 3] },
    nodes: [
      { name: 'p', op: 'times', of: ['w', 'x'], at: [0.5, 1] },
      { name: 'z', op: 'plus', of: ['p', 'b'], at: [1, 2] },
      { name: 'a', op: 'ReLU', of: ['z'], at: [0.7, 3] },
      { name: 'e', op: 'minus', of: ['a', 'y'], at: [1.3, 4] },
      { name: 'loss', op: 'square', of: ['e'], at: [1.3, 5] },
    ],
  },
  shared: {
    leaves: { x: [0, 0], w: [1, 0], y: [2, 0] },
    nodes: [
      { name: 'p', op: 'times', of: ['x', 'w'], at: [0.4, 1] },
      { name: 'q', op: 'minus', of: ['w', 'y'], at: [1.6, 1] },
      { name: 'loss', op: 'times', of: ['p', 'q'], at: [1, 2] },
    ],
  },
};

/** Every value, and the edges in the order in which the gradient crosses them, from the loss to the leaves. */
export function backpropagate(graph, leaves) {
  const { nodes } = GRAPHS[graph];
  const values = { ...leaves };
  for (const { name, op, of } of nodes) values[name] = OPERATIONS[op].value(...of.map((input) => values[input]));
  const gradients = { loss: 1 };
  const edges = [];
  for (const { name, op, of } of [...nodes].reverse()) {
    const locals = OPERATIONS[op].local(...of.map((input) => values[input]));
    const names = OPERATIONS[op].names(...of);
    of.forEach((input, i) => {
      const before = gradients[input];
      const gradient = locals[i] * gradients[name] || 0; // not -0
      gradients[input] = (before ?? 0) + gradient;
      edges.push({
        from: name, to: input, local: locals[i], formula: names[i],
        upstream: gradients[name], gradient, before, total: gradients[input],
      });
    });
  }
  return { values, edges, gradients };
}

/** A cell that reproduces every number. */
export function torch({ graph, ...leaves }) {
  const { leaves: places, nodes } = GRAPHS[graph];
  const names = Object.keys(places);
  const line = ({ name, op, of }) => {
    const { torch: sign } = OPERATIONS[op];
    const right = of.length === 2 ? `${of[0]} ${sign} ${of[1]}` : `${of[0]}${sign.startsWith('.') ? '' : ' '}${sign}`;
    return `${name} = ${right}`;
  };
  const between = nodes.map(({ name }) => name);
  return `import torch

${names.map((name) => `${name} = torch.tensor(${leaves[name].toFixed(1)}, requires_grad=True)`).join('\n')}
${nodes.map(line).join('\n')}
for tensor in (${between.join(', ')}):
    tensor.retain_grad()  # PyTorch keeps those of the leaves alone
loss.backward()
for name, tensor in ${`{${[...names, ...between].map((name) => `"${name}": ${name}`).join(', ')}}`}.items():
    print(f"{name:4}  value {tensor.item():g}  gradient {tensor.grad.item():g}")
`;
}

/** A number without zeros at its end. */
export const short = (value) => num(value, 4).replace(/\.?0+$/, '');

/** What a wrong answer says about the thought behind it. */
export function hint({ from, to, local, formula, upstream, gradient }, given) {
  const rule = `multiply the local derivative, ${formula}, by what arrives at ${from}, ${short(upstream)}.`;
  if (given === -gradient) return 'The size is right, the sign is not: look at the local derivative again.';
  if (given === local) return `That is the local derivative alone: ${rule}`;
  if (given === upstream) return `That is what arrives at ${from}; it has to cross the edge: ${rule}`;
  if (given === local + upstream) return `Along a path derivatives multiply: ${rule}`;
  return `Not ${short(given)}. For the edge to ${to}, ${rule}`;
}
