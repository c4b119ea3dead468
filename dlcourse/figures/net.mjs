// Small dense nets in typed arrays: forward, backward also to the inputs, losses, torch's optimizers, seeded numbers.

/** What an activation makes of z, and its slope as a function of the value a it gave. */
const ACTIVATIONS = {
  linear: { f: (z) => z, slope: () => 1 },
  relu: { f: (z) => (z > 0 ? z : 0), slope: (a) => (a > 0 ? 1 : 0) },
  tanh: { f: Math.tanh, slope: (a) => 1 - a * a },
  sigmoid: { f: (z) => 1 / (1 + Math.exp(-z)), slope: (a) => a * (1 - a) },
};

/** Seeded numbers. The k-th is a hash of seed and k (splitmix32), so that NumPy repeats them in five lines. */
export function rng(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return ((z ^ (z >>> 16)) >>> 0) / 2 ** 32;
  };
  // Box-Muller, the cosine alone; 1 - u is never 0
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const permutation = (n) => {
    const order = Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(uniform() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  };
  return { uniform, normal, permutation };
}

/** A multi-layer perceptron. A layer is { inputs, outputs, act, W, b }; W is (outputs, inputs), row by row, as in torch. */
export class Net {
  /** `widths` from inputs to outputs, `acts` one name for each layer; starts uniform within 1/√inputs, as nn.Linear. */
  constructor(widths, acts, random) {
    this.layers = acts.map((act, i) => {
      const [inputs, outputs] = [widths[i], widths[i + 1]];
      const draw = (n) => Float64Array.from({ length: n }, () => (2 * random.uniform() - 1) / Math.sqrt(inputs));
      return { inputs, outputs, act, W: draw(inputs * outputs), b: draw(outputs) };
    });
  }

  /** Every weight and bias array, W before b, from the first layer on. */
  get params() {
    return this.layers.flatMap(({ W, b }) => [W, b]);
  }

  /**
   * The values on the way: `values[0]` is X (n, inputs) and `values.at(-1)` the outputs, all row by row.
   * With `drop`, each hidden value is zeroed with that probability and else divided by 1 - drop.
   */
  forward(X, { drop = 0, random } = {}) {
    const tape = { values: [X], masks: [] };
    for (const [i, layer] of this.layers.entries()) {
      const out = apply(layer, tape.values[i]);
      if (drop && i < this.layers.length - 1) {
        const mask = out.map(() => (random.uniform() < drop ? 0 : 1 / (1 - drop)));
        for (let j = 0; j < out.length; j++) out[j] *= mask[j];
        tape.masks[i] = mask;
      }
      tape.values.push(out);
    }
    return tape;
  }

  /** From d loss / d outputs: `grads`, in the order of `params`, and `inputs`, the gradient (n, inputs) of X. */
  backward({ values, masks }, slope) {
    const grads = [];
    for (let i = this.layers.length - 1; i >= 0; i--) {
      const { W, b, inputs } = retreat(this.layers[i], values[i], values[i + 1], slope, masks[i]);
      grads.unshift(W, b);
      slope = inputs;
    }
    return { grads, inputs: slope };
  }
}

function apply({ inputs, outputs, act, W, b }, X) {
  const n = X.length / inputs;
  const { f } = ACTIVATIONS[act];
  const out = new Float64Array(n * outputs);
  for (let i = 0; i < n; i++) {
    for (let o = 0; o < outputs; o++) {
      let z = b[o];
      for (let k = 0; k < inputs; k++) z += W[o * inputs + k] * X[i * inputs + k];
      out[i * outputs + o] = f(z);
    }
  }
  return out;
}

function retreat({ inputs, outputs, act, W }, X, out, slope, mask) {
  const n = X.length / inputs;
  const derivative = ACTIVATIONS[act].slope;
  const back = { W: new Float64Array(W.length), b: new Float64Array(outputs), inputs: new Float64Array(X.length) };
  for (let i = 0; i < n; i++) {
    for (let o = 0; o < outputs; o++) {
      const at = i * outputs + o;
      const keep = mask ? mask[at] : 1;
      if (!keep) continue;
      const dz = slope[at] * keep * derivative(out[at] / keep);
      if (!dz) continue;
      back.b[o] += dz;
      for (let k = 0; k < inputs; k++) {
        back.W[o * inputs + k] += dz * X[i * inputs + k];
        back.inputs[i * inputs + k] += dz * W[o * inputs + k];
      }
    }
  }
  return back;
}

const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))); // log(1 + eᶻ) without overflow

/** Losses, each the mean over all entries (over all rows for `crossEntropy`), with the gradient by the outputs. */
export const LOSSES = {
  mse: (out, y) => mean(out, (a, i) => [(a - y[i]) ** 2, 2 * (a - y[i])]),
  bce: (out, y) => mean(out, (z, i) => [softplus(z) - z * y[i], 1 / (1 + Math.exp(-z)) - y[i]]),
  /** `y` holds the class of each row. */
  crossEntropy: (out, y) => {
    const [n, classes] = [y.length, out.length / y.length];
    const slope = new Float64Array(out.length);
    let loss = 0;
    for (let i = 0; i < n; i++) {
      const row = out.subarray(i * classes, (i + 1) * classes);
      const top = Math.max(...row);
      const total = row.reduce((sum, z) => sum + Math.exp(z - top), 0);
      loss += (Math.log(total) + top - row[y[i]]) / n;
      row.forEach((z, k) => (slope[i * classes + k] = (Math.exp(z - top) / total - (k === y[i])) / n));
    }
    return { loss, slope };
  },
};

function mean(out, term) {
  const slope = new Float64Array(out.length);
  let loss = 0;
  for (let i = 0; i < out.length; i++) {
    const [value, derivative] = term(out[i], i);
    loss += value / out.length;
    slope[i] = derivative / out.length;
  }
  return { loss, slope };
}

/** A function that moves `params` one step against `grads`, as torch's SGD or Adam; `l2` is its weight_decay. */
export function optimizer(params, { kind = 'sgd', lr, momentum = 0, l2 = 0, betas = [0.9, 0.999], eps = 1e-8 }) {
  const zeros = () => params.map((p) => new Float64Array(p.length));
  const [first, second] = [zeros(), zeros()];
  let t = 0;
  return (grads) => {
    const [c1, c2] = betas.map((beta) => 1 - beta ** (t + 1));
    t += 1;
    params.forEach((p, i) => {
      const [g, m, v] = [grads[i], first[i], second[i]];
      for (let j = 0; j < p.length; j++) {
        const slope = g[j] + l2 * p[j];
        if (kind === 'adam') {
          m[j] = betas[0] * m[j] + (1 - betas[0]) * slope;
          v[j] = betas[1] * v[j] + (1 - betas[1]) * slope * slope;
          p[j] -= (lr * (m[j] / c1)) / (Math.sqrt(v[j] / c2) + eps);
        } else {
          m[j] = momentum * m[j] + slope;
          p[j] -= lr * m[j];
        }
      }
    });
  };
}
