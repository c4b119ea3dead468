// The arithmetic of the draw-a-digit figure: strokes as text, the image that the net gets, and the net.
// scripts/strokes.py makes the same image, and PyTorch the same logits (tests/figures/test_draw_digit.py).
import { WEIGHTS } from './draw_digit-weights.mjs';

export const PAD = 64; // places on a side of the sheet
export const SIDE = 16; // pixels on a side of the image
const [BOX, PEN] = [11, 0.9]; // pixels: of the drawing in the image, and of the pen's radius
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A text holds two letters for each place, and a dot between strokes; [[[x, y], ...], ...]. */
export const parse = (text) =>
  text.split('.').filter(Boolean).map((stroke) => stroke.match(/../g).map((pair) => [...pair].map((letter) => LETTERS.indexOf(letter))));

export const write = (strokes) => strokes.map((stroke) => stroke.flat().map((v) => LETTERS[v]).join('')).join('.');

/** A drawing made smaller and put into the lower right corner. */
export const cornered = (strokes) => strokes.map((stroke) => stroke.map((place) => place.map((v) => Math.round(37 + 0.4 * v))));

/**
 * The part of the sheet that becomes the image: its middle, and how many pixels a place of the sheet gets.
 * Prepared, the drawing is cut out, its longer side gets 11 pixels, its middle is the middle; else all of it.
 */
export function cut(strokes, prepared) {
  const all = strokes.flat();
  if (!prepared || !all.length) return { middle: [PAD / 2, PAD / 2], scale: SIDE / PAD };
  const ends = [0, 1].map((i) => all.map((place) => place[i]));
  const [low, high] = [Math.min, Math.max].map((pick) => ends.map((values) => pick(...values)));
  return {
    middle: low.map((v, i) => (v + high[i]) / 2),
    scale: BOX / Math.max(high[0] - low[0], high[1] - low[1], 1),
  };
}

/**
 * The ink of a drawing, 16 x 16 from 0 to 1 in steps of 1/255: it falls with the distance to the nearest line,
 * 1 under the pen, 0 from a pixel beyond.
 */
export function image(strokes, prepared) {
  const { middle, scale } = cut(strokes, prepared);
  const place = (at) => at.map((v, i) => (v - middle[i]) * scale + SIDE / 2);
  const lines = strokes.flatMap((stroke) => stroke.slice(0, Math.max(1, stroke.length - 1)).map((at, i) => [place(at), place(stroke[i + 1] ?? at)]));
  return Float64Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [(i % SIDE) + 0.5, Math.floor(i / SIDE) + 0.5];
    let near = Infinity;
    for (const [[ax, ay], [bx, by]] of lines) {
      const [dx, dy] = [bx - ax, by - ay];
      const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
      near = Math.min(near, (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2);
    }
    const ink = Math.max(0, Math.min(1, PEN + 0.5 - Math.sqrt(near)));
    return Math.floor(ink * 255 + 0.5) / 255;
  });
}

/** The layers: { shape: [outputs, inputs, k, k] or [outputs, inputs], weight, bias }. */
export const LAYERS = WEIGHTS.map(({ shape, scale, bias, weight }) => ({
  shape,
  bias,
  weight: Float32Array.from(atob(weight), (letter) => ((letter.charCodeAt(0) << 24) >> 24) * scale),
}));

/** Convolution that keeps the size, then ReLU: maps of side x side, one after the other. */
function convolve(input, side, { shape: [outputs, inputs, k], weight, bias }) {
  const out = new Float64Array(outputs * side * side);
  const half = (k - 1) / 2;
  for (let o = 0; o < outputs; o++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        let sum = bias[o];
        for (let i = 0; i < inputs; i++) {
          for (let r = Math.max(0, half - y); r < Math.min(k, side + half - y); r++) {
            for (let c = Math.max(0, half - x); c < Math.min(k, side + half - x); c++) {
              sum += weight[((o * inputs + i) * k + r) * k + c] * input[(i * side + y + r - half) * side + x + c - half];
            }
          }
        }
        out[(o * side + y) * side + x] = Math.max(0, sum);
      }
    }
  }
  return out;
}

/** The largest of each 2 x 2 pixels. */
function pool(maps, side) {
  const half = side / 2;
  return Float64Array.from({ length: maps.length / 4 }, (_, i) => {
    const at = Math.floor(i / half) * 2 * side + 2 * (i % half);
    return Math.max(maps[at], maps[at + 1], maps[at + side], maps[at + side + 1]);
  });
}

/** What the net makes of an image: the maps of both layers after ReLU, the logits and the probabilities. */
export function forward(pixels) {
  const first = convolve(pixels, SIDE, LAYERS[0]);
  const second = convolve(pool(first, SIDE), SIDE / 2, LAYERS[1]);
  const flat = pool(second, SIDE / 2);
  const { weight, bias } = LAYERS[2];
  const logits = bias.map((b, o) => flat.reduce((sum, v, i) => sum + v * weight[o * flat.length + i], b));
  const most = Math.max(...logits);
  const parts = logits.map((z) => Math.exp(z - most));
  const whole = parts.reduce((sum, v) => sum + v, 0);
  return { maps: [first, second], logits, p: parts.map((v) => v / whole) };
}

/** The digit with the highest probability. */
export const best = (p) => p.indexOf(Math.max(...p));

const COVER = 4; // pixels on a side of the patch that covers a part of the image
/** For each pixel: how much of the probability of `digit` is lost, on average over the patches that cover it. */
export function occlusion(pixels, digit) {
  const whole = forward(pixels).p[digit];
  const [lost, times] = [new Float64Array(SIDE * SIDE), new Float64Array(SIDE * SIDE)];
  for (let top = 0; top <= SIDE - COVER; top += 2) {
    for (let left = 0; left <= SIDE - COVER; left += 2) {
      const under = Array.from({ length: COVER * COVER }, (_, i) => (top + Math.floor(i / COVER)) * SIDE + left + (i % COVER));
      const covered = pixels.slice();
      for (const i of under) covered[i] = 0;
      const loss = whole - forward(covered).p[digit];
      for (const i of under) {
        lost[i] += loss;
        times[i] += 1;
      }
    }
  }
  return lost.map((v, i) => v / times[i]);
}

/** The pixels of the image that a cell of a map can see: [top, left, bottom, right], the last two not included. */
export function field(layer, row, column) {
  const reach = layer ? [2 * (row - 1) - 2, 2 * (column - 1) - 2, 10] : [row - 2, column - 2, 5];
  const [top, left, size] = reach;
  return [Math.max(0, top), Math.max(0, left), Math.min(SIDE, top + size), Math.min(SIDE, left + size)];
}
