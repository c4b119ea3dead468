// One neuron over the plane: weights, bias, activation, its line and normal, and XOR, which it cannot decide.
import { Panel, html, svg, set, num } from './kit.mjs';
import { ACTIVATIONS, DATA, STRENGTH, right, search, sum, torch } from './neuron-math.mjs';

const among = (...values) => ({ among: values });
const weight = { min: -3, max: 3, step: 0.1 };
const input = { min: -1.5, max: 2.5, step: 0.1 };

export const state = {
  w1: weight,
  w2: weight,
  b: weight,
  x1: input,
  x2: input,
  act: among('sigmoid', 'tanh', 'step', 'ReLU'),
  data: among('clouds', 'AND', 'OR', 'XOR'),
  guess: among('', 'along', 'against', 'turns'),
};

const UNIT = 80; // pixels
const SIZE = 4 * UNIT;
const X = (x1) => (x1 + 1.5) * UNIT;
const Y = (x2) => (2.5 - x2) * UNIT;
const plane = ({ x, y }) => [x / UNIT - 1.5, 2.5 - y / UNIT];
const CENTER = [0.5, 0.5];
let drawings = Math.random(); // a poster on the same page has ids, too

/** Colors along the normal: blue where the neuron says no, orange where it says yes. */
function shading({ w1, w2, b, act }) {
  const length = Math.hypot(w1, w2) || 1e-9;
  const middle = sum({ w1, w2, b }, ...CENTER);
  const half = 2.9; // from the center to beyond a corner of the plane
  const at = (t) => [X(CENTER[0] + (w1 / length) * t), Y(CENTER[1] + (w2 / length) * t)];
  const stops = [];
  const stop = (t, yes) => {
    const color = `var(--dlf-${yes ? 'orange' : 'blue'})`;
    const opacity = 0.45 * STRENGTH[act](middle + length * t);
    stops.push(svg('stop', { offset: (t + half) / (2 * half), 'stop-color': color, 'stop-opacity': opacity }));
  };
  const border = Math.min(half, Math.max(-half, -middle / length));
  for (let i = 0; i <= 16; i++) stop(-half + ((border + half) * i) / 16, border === -half && middle >= 0);
  for (let i = 0; i <= 16; i++) stop(border + ((half - border) * i) / 16, border < half);
  const [[xa, ya], [xb, yb]] = [at(-half), at(half)];
  return { ends: { x1: xa, y1: ya, x2: xb, y2: yb }, stops };
}

function shape([x1, x2, label], wrong) {
  const [x, y] = [X(x1), Y(x2)];
  const mark = label
    ? svg('rect', { x: x - 6, y: y - 6, width: 12, height: 12, class: 'dlf-orange dlf-point' })
    : svg('circle', { cx: x, cy: y, r: 6.5, class: 'dlf-blue dlf-point' });
  const cross = svg('path', { d: `M${x - 11} ${y - 11}L${x + 11} ${y + 11}M${x - 11} ${y + 11}L${x + 11} ${y - 11}` });
  return svg('g', {}, wrong ? [mark, set(cross, { class: 'dlf-line dlf-wrong' })] : mark);
}

function drawPlane(panel, values) {
  const fill = svg('linearGradient', { id: `dlf-shading-${++drawings}`, gradientUnits: 'userSpaceOnUse' });
  const points = svg('g');
  const line = svg('path', { class: 'dlf-line dlf-strong' });
  const foot = svg('path', { class: 'dlf-line dlf-dashed' });
  const arrow = svg('path', { class: 'dlf-arrow' });
  const [tip, slide, probe] = [svg('g'), svg('g'), svg('g')];
  tip.append(svg('circle', { r: 22, class: 'dlf-grip' }), svg('circle', { r: 7, class: 'dlf-green' }), svg('text', { x: 12, y: 5 }, 'w/2'));
  slide.append(svg('circle', { r: 22, class: 'dlf-grip' }), svg('path', { d: 'M0 -9L9 0L0 9L-9 0Z', class: 'dlf-knob' }));
  probe.append(svg('circle', { r: 22, class: 'dlf-grip' }), svg('circle', { r: 9, class: 'dlf-ring' }), svg('text', { x: 13, y: -8 }, 'x'));
  const axes = `M0 ${Y(0)}H${SIZE}M${X(0)} 0V${SIZE}`;
  const ticks = [1, 2].map((n) => [
    svg('text', { x: X(n), y: Y(0) + 16, 'text-anchor': 'middle', class: 'dlf-small' }, `${n}`),
    svg('text', { x: X(0) - 6, y: Y(n) + 4, 'text-anchor': 'end', class: 'dlf-small' }, `${n}`),
  ]);
  const names = [
    svg('text', { x: SIZE - 6, y: Y(0) - 6, 'text-anchor': 'end' }, 'x₁'),
    svg('text', { x: X(0) + 7, y: 16 }, 'x₂'),
  ];

  panel.drag(tip, (at) => {
    const [x1, x2] = plane(at);
    panel.put({ w1: 2 * x1, w2: 2 * x2 });
  });
  panel.drag(slide, (at) => {
    const { w1, w2 } = values();
    const [x1, x2] = plane(at);
    panel.put({ b: -(w1 * x1 + w2 * x2) });
  });
  panel.drag(probe, (at) => {
    const [x1, x2] = plane(at);
    panel.put({ x1, x2 });
  });
  panel.on(Object.keys(state), () => {
    const { w1, w2, b, x1, x2, act, data } = values();
    const square = w1 * w1 + w2 * w2;
    const project = (p, q) => {
      const t = sum({ w1, w2, b }, p, q) / square;
      return [X(p - t * w1), Y(q - t * w2)];
    };
    const { ends, stops } = shading({ w1, w2, b, act });
    set(fill, ends).replaceChildren(...stops);
    points.replaceChildren(...DATA[data].map((point) => shape(point, !right({ w1, w2, b }, [point]))));
    set(tip, { transform: `translate(${X(w1 / 2)} ${Y(w2 / 2)})` });
    set(probe, { transform: `translate(${X(x1)} ${Y(x2)})` });
    set(arrow, { d: `M${X(0)} ${Y(0)}L${X(w1 / 2)} ${Y(w2 / 2)}` });
    for (const part of [line, foot, slide]) part.style.display = square ? '' : 'none';
    if (!square) return;
    const [cx, cy] = project(...CENTER);
    const [dx, dy] = [(w2 / Math.sqrt(square)) * 2 * SIZE, (w1 / Math.sqrt(square)) * 2 * SIZE];
    set(line, { d: `M${cx - dx} ${cy - dy}L${cx + dx} ${cy + dy}` });
    set(foot, { d: `M${X(x1)} ${Y(x2)}L${project(x1, x2).join(' ')}` });
    set(slide, { transform: `translate(${cx} ${cy})` });
  });
  const label = 'The plane of inputs, shaded by what the neuron says, with its decision line and its weights as an arrow';
  return svg(
    'svg', { viewBox: `0 0 ${SIZE} ${SIZE}`, role: 'img', 'aria-label': label, class: 'dlf-drawing' },
    svg('defs', {}, fill), svg('rect', { width: SIZE, height: SIZE, fill: `url(#${fill.id})` }),
    svg('path', { d: axes, class: 'dlf-line dlf-axis' }), ticks.flat(), names,
    foot, line, arrow, points, slide, tip, probe,
  );
}

/** The dot product, a bar for each of its terms, and what the activation makes of it. */
function drawSum(panel, values) {
  const rows = html('tbody');
  const scale = 11; // percent of the bar's cell for a unit
  panel.on(['w1', 'w2', 'b', 'x1', 'x2', 'act'], () => {
    const { w1, w2, b, x1, x2, act } = values();
    const z = sum({ w1, w2, b }, x1, x2);
    const signed = (v) => (v < 0 ? `(${num(v, 1)})` : num(v, 1));
    const terms = [
      ['w₁ x₁', `${num(w1, 1)} · ${signed(x1)}`, w1 * x1],
      ['w₂ x₂', `${num(w2, 1)} · ${signed(x2)}`, w2 * x2],
      ['b', '', b],
      ['z', 'the sum', z],
    ];
    const bars = terms.map(([name, how, value]) => {
      const width = Math.min(50, Math.abs(value) * scale);
      const style = `width:${width}%;left:${value < 0 ? 50 - width : 50}%`;
      const bar = html('span', { class: `dlf-bar ${value < 0 ? 'dlf-no' : 'dlf-yes'}`, style });
      const track = html('span', { class: 'dlf-track' }, bar);
      const cells = [html('th', { scope: 'row' }, name), html('td', {}, how), html('td', {}, track)];
      return html('tr', {}, cells, html('td', { class: 'dlf-number' }, num(value)));
    });
    const a = ACTIVATIONS[act](z);
    const says = html('td', { colspan: '2' }, `${act}(z): ${z >= 0 ? 'yes, orange ■' : 'no, blue ●'}`);
    const last = html('tr', {}, html('th', { scope: 'row' }, 'a'), says, html('td', { class: 'dlf-number' }, num(a)));
    rows.replaceChildren(...bars, last);
  });
  return html('table', { class: 'dlf-sum' }, html('caption', {}, 'What it computes at the point x'), rows);
}

const QUESTION = {
  ask: 'Raise the bias b and leave the weights alone. Which way does the line move?',
  choices: { along: 'along the arrow', against: 'against the arrow', turns: 'it turns' },
  right: 'against',
  because: 'z rises by the same amount everywhere, so the side of yes grows: the line moves against the arrow. Try it.',
};
const PROOF =
  'XOR asks for b < 0, for w₂ + b ≥ 0, for w₁ + b ≥ 0 and for w₁ + w₂ + b < 0. ' +
  'Add the two in the middle: w₁ + w₂ + 2b ≥ 0. Add the first and the last: w₁ + w₂ + 2b < 0. No numbers do both.';

function render({ model, el }) {
  const panel = new Panel({ model, el }, state, 'One neuron');
  const values = () => Object.fromEntries(Object.keys(state).map((key) => [key, panel.get(key)]));
  let best = 0;
  let tried = '';
  const everything = panel.button('Try every setting', () => {
    const { w1, w2, b, right: most, tried: count } = search(DATA.XOR);
    tried = ` All ${count.toLocaleString('en')} settings of the sliders tried: the best has ${most}.`;
    panel.put({ w1, w2, b });
    best = Math.max(best, most);
    judge();
  });
  const why = html('details', {}, html('summary', {}, 'Why no neuron can'), html('p', {}, PROOF));
  const judge = () => {
    const { data, ...neuron } = values();
    const [count, all] = [right(neuron, DATA[data]), DATA[data].length];
    const xor = data === 'XOR';
    best = xor ? Math.max(best, count) : 0;
    everything.hidden = !xor;
    why.hidden = !xor || best < 3;
    panel.aim.textContent = xor
      ? 'get all 4 corners of XOR right, or find out why you cannot.'
      : `get all ${all} points on their own side: squares orange, circles blue.`;
    const reached = xor ? Boolean(tried) : count === all;
    const next = xor ? `, ${best} at best.${tried}` : count === all ? ': solved. Now choose the points XOR.' : '.';
    panel.tell(`${count} of ${all} right${next}`, reached);
  };
  const controls = html(
    'fieldset', { class: 'dlf-controls' }, html('legend', { class: 'dlf-hidden' }, 'The neuron'),
    panel.select('data', 'points'), panel.select('act', 'activation'),
    panel.slider('w1', 'w₁'), panel.slider('w2', 'w₂'), panel.slider('b', 'b'),
    panel.slider('x1', 'x₁'), panel.slider('x2', 'x₂'),
  );
  const picture = drawPlane(panel, values);
  const goal = panel.goal('');
  panel.on(['data'], () => (tried = ''));
  panel.on(['guess'], () => picture.classList.toggle('dlf-locked', !panel.get('guess')));
  panel.root.append(
    panel.predict(QUESTION, controls),
    html('div', { class: 'dlf-columns' }, picture, html('div', {}, drawSum(panel, values), controls)),
    goal, why, panel.actions(() => torch(values()), everything),
  );
  panel.on(['w1', 'w2', 'b', 'data'], judge);
  return () => panel.dispose();
}

export default { state, render };
