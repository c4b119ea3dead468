// The arithmetic of the attention figure: one head, as torch.nn.functional.scaled_dot_product_attention computes it.
// A matrix is an array of rows.
import { FRESH, TRAINED } from './attention-weights.mjs';

export const REACH = 4; // the plane of queries and keys goes from -REACH to REACH
export const HEADS = { trained: TRAINED, 'before training': FRESH };
export const WORDS = Object.keys(TRAINED);

const dot = (a, b) => a.reduce((sum, v, i) => sum + v * b[i], 0);

/** Shares proportional to exp; a score of -Infinity gets 0. */
export function softmax(scores) {
  const most = Math.max(...scores);
  const powers = scores.map((s) => Math.exp(s - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / sum);
}

/** Scores, what the softmax gets, weights and outputs; `past` forbids to read what stands behind. */
export function attend({ Q, K, V }, { divide, past }) {
  const scores = Q.map((q) => K.map((k) => dot(q, k)));
  const inputs = scores.map((row, i) => row.map((s, j) => (past && j > i ? -Infinity : divide ? s / Math.sqrt(K[0].length) : s)));
  const weights = inputs.map(softmax);
  const outputs = weights.map((row) => V[0].map((_, c) => dot(row, V.map((v) => v[c]))));
  return { scores, inputs, weights, outputs };
}

/** Vectors that the reader moved, by word and q or k: "bank:q:1.2:-0.3 cash:k:0.0:4.0". */
export function parse(moves) {
  const all = {};
  for (const move of moves.split(' ').filter(Boolean)) {
    const [word, kind, x, y] = move.split(':');
    all[`${word}:${kind}`] = [Number(x), Number(y)];
  }
  return all;
}

/** The same with one vector more, brought to a tenth and into the plane. */
export function moved(moves, word, kind, place) {
  const inside = (v) => Math.max(-REACH, Math.min(REACH, Math.round(v * 10) / 10)) + 0; // not -0
  const all = { ...parse(moves), [`${word}:${kind}`]: place.map(inside) };
  return Object.entries(all).map(([name, at]) => `${name}:${at.map((v) => v.toFixed(1)).join(':')}`).join(' ');
}

/** Queries (T, 2), keys (T, 2) and values (T, 4) of these words in a head, with what was moved. */
export function vectors(words, head, moves) {
  const own = parse(moves);
  const rows = words.map((word) => HEADS[head][word]);
  const part = (kind, from) => rows.map((row, i) => own[`${words[i]}:${kind}`] ?? row.slice(from, from + 2));
  return { Q: part('q', 0), K: part('k', 2), V: rows.map((row) => row.slice(4)) };
}
