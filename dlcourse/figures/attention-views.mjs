// The parts of the attention figure: the plane of queries and keys, the table of weights, and two tables of numbers.
import { html, num, set, svg } from './kit.mjs';
import { REACH } from './attention-math.mjs';
import { SENSES } from './attention-weights.mjs';

export const MOST = 8; // words
const SIZE = 320; // units of the plane
const at = (v) => (SIZE / 2) * (1 + v / REACH);
const spot = ([x, y]) => [at(x), at(-y)];
const value = (p) => (p / (SIZE / 2) - 1) * REACH;
const one = (v) => num(v, 1);
const slots = (make) => Array.from({ length: MOST }, (_, i) => make(i));

/** Places of labels beside these points, moved down where two would overlap. */
function places(points) {
  const boxes = [];
  for (const { word, x, y } of [...points].sort((a, b) => a.y - b.y)) {
    const width = 8 * word.length;
    const left = x + 11 + width > SIZE ? x - 11 - width : x + 11;
    let base = y + 4.5;
    for (const other of boxes) {
      const beside = left > other.left + other.width || other.left > left + width;
      if (!beside && base < other.base + 14) base = other.base + 14;
    }
    boxes.push({ word, left, width, base });
  }
  return boxes;
}

/** Keys as squares, the chosen query as an arrow; both can be dragged: `move(kind, i, place)`. */
export function drawPlane(panel, move) {
  const [along, foot] = [svg('path', { class: 'dlf-line dlf-dashed' }), svg('path', { class: 'dlf-line dlf-strong' })];
  const arrow = svg('path', { class: 'dlf-att-query' });
  const [labels, name] = [svg('g'), svg('text', { class: 'dlf-halo' })];
  const keys = slots(() => {
    const mark = svg('rect', { x: -6, y: -6, width: 12, height: 12, class: 'dlf-att-key' });
    return { mark, node: svg('g', {}, svg('rect', { x: -15, y: -15, width: 30, height: 30, class: 'dlf-grip' }), mark) };
  });
  const tip = svg('g', {}, svg('circle', { r: 18, class: 'dlf-grip' }), svg('circle', { r: 7, class: 'dlf-knob' }));
  const axes = svg('path', { d: `M0 ${SIZE / 2}H${SIZE}M${SIZE / 2} 0V${SIZE}`, class: 'dlf-line dlf-axis' });
  const axis = (x, y, text, anchor) => svg('text', { x, y, class: 'dlf-small', 'text-anchor': anchor }, text);
  const label = 'Keys as squares, the query of the chosen word as an arrow';
  const node = svg(
    'svg', { viewBox: `0 0 ${SIZE} ${SIZE}`, class: 'dlf-drawing', role: 'img', 'aria-label': label },
    axes, axis(SIZE - 4, SIZE / 2 - 6, 'x', 'end'), axis(SIZE / 2 + 7, 13, 'y', 'start'), along, foot, arrow, keys.map((key) => key.node), tip, labels, name,
  );
  keys.forEach((key, i) => panel.drag(key.node, ({ x, y }) => move('k', i, [value(x), -value(y)])));
  panel.drag(tip, ({ x, y }) => move('q', null, [value(x), -value(y)]));

  const show = ({ words, Q, K, query, key }, weights) => {
    const q = Q[query - 1];
    const k = K[key - 1];
    const length = Math.hypot(...q);
    const unit = length ? q.map((v) => v / length) : [0, 0];
    const far = unit.map((v) => 2 * REACH * v);
    const reach = unit[0] * k[0] + unit[1] * k[1];
    const line = (a, b) => `M${spot(a).map((v) => v.toFixed(1)).join(' ')}L${spot(b).map((v) => v.toFixed(1)).join(' ')}`;
    set(along, { d: length ? line(far, far.map((v) => -v)) : null });
    set(foot, { d: length ? line(k, unit.map((v) => v * reach)) : null });
    set(arrow, { d: line([0, 0], q) });
    set(tip, { transform: `translate(${spot(q).join(' ')})` });
    keys.forEach(({ node: square, mark }, i) => {
      set(square, { visibility: i < words.length ? 'visible' : 'hidden', transform: i < words.length ? `translate(${spot(K[i]).join(' ')})` : null });
      if (i < words.length) set(mark, { 'fill-opacity': (0.15 + 0.85 * weights[i]).toFixed(3), class: i === key - 1 ? 'dlf-att-key dlf-att-chosen' : 'dlf-att-key' });
    });
    const points = words.map((word, i) => ({ word, x: spot(K[i])[0], y: spot(K[i])[1] })).filter(({ word }, i) => words.indexOf(word) === i);
    labels.replaceChildren(...places(points).map(({ word, left, base }) => svg('text', { x: left, y: base, class: 'dlf-halo' }, word)));
    const [x, y] = spot(q);
    set(name, { x: Math.max(4, Math.min(SIZE - 110, x - 50)), y: y + (y < SIZE - 40 ? 24 : -14) }).textContent = `query of ${words[query - 1]}`;
  };
  return { node, show };
}

const CELL = { left: 64, top: 52, width: 35, height: 27 };

/** All weights: a row for each word that reads, a column for each that is read; press one to look into it. */
export function drawWeights(panel, choose) {
  const { left, top, width, height } = CELL;
  const [W, H] = [left + MOST * width + 30, top + MOST * height + 2];
  const label = 'The weights: one row for each word that reads, one column for each word that is read';
  const picture = svg('svg', { viewBox: `0 0 ${W} ${H}`, class: 'dlf-drawing', role: 'img', 'aria-label': label });
  const frame = svg('rect', { width, height, class: 'dlf-board-field' });
  const help = 'Weights: arrow keys choose who reads and who is read';
  const paper = svg('g', { tabindex: 0, role: 'application', 'aria-label': help, 'data-lm-suppress-shortcuts': 'true' }, svg('rect', { width: W, height: H, class: 'dlf-grip' }), frame);
  let [count, row, column] = [1, 0, 0];
  const go = (r, c) => {
    const [to, of] = [r, c].map((v) => Math.max(0, Math.min(count - 1, v)));
    if (to !== row || of !== column) choose(to + 1, of + 1);
  };
  panel.drag(paper, ({ x, y }) => {
    const [r, c] = [Math.floor((y - top) / height), Math.floor((x - left) / width)];
    if (Math.min(r, c) >= 0 && Math.max(r, c) < count) go(r, c);
  });
  paper.style.touchAction = 'pan-y';
  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  set(paper, { onkeydown: (event) => {
    const way = moves[event.key];
    if (!way) return;
    event.preventDefault();
    if (panel.get('guess')) go(row + way[0], column + way[1]);
  } });
  const show = ({ words, query, key, past }, weights) => {
    [count, row, column] = [words.length, query - 1, key - 1];
    const middle = (c) => left + (c + 0.5) * width;
    const heads = words.map((word, c) => svg('text', { transform: `translate(${middle(c) - 2} ${top - 6}) rotate(-45)`, class: 'dlf-cell-text' }, word));
    const names = words.map((word, r) => svg('text', { x: left - 6, y: top + r * height + 18, 'text-anchor': 'end', class: 'dlf-cell-text' }, word));
    const cells = weights.flatMap((row, r) => row.map((w, c) => {
      const place = { x: left + c * width, y: top + r * height };
      const ground = svg('rect', { ...place, width, height, class: 'dlf-cell dlf-blue', 'fill-opacity': (0.6 * w).toFixed(3) });
      const text = past && c > r ? '–' : num(w);
      return [ground, svg('text', { x: middle(c), y: place.y + 18, 'text-anchor': 'middle', class: 'dlf-cell-text dlf-cell-small' }, text)];
    }).flat());
    const line = svg('rect', { x: 1, y: top + row * height, width: left + count * width - 1, height, class: 'dlf-att-row' });
    picture.replaceChildren(...heads, ...names, ...cells, line);
    set(frame, { x: left + column * width, y: top + row * height });
  };
  const easel = svg('svg', { viewBox: `0 0 ${W} ${H}`, class: 'dlf-drawing' }, paper);
  return { node: html('div', { class: 'dlf-board' }, picture, easel), show };
}

function table(caption, heads) {
  const body = html('tbody');
  const row = html('tr', {}, heads.map((head) => html('th', { scope: 'col' }, head)));
  return { node: html('table', { class: 'dlf-att-table' }, caption, html('thead', {}, row), body), body };
}

/** A row that looks as strong as its weight. */
function shaded(weight, word, cells, chosen) {
  const row = html('tr', { class: chosen ? 'dlf-att-at' : null }, html('th', { scope: 'row' }, word), cells.map((text) => html('td', {}, text)));
  row.style.background = `color-mix(in srgb, var(--dlf-blue) ${Math.round(40 * weight)}%, transparent)`;
  return row;
}

/** How the chosen word reads: from scores to weights, number by number. */
export function drawScores() {
  const caption = html('caption');
  const { node, body } = table(caption, ['word', 'q · k', html('span'), html('span', {}, 'e', html('sup', {}, 's − max')), 'weight']);
  const head = node.querySelectorAll('th')[2];
  const show = ({ words, query, key, divide }, { scores, inputs, weights }) => {
    const i = query - 1;
    const most = Math.max(...inputs[i]);
    head.textContent = divide ? '÷ √2 = s' : '= s';
    caption.replaceChildren(html('b', {}, '1. Scores to weights'), `: what “${words[i]}” reads`);
    const rows = words.map((word, j) => {
      const s = inputs[i][j];
      const cells = [num(scores[i][j]), s === -Infinity ? '−∞' : num(s), num(Math.exp(s - most)), num(weights[i][j])];
      return shaded(weights[i][j], word, cells, j === key - 1);
    });
    const sum = inputs[i].reduce((total, s) => total + Math.exp(s - most), 0);
    body.replaceChildren(...rows, html('tr', {}, html('th', { scope: 'row' }, 'sum'), ['', '', num(sum), '1.00'].map((text) => html('td', {}, text))));
  };
  return { node, show };
}

/** What it gets: the values of all words, and their mean with these weights. */
export function drawOutput() {
  const caption = html('caption');
  const { node, body } = table(caption, ['word', 'weight', ...SENSES]);
  const show = ({ words, V, query, key }, { weights, outputs }, meanings) => {
    const i = query - 1;
    caption.replaceChildren(html('b', {}, '2. Mean of the values'), ', evidence for each meaning');
    const rows = words.map((word, j) => shaded(weights[i][j], word, [num(weights[i][j]), ...V[j].map(one)], j === key - 1));
    const last = (name, cells) => html('tr', {}, html('th', { scope: 'row' }, name), html('td'), cells.map((text) => html('td', {}, text)));
    body.replaceChildren(...rows, last('output', outputs[i].map(one)), last('softmax', meanings[i].map((p) => `${Math.round(100 * p)} %`)));
  };
  return { node, show };
}
