// The arithmetic of the figure of gates: units of one number, as torch.nn.RNN, LSTM and GRU compute them.
import { CHARACTERS, UNITS } from './gates-weights.mjs';

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const WANTED = { '+': 1, '-': -1, 0: 0 };

/** What is right after each character: the last sign, 0 after a 0 and before any. */
export function wanted(text) {
  let last = 0;
  return [...text].map((character) => (last = WANTED[character] ?? last));
}

// One step from the old h and c: the new ones, and what stands between. `bias` is added to the gate that keeps.
const STEP = {
  RNN: (sum) => ({ h: Math.tanh(sum(0)), c: 0 }),
  LSTM: (sum, before, bias) => {
    const [i, f, g, o] = [sigmoid(sum(0)), sigmoid(sum(1) + bias), Math.tanh(sum(2)), sigmoid(sum(3))];
    const c = f * before.c + i * g;
    return { h: o * Math.tanh(c), c, i, f, g, o };
  },
  GRU: (sum, before, bias, { x, h, n: inside }, k) => {
    const [r, z] = [sigmoid(sum(0)), sigmoid(sum(1) + bias)];
    const heard = h[2] * before.h + inside;
    const n = Math.tanh(x[2][k] + r * heard);
    return { h: z * before.h + (1 - z) * n, c: 0, r, z, n, heard };
  },
};

/** A step for each character of `text`, with its answer; `before` is the step before it. */
export function read(cell, text, bias) {
  const unit = UNITS[cell];
  let before = { h: 0, c: 0 };
  return [...text].map((character) => {
    const k = CHARACTERS.indexOf(character);
    const sum = (gate) => unit.x[gate][k] + unit.h[gate] * before.h;
    const now = STEP[cell](sum, before, bias, unit, k);
    const step = { character, before, ...now, from: unit.x.map((row) => row[k]), answer: unit.scale * now.h };
    before = now;
    return step;
  });
}

// One step back: from the gradients at the new h and c those at the old ones; `at` is the gradient at what is carried.
const BACK = {
  RNN: ({ h }, dh, _, u) => ({ at: dh, dh: dh * (1 - h * h) * u[0], dc: 0 }),
  LSTM: ({ c, i, f, g, o, before }, dh, later, u) => {
    const squashed = Math.tanh(c);
    const dc = later + dh * o * (1 - squashed * squashed);
    const slopes = [dc * g * i * (1 - i), dc * before.c * f * (1 - f), dc * i * (1 - g * g), dh * squashed * o * (1 - o)];
    return { at: dc, dh: slopes.reduce((sum, slope, gate) => sum + slope * u[gate], 0), dc: dc * f };
  },
  GRU: ({ r, z, n, heard, before }, dh, _, u) => {
    const candidate = dh * (1 - z) * (1 - n * n);
    const slopes = [candidate * heard * r * (1 - r), dh * (before.h - n) * z * (1 - z), candidate * r];
    return { at: dh, dh: dh * z + slopes.reduce((sum, slope, gate) => sum + slope * u[gate], 0), dc: 0 };
  },
};

/** The gradient of the last h at what is carried, c of an LSTM and else h, after each of these steps. */
export function gradients(cell, steps) {
  let [dh, dc] = [1, 0];
  return steps.map((_, i) => {
    const back = BACK[cell](steps[steps.length - 1 - i], dh, dc, UNITS[cell].h);
    [dh, dc] = [back.dh, back.dc];
    return back.at;
  }).reverse();
}
