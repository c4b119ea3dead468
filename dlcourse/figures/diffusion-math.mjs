// The arithmetic of the diffusion figure: two denoisers of points in the plane, and the way back from noise.
import { LAYERS, POINTS, RADIUS, STARTS } from './diffusion-weights.mjs';

const pairs = (flat) => Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
export const points = pairs(POINTS);
export const starts = pairs(STARTS);
export const COPY = 0.1; // an end this near to a training point is a copy
export const ON = 0.2; // and this near to the ring lies on it

const layers = LAYERS.map(({ scale, bias, weight }) => ({ bias, weight: Array.from(atob(weight), (letter) => ((letter.charCodeAt(0) << 24) >> 24) * scale) }));

/** How much each training point has in the ideal guess for z at noise t: the softmax of -|z - (1-t) x|^2 / 2t^2. */
export function shares([zx, zy], t) {
  const logits = points.map(([x, y]) => -((zx - (1 - t) * x) ** 2 + (zy - (1 - t) * y) ** 2) / (2 * t * t));
  const top = Math.max(...logits);
  const parts = logits.map((v) => Math.exp(v - top));
  const sum = parts.reduce((total, v) => total + v, 0);
  return parts.map((v) => v / sum);
}

function velocity([x, y], t) {
  let a = [x, y, 2 * t - 1];
  layers.forEach(({ bias, weight }, n) => {
    const z = bias.map((b, o) => a.reduce((sum, v, i) => sum + v * weight[o * a.length + i], b));
    a = n < layers.length - 1 ? z.map(Math.tanh) : z;
  });
  return a;
}

/** The guess of a denoiser, 'ideal' or 'net', for the point that became z at noise t > 0. */
export function guess(denoiser, z, t) {
  if (denoiser === 'net') return velocity(z, t).map((v, i) => z[i] - t * v);
  const share = shares(z, t);
  return [0, 1].map((i) => share.reduce((sum, part, n) => sum + part * points[n][i], 0));
}

/** From z at noise 1 to noise 0 in equal steps: guess the point, keep the noise, put less of it back. [[x, y], ...] */
export function way(denoiser, z, steps) {
  const places = [z];
  for (let k = steps; k > 0; k--) {
    const [now, next] = [k / steps, (k - 1) / steps];
    const x = guess(denoiser, z, now);
    z = z.map((v, i) => (1 - next) * x[i] + (next / now) * (v - (1 - now) * x[i]));
    places.push(z);
  }
  return places;
}

/** Where on its way a point is at noise t; between two steps it goes straight. */
export function place(places, t) {
  const steps = places.length - 1;
  const at = Math.min(steps - 1, Math.floor((1 - t) * steps + 1e-9));
  const part = (1 - t) * steps - at;
  return [0, 1].map((i) => places[at][i] + part * (places[at + 1][i] - places[at][i]));
}

/** Of points: how many are copies of a training point, and how many lie on the ring and are none. */
export function count(ends) {
  const copy = (z) => points.some(([x, y]) => Math.hypot(z[0] - x, z[1] - y) < COPY);
  const on = (z) => Math.abs(Math.hypot(...z) - RADIUS) < ON;
  return { copies: ends.filter(copy).length, between: ends.filter((z) => on(z) && !copy(z)).length };
}
