// The parts of the figure of gates: one unit as pipes with valves, and the string with states and gradients over it.
import { html, num, path, set, svg } from './kit.mjs';
import { wanted } from './gates-math.mjs';

export const MOST = 24; // characters
export const CELLS = ['RNN', 'LSTM', 'GRU'];
export const shown = (text) => text.replaceAll('-', '−');

const text = (x, y, words, look = {}) => svg('text', { x, y, 'text-anchor': 'middle', ...look }, words);

/** A pipe along these places; the more flows, the wider, dashed where it is negative. */
function pipe(value, ...places) {
  const d = `M${places.map((place) => place.join(' ')).join('L')}`;
  const width = (1.5 + 6 * Math.min(1, Math.abs(value))).toFixed(1);
  return [svg('path', { d, class: 'dlf-gate-pipe' }), svg('path', { d, class: value < 0 ? 'dlf-gate-flow dlf-minus' : 'dlf-gate-flow dlf-plus', 'stroke-width': width })];
}

function box(x, y, name, value) {
  const frame = svg('rect', { x: x - 35, y: y - 20, width: 70, height: 40, rx: 6, class: 'dlf-box' });
  return [frame, text(x, y - 4, name), text(x, y + 14, num(value), { class: 'dlf-value' })];
}

/** A valve in a pipe: two plates leave as much of it open as the gate says. */
function valve(x, y, name, value, side) {
  const upright = Boolean(side); // the side of an upright pipe where the number stands
  const plate = 15 * (1 - value);
  const plates = upright
    ? [{ x: x - 15, y: y - 5, width: plate, height: 10 }, { x: x + 15 - plate, y: y - 5, width: plate, height: 10 }]
    : [{ x: x - 5, y: y - 15, width: 10, height: plate }, { x: x - 5, y: y + 15 - plate, width: 10, height: plate }];
  const frame = svg('rect', { x: x - (upright ? 15 : 5), y: y - (upright ? 5 : 15), width: upright ? 30 : 10, height: upright ? 10 : 30, class: 'dlf-gate-frame' });
  const at = { start: [x + 20, y + 5], end: [x - 20, y + 5] }[side] ?? [x, y - 21];
  return [frame, plates.map((place) => svg('rect', { ...place, class: 'dlf-gate-plate' })), text(at[0], at[1], `${name} ${num(value)}`, { 'text-anchor': side ?? 'middle', class: 'dlf-value' })].flat();
}

const sign = (x, y, mark) => [svg('circle', { cx: x, cy: y, r: 13, class: 'dlf-knob' }), text(x, y + 5, mark)];

const DRAW = {
  LSTM: ({ before, c, h, i, f, g, o }) => {
    const squashed = Math.tanh(c);
    return [
      pipe(before.c, [75, 55], [125, 55]), pipe(f * before.c, [125, 55], [190, 55]), pipe(g, [190, 200], [190, 140]), pipe(i * g, [190, 140], [190, 55]),
      pipe(c, [190, 55], [300, 55]), pipe(squashed, [300, 75], [300, 140]), pipe(h, [300, 140], [300, 200]),
      box(40, 55, 'c before', before.c), valve(125, 55, 'f', f), sign(190, 55, '+'), box(300, 55, 'c', c),
      box(190, 215, 'g', g), valve(190, 140, 'i', i, 'end'), valve(300, 140, 'o', o, 'end'), box(300, 215, 'h', h),
      text(294, 105, 'tanh', { 'text-anchor': 'end', class: 'dlf-halo' }),
    ];
  },
  GRU: ({ before, h, r, z, n }) => [
    pipe(before.h, [75, 55], [125, 55]), pipe(z * before.h, [125, 55], [190, 55]), pipe(n, [190, 200], [190, 140]), pipe((1 - z) * n, [190, 140], [190, 55]),
    pipe(h, [190, 55], [300, 55]), pipe(before.h, [40, 75], [40, 215], [100, 215]), pipe(r * before.h, [100, 215], [160, 215]),
    box(40, 55, 'h before', before.h), valve(125, 55, 'z', z), sign(190, 55, '+'), box(300, 55, 'h', h),
    box(190, 215, 'n', n), valve(190, 140, '1 − z', 1 - z, 'start'), valve(100, 215, 'r', r),
  ],
  RNN: ({ before, h, from }, w) => {
    const sum = w * before.h + from[0];
    return [
      pipe(before.h, [75, 55], [125, 55]), pipe(w * before.h, [125, 55], [190, 55]), pipe(from[0], [190, 200], [190, 55]), pipe(sum, [190, 55], [245, 55]), pipe(h, [245, 55], [300, 55]),
      box(40, 55, 'h before', before.h), sign(125, 55, '×'), text(125, 34, `w ${num(w)}`, { class: 'dlf-value' }), sign(190, 55, '+'), text(190, 34, `sum ${num(sum)}`, { class: 'dlf-value' }),
      box(190, 215, 'from input', from[0]), box(300, 55, 'h', h), text(250, 82, 'tanh', { class: 'dlf-halo' }),
    ];
  },
};

/** The chosen unit at the chosen step. */
export function drawUnit() {
  const node = svg('svg', { viewBox: '0 0 340 246', class: 'dlf-drawing', role: 'img', 'aria-label': 'The unit at this step: values in boxes, gates as valves' });
  const show = (cell, step, w) => node.replaceChildren(...DRAW[cell](step, w).flat(3));
  return { node, show };
}

const [LEFT, WIDE] = [34, 13.4];
const FLOOR = -12; // powers of ten
const [STATES, FLOWS] = [{ top: 26, height: 84 }, { top: 156, height: 84 }];
const [W, H] = [LEFT + MOST * WIDE + 4, 262];
const column = (i) => LEFT + (i + 0.5) * WIDE;

/** Answers of the three units over the string, and the gradient that comes back from the chosen character. */
export function drawStrip(panel, choose) {
  const label = 'Over the string: the answer of each unit, and the gradient that comes back to each step';
  const here = svg('rect', { y: 0, width: WIDE, height: H, class: 'dlf-gate-here' });
  const letters = svg('g');
  const truth = svg('path', { class: 'dlf-line dlf-truth' });
  const answers = CELLS.map((cell) => svg('path', { class: `dlf-gate-line dlf-gate-${cell}` }));
  const backs = CELLS.map((cell) => svg('path', { class: `dlf-gate-line dlf-gate-${cell}` }));
  const hidden = text(LEFT + (MOST * WIDE) / 2, FLOWS.top + 46, 'predict first', { class: 'dlf-small' });
  const y = (v) => STATES.top + (STATES.height * (1.4 - Math.max(-1.4, Math.min(1.4, v)))) / 2.8;
  const deep = (v) => FLOWS.top + (FLOWS.height * Math.max(FLOOR, Math.log10(Math.abs(v) + 1e-300)) ) / FLOOR;
  const rule = (at) => svg('path', { d: `M${LEFT} ${at}H${W}`, class: 'dlf-line dlf-axis' });
  const axis = (at, words) => [rule(at), text(LEFT - 4, at + 4, words, { 'text-anchor': 'end', class: 'dlf-small' })];
  const grip = svg('rect', { width: W, height: H, class: 'dlf-grip' });
  const node = svg(
    'svg', { viewBox: `0 0 ${W} ${H}`, class: 'dlf-drawing', role: 'img', 'aria-label': label },
    here, text(0, 14, 'answer', { 'text-anchor': 'start', class: 'dlf-small' }), [1, 0, -1].flatMap((v) => axis(y(v), num(v, 0))), letters, truth, answers,
    text(0, FLOWS.top - 10, 'gradient of the last h at what is carried', { 'text-anchor': 'start', class: 'dlf-small' }),
    [0, -6, -12].flatMap((power) => axis(FLOWS.top + (FLOWS.height * power) / FLOOR, power ? `10${power === -6 ? '⁻⁶' : '⁻¹²'}` : '1')), backs, hidden, grip,
  );
  panel.drag(grip, ({ x }) => choose(Math.floor((x - LEFT) / WIDE) + 1));
  grip.style.touchAction = 'pan-y';
  const show = ({ string, at, cell }, runs, flows, guessed) => {
    const all = [...string].map((_, i) => i);
    set(here, { x: column(at - 1) - WIDE / 2 });
    letters.replaceChildren(...[...shown(string)].map((character, i) => text(column(i), STATES.top + STATES.height + 17, character, { class: i === at - 1 ? 'dlf-value' : null })));
    const right = wanted(string);
    set(truth, { d: all.map((i) => `M${column(i) - WIDE / 2} ${y(right[i])}h${WIDE}`).join('') });
    CELLS.forEach((name, j) => {
      const look = `dlf-gate-line dlf-gate-${name}${name === cell ? ' dlf-gate-chosen' : ''}`;
      set(answers[j], { class: look, d: path(all, (i) => [column(i), y(runs[name][i].answer)]) });
      set(backs[j], { class: look, d: path(all.slice(0, at), (i) => [column(i), deep(flows[name][i])]), visibility: guessed ? 'visible' : 'hidden' });
    });
    set(hidden, { visibility: guessed ? 'hidden' : 'visible' });
  };
  return { node, show };
}

/** Which line is whose. */
export function drawKey() {
  const one = (name, look) => html('span', { class: 'dlf-gate-key' }, svg('svg', { viewBox: '0 0 30 12', 'aria-hidden': 'true' }, svg('path', { d: 'M0 6H30', class: look })), ` ${name}`);
  return html('p', { class: 'dlf-note' }, CELLS.map((name) => one(name, `dlf-gate-line dlf-gate-${name}`)), one('wanted', 'dlf-line dlf-truth'));
}
