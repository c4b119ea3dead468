// The arithmetic of the latent walk: two decoders 2-64-64, the digits that drawings are compared with, and walks.
import { IMAGES, KINDS, LIMIT, NETS } from './latent_walk-weights.mjs';

export const REACH = 3; // both planes go from -REACH to REACH
export const PLACES = 9; // on a walk, both ends included
export const PIXELS = 64;
export const kinds = [...KINDS].map(Number);
export const digits = kinds.map((_, i) => Float64Array.from(IMAGES.slice(PIXELS * i, PIXELS * (i + 1)), (letter) => (letter.charCodeAt(0) - 65) / 16));

const unpack = ({ scale, bias, weight }) => ({ bias, weight: Float64Array.from(atob(weight), (letter) => ((letter.charCodeAt(0) << 24) >> 24) * scale) });
const LAYERS = Object.fromEntries(Object.entries(NETS).map(([name, { layers }]) => [name, layers.map(unpack)]));

/** The codes of the digits in a net: [[z1, z2], ...]. */
export const codes = (name) => digits.map((_, i) => NETS[name].codes.slice(2 * i, 2 * i + 2).map((v) => v / 100));

/** The 64 pixels, from 0 to 1, that the decoder of a net draws for a code. */
export function decode(name, code) {
  const [first, second] = LAYERS[name];
  const hidden = first.bias.map((b, i) => Math.max(0, b + first.weight[2 * i] * code[0] + first.weight[2 * i + 1] * code[1]));
  return Float64Array.from(second.bias, (b, o) => {
    const z = hidden.reduce((sum, v, i) => sum + v * second.weight[o * hidden.length + i], b);
    return 1 / (1 + Math.exp(-z));
  });
}

/** The nearest of the digits: its place in `digits`, its kind, and the mean squared difference of a pixel. */
export function nearest(image) {
  let [index, error] = [0, Infinity];
  digits.forEach((digit, i) => {
    let sum = 0;
    for (let j = 0; j < PIXELS; j++) sum += (digit[j] - image[j]) ** 2;
    if (sum / PIXELS < error) [index, error] = [i, sum / PIXELS];
  });
  return { index, error, kind: kinds[index], unlike: error > LIMIT };
}

const between = (a, b, part) => Array.from(a, (v, i) => v + part * (b[i] - v));

/** Nine drawings from one code to another, by a line of codes, and by fading the first drawing into the last. */
export function walk(name, from, to) {
  const parts = Array.from({ length: PLACES }, (_, i) => i / (PLACES - 1));
  const line = parts.map((part) => decode(name, between(from, to, part)));
  const faded = parts.map((part) => between(line[0], line.at(-1), part));
  return [line, faded].map((row) => row.map((image) => ({ image, ...nearest(image) })));
}

/** The middles of `side` x `side` cells of the plane, row by row from the top. */
export const middles = (side) =>
  Array.from({ length: side * side }, (_, i) => [((2 * (i % side) + 1) / side - 1) * REACH, (1 - (2 * Math.floor(i / side) + 1) / side) * REACH]);

/** For each of these cells whether the drawing of its middle is unlike every digit. */
export const holes = (name, side) => middles(side).map((code) => nearest(decode(name, code)).unlike);
