// A generator and a discriminator in the plane: targets, the four losses, single steps, coverage and distance.
import { LOSSES, Net, optimizer, rng } from './net.mjs';

export const BATCH = 64;
// numbers that the generator makes a point of
export const NOISE = 4;
export const HIDDEN = 32;
// points to look at and to measure with
export const MANY = 256;
// the largest weight of a clipped critic
export const CLIP = 0.1;
export const BETAS = [0.5, 0.9];
// cells of the reader's own target, in a row
export const SIDE = 10;
const CELL = 0.24;

const circle = (n, radius) =>
  Array.from({ length: n }, (_, i) => [radius * Math.cos((2 * Math.PI * i) / n), radius * Math.sin((2 * Math.PI * i) / n)]);
const upTo = (n) => Array.from({ length: n }, (_, i) => i);

/** By name: `centers`, each as likely as the others, `spread` around them, and how many `parts` they form. */
export const TARGETS = {
  'eight clumps': { centers: circle(8, 0.9), spread: 0.06, parts: 8 },
  'nine clumps': { centers: upTo(9).map((i) => [0.8 * ((i % 3) - 1), 0.8 * (Math.floor(i / 3) - 1)]), spread: 0.06, parts: 9 },
  'two clumps': { centers: [[-0.6, -0.4], [0.6, 0.4]], spread: 0.12, parts: 2 },
  ring: { centers: circle(64, 0.9), spread: 0.04, parts: 8 },
  line: { centers: upTo(64).map((i) => [(i - 31.5) / 35, (i - 31.5) / 70]), spread: 0.04, parts: 8 },
};

/** The target that the reader painted: a number for each row from the top, whose bits are its cells from the left. */
export function painted(rows) {
  const centers = rows.flatMap((bits, r) =>
    upTo(SIDE).filter((c) => (bits >> c) & 1).map((c) => [(c - (SIDE - 1) / 2) * CELL, ((SIDE - 1) / 2 - r) * CELL]),
  );
  return { centers, spread: CELL / 3, parts: centers.length };
}

/** `n` points (n, 2), five uniform numbers for each: which center, and two for each of its two normal numbers. */
export function draw({ centers, spread }, n, { uniform, normal }) {
  const X = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    const [x, y] = centers[Math.floor(uniform() * centers.length)];
    X[2 * i] = x + spread * normal();
    X[2 * i + 1] = y + spread * normal();
  }
  return X;
}

const judged = (label) => (out) => LOSSES.bce(out, out.map(() => label));
const signed = (sign) => (out) => ({ loss: (sign * out.reduce((sum, z) => sum + z, 0)) / out.length, slope: out.map(() => sign / out.length) });
const negative = (f) => (out) => {
  const { loss, slope } = f(out);
  return { loss: -loss, slope: slope.map((v) => -v) };
};
const saturating = { real: judged(1), fake: judged(0), generator: negative(judged(0)) };
const wasserstein = { real: signed(-1), fake: signed(1), generator: signed(-1) };

/** By name: the discriminator's losses on its answers to real and to made points, and the generator's, each with its slope. */
export const GAMES = {
  'non-saturating': { ...saturating, generator: judged(1) },
  minimax: saturating,
  'Wasserstein, clipped': wasserstein,
  'Wasserstein, penalty': wasserstein,
};

/**
 * The mean of (|slope of D by its input| - 1)² over rows X, and its gradient by D's params.
 * ReLU is straight on both sides of its corner: the slope is a product of matrices, and biases have no say.
 */
export function penalty(net, X) {
  const n = X.length / 2;
  const tape = net.forward(X);
  const grads = net.params.map((p) => new Float64Array(p.length));
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const back = [[1]]; // the slope of the answer by z of each layer, from the last layer on
    for (let l = net.layers.length - 1; l >= 0; l--) {
      const { inputs, W } = net.layers[l];
      const a = tape.values[l].subarray(i * inputs, (i + 1) * inputs);
      const slope = Array.from(a, (v, k) => (l && v <= 0 ? 0 : back[0].reduce((sum, d, o) => sum + d * W[o * inputs + k], 0)));
      back.unshift(slope);
    }
    const length = Math.hypot(...back[0]) + 1e-12;
    loss += (length - 1) ** 2 / n;
    let u = back[0].map((v) => (2 * (length - 1) * v) / length / n);
    net.layers.forEach(({ inputs, outputs, W }, l) => {
      const next = new Float64Array(outputs);
      for (let o = 0; o < outputs; o++) {
        const d = back[l + 1][o];
        if (!d) continue; // a closed ReLU
        for (let k = 0; k < inputs; k++) {
          grads[2 * l][o * inputs + k] += d * u[k];
          next[o] += W[o * inputs + k] * u[k];
        }
      }
      u = next;
    });
  }
  return { loss, grads };
}

/** The two players, their numbers and what was played; `rules` are { loss, rateD, rateG }. */
export class Game {
  constructor(target, seed, rules) {
    Object.assign(this, { target, seed, rules, random: rng(seed), losses: {} });
    this.G = new Net([NOISE, HIDDEN, HIDDEN, 2], ['relu', 'relu', 'linear'], this.random);
    this.D = new Net([2, HIDDEN, HIDDEN, 1], ['relu', 'relu', 'linear'], this.random);
    // always the same noise, so that a sample can be followed; and what real points score against real points
    this.noise = this.normals(MANY);
    this.real = draw(target, MANY, this.random);
    this.other = draw(target, MANY, this.random);
    this.moveD = optimizer(this.D.params, { kind: 'adam', lr: rules.rateD, betas: BETAS });
    this.moveG = optimizer(this.G.params, { kind: 'adam', lr: rules.rateG, betas: BETAS });
    // what was played: [discriminator steps, generator steps, how often]
    this.moves = [];
  }

  normals(n) {
    return Float64Array.from({ length: n * NOISE }, this.random.normal);
  }

  /** `d` steps of the discriminator, then `g` of the generator. */
  round(d, g) {
    for (let i = 0; i < d; i++) this.stepD(this.rules.loss);
    for (let i = 0; i < g; i++) this.stepG(GAMES[this.rules.loss].generator);
    const last = this.moves.at(-1);
    if (last?.[0] === d && last[1] === g) last[2] += 1;
    else this.moves.push([d, g, 1]);
  }

  stepD(name) {
    const X = draw(this.target, BATCH, this.random);
    const made = this.G.forward(this.normals(BATCH)).values.at(-1);
    const [yes, no] = [this.D.forward(X), this.D.forward(made)];
    const [real, fake] = [GAMES[name].real(yes.values.at(-1)), GAMES[name].fake(no.values.at(-1))];
    const { grads } = this.D.backward(yes, real.slope);
    const add = (other) => grads.forEach((g, i) => g.forEach((_, j) => (g[j] += other.grads[i][j])));
    add(this.D.backward(no, fake.slope));
    this.losses.D = real.loss + fake.loss;
    if (name.endsWith('penalty')) {
      const between = X.slice();
      for (let i = 0; i < BATCH; i++) {
        const t = this.random.uniform();
        for (const j of [2 * i, 2 * i + 1]) between[j] = t * X[j] + (1 - t) * made[j];
      }
      const steep = penalty(this.D, between);
      add(steep);
      this.losses.D += steep.loss;
    }
    this.moveD(grads);
    if (name.endsWith('clipped')) {
      for (const p of this.D.params) p.forEach((v, j) => (p[j] = Math.min(CLIP, Math.max(-CLIP, v))));
    }
  }

  stepG(judge) {
    const drawn = this.G.forward(this.normals(BATCH));
    const said = this.D.forward(drawn.values.at(-1));
    const { loss, slope } = judge(said.values.at(-1));
    this.losses.G = loss;
    this.moveG(this.G.backward(drawn, this.D.backward(said, slope).inputs).grads);
  }

  /** The generator's points now, (n, 2), and what the discriminator tells each: the way its loss falls, (n, 2). */
  samples() {
    const made = this.G.forward(this.noise).values.at(-1);
    const said = this.D.forward(made);
    const { slope } = GAMES[this.rules.loss].generator(said.values.at(-1));
    return { made, push: this.D.backward(said, slope.map((v) => -v * MANY)).inputs };
  }
}

/** How many parts of a target hold a quarter of their share or more, and the part of the points within 3 spreads of it. */
export function coverage({ centers, spread, parts }, X) {
  const held = new Float64Array(parts);
  let near = 0;
  for (let i = 0; i < X.length; i += 2) {
    const away = centers.map(([x, y]) => Math.hypot(X[i] - x, X[i + 1] - y));
    const nearest = Math.min(...away);
    if (nearest > 3 * spread) continue;
    near += 2 / X.length;
    held[Math.floor((away.indexOf(nearest) * parts) / centers.length)] += 1;
  }
  return { covered: held.filter((n) => n >= X.length / 8 / parts).length, near };
}

/** The sliced Wasserstein distance of two sets of n points: how far the sorted shadows lie apart, over 16 directions. */
export function distance(A, B) {
  let sum = 0;
  for (const angle of upTo(16).map((i) => (Math.PI * i) / 16)) {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const shadow = (X) => Float64Array.from({ length: X.length / 2 }, (_, i) => c * X[2 * i] + s * X[2 * i + 1]).sort();
    const b = shadow(B);
    sum += shadow(A).reduce((total, v, i) => total + Math.abs(v - b[i]), 0) / b.length / 16;
  }
  return sum;
}
