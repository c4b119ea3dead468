// Activations: one cursor on f, on f′ and on what ten layers leave of a gradient.
import { Panel, html, svg, set, num, path } from './kit.mjs';

export const LAYERS = 10;

export const state = {
  act: { among: ['sigmoid', 'tanh', 'ReLU', 'leaky ReLU', 'GELU'] },
  z: { min: -4, max: 4, step: 0.1 },
  w: { min: 0.5, max: 6, step: 0.1 },
  chain: { among: ['same', 'fed'] },
  guess: { among: ['', 'tenth', 'thousandth', 'millionth'] },
};

/** The error function by a series with positive terms alone, so that no digits cancel. */
function erf(x) {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; n < 150; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const below = (z) => (1 + erf(z / Math.SQRT2)) / 2; // the probability of a standard normal number below z
const density = (z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** By name: the function, its slope (at a kink that of PyTorch), and how to write it in PyTorch. */
export const ACTIVATIONS = {
  sigmoid: { f: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)), torch: 'torch.sigmoid' },
  tanh: { f: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2, torch: 'torch.tanh' },
  ReLU: { f: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0), torch: 'torch.relu' },
  'leaky ReLU': {
    f: (z) => (z > 0 ? z : 0.1 * z), slope: (z) => (z > 0 ? 1 : 0.1),
    torch: 'lambda z: F.leaky_relu(z, negative_slope=0.1)',
  },
  GELU: { f: (z) => z * below(z), slope: (z) => below(z) + z * density(z), torch: 'F.gelu' },
};

/** The weighted sum of each layer: all the same, or each made of the layer before. */
export function sums({ act, z, w, chain }) {
  const found = [z];
  while (found.length < LAYERS) found.push(chain === 'fed' ? w * ACTIVATIONS[act].f(found.at(-1)) : z);
  return found;
}

/** What is left of a gradient of 1 on its way back, after one layer, two, ... and all ten: slope, weight, slope. */
export function left(values) {
  const slopes = sums(values).map(ACTIVATIONS[values.act].slope).reverse();
  let gradient = 1 / values.w; // one weight fewer than slopes
  return slopes.map((slope) => (gradient *= values.w * slope));
}

/** A cell that reproduces the number on the meter. */
export function torch({ act, z, w, chain }) {
  const needsF = ACTIVATIONS[act].torch.includes('F.') ? 'import torch.nn.functional as F\n' : '';
  const name = ACTIVATIONS[act].torch;
  const head = `import torch\n${needsF}
${name.startsWith('lambda') ? `def f(${name.slice(7).replace(': ', '):\n    return ')}\n\n` : `f = ${name}`}
z = torch.tensor(${z.toFixed(1)}, dtype=torch.float64, requires_grad=True)
`;
  return chain === 'fed'
    ? `${head}a = f(z)
for _ in range(${LAYERS - 1}):
    a = f(${w} * a)
a.backward()
print(f"left after ${LAYERS} layers: {z.grad.item():.3e}")
`
    : `${head}f(z).backward()
print(f"left after ${LAYERS} layers: {z.grad.item() ** ${LAYERS} * ${w} ** ${LAYERS - 1}:.3e}")
`;
}

/** A number with three digits, as a power of ten where it is very small or large. */
function sci(value) {
  const size = Math.abs(value);
  if (size === 0 || (size >= 0.01 && size < 1000)) return num(value, size < 1 && size > 0 ? 3 : 2);
  const [digits, power] = value.toExponential(1).split('e');
  const raised = [...String(Number(power))].map((c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[c])).join('');
  return `${digits.replace('-', '−')} · 10${raised}`;
}

const WIDTH = 360;
const LEFT = 44;
const X = (z) => LEFT + ((z + 4) / 8) * (WIDTH - LEFT - 10);
const GRID = Array.from({ length: 241 }, (_, i) => (i - 120) / 30);
const PANELS = {
  f: { name: 'f(z)', top: 24, height: 112, low: -1.2, high: 3, ticks: [-1, 0, 1, 2, 3] },
  slope: { name: 'slope f′(z)', top: 170, height: 96, low: -0.2, high: 1.2, ticks: [0, 0.25, 0.5, 1] },
  left: { name: 'left after 10 layers', top: 300, height: 112, low: -9, high: 3, ticks: [-9, -6, -3, 0, 3] },
};
const HEIGHT = 440;
const place = ({ top, height, low, high }, y) => top + height * (1 - (Math.min(high, Math.max(low, y)) - low) / (high - low));
const log = (value) => (value === 0 ? -Infinity : Math.log10(Math.abs(value)));

function frame({ name, top, height, low, high, ticks }, label) {
  const lines = ticks.map((t) => {
    const y = place({ top, height, low, high }, t);
    const text = svg('text', { x: LEFT - 6, y: y + 4, 'text-anchor': 'end', class: 'dlf-small' }, label(t));
    return [svg('path', { d: `M${LEFT} ${y}H${WIDTH - 10}`, class: 'dlf-line dlf-axis' }), text];
  });
  return svg('g', {}, lines.flat(), svg('text', { x: LEFT, y: top - 7 }, name));
}

function drawCurves(panel, values) {
  const power = (t) => (t ? `10${t < 0 ? '⁻' : ''}${'⁰¹²³⁴⁵⁶⁷⁸⁹'[Math.abs(t)]}` : '1');
  const curves = { f: svg('path', { class: 'dlf-curve' }), slope: svg('path', { class: 'dlf-curve' }), left: svg('path', { class: 'dlf-curve' }) };
  const dots = { f: svg('circle', { r: 7, class: 'dlf-cursor' }), left: svg('path', { d: 'M0 -8L8 0L0 8L-8 0Z', class: 'dlf-cursor' }) };
  const tangent = svg('path', { class: 'dlf-line dlf-tangent' });
  const cursor = svg('path', { class: 'dlf-line dlf-dashed' });
  const places = svg('g');
  const name = svg('text', { x: LEFT, 'text-anchor': 'middle' });
  const cover = svg('text', { x: (LEFT + WIDTH) / 2, y: PANELS.left.top + 62, 'text-anchor': 'middle', class: 'dlf-halo' }, 'answer the question to see this one');
  const grip = panel.drag(svg('rect', { width: WIDTH, height: HEIGHT, class: 'dlf-grip' }), ({ x }) =>
    panel.put({ z: ((x - LEFT) / (WIDTH - LEFT - 10)) * 8 - 4 }),
  );
  panel.on(Object.keys(state), () => {
    const now = values();
    const { f, slope } = ACTIVATIONS[now.act];
    const inside = ({ low, high }, y) => y >= low - 0.01 && y <= high + 0.01;
    set(curves.f, { d: path(GRID, (z) => inside(PANELS.f, f(z)) && [X(z), place(PANELS.f, f(z))]) });
    set(curves.slope, { d: path(GRID, (z) => [X(z), place(PANELS.slope, slope(z))]) });
    set(curves.left, { d: path(GRID, (z) => [X(z), place(PANELS.left, log(left({ ...now, z }).at(-1)))]) });
    for (const part of [curves.left, dots.left]) part.style.display = now.guess ? '' : 'none';
    cover.style.display = now.guess ? 'none' : '';

    const [at, y] = [X(now.z), place(PANELS.f, f(now.z))];
    const pixels = PANELS.f.height / (PANELS.f.high - PANELS.f.low); // the tangent may leave the panel
    const line = (z) => y - pixels * slope(now.z) * (z - now.z);
    set(tangent, { d: `M${X(now.z - 0.9)} ${line(now.z - 0.9)}L${X(now.z + 0.9)} ${line(now.z + 0.9)}` });
    set(cursor, { d: `M${at} ${PANELS.f.top}V${HEIGHT - 26}` });
    set(dots.f, { cx: at, cy: y });
    set(dots.left, { transform: `translate(${at} ${place(PANELS.left, log(left(now).at(-1)))})` });
    set(name, { x: at, y: HEIGHT - 8 }).textContent = `z = ${num(now.z, 1)}`;
    const layers = sums(now).map((z, i) => {
      const [x, h] = [X(Math.max(-4, Math.min(4, z))), place(PANELS.slope, slope(z))];
      return svg('circle', { cx: x, cy: h, r: i ? 4.5 : 7, class: i ? 'dlf-layer' : 'dlf-cursor' });
    });
    places.replaceChildren(...layers.reverse()); // the first layer, at the cursor, on top
  });
  const label = 'Three graphs over z: the activation, its slope, and what ten layers leave of a gradient, with one cursor through all';
  return svg(
    'svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label },
    frame(PANELS.f, String), frame(PANELS.slope, String), frame(PANELS.left, power),
    cursor, tangent, curves.f, curves.slope, curves.left, cover, places, dots.f, dots.left, name, grip,
  );
}

/** Ten bars on a scale of powers of ten: the gradient after each layer on its way back. */
function drawMeter(panel, values) {
  const [low, high] = [-9, 3];
  const rows = html('tbody');
  const zero = `left:${(-low / (high - low)) * 100}%`;
  panel.on(Object.keys(state), () => {
    const shown = panel.get('guess');
    const bars = left(values()).map((gradient, i) => {
      const at = Math.min(high, Math.max(low, log(gradient)));
      const [from, to] = [Math.min(0, at), Math.max(0, at)].map((v) => ((v - low) / (high - low)) * 100);
      const bar = html('span', { class: `dlf-bar ${at < 0 ? 'dlf-no' : 'dlf-yes'}`, style: `left:${from}%;width:${to - from}%` });
      const track = html('span', { class: 'dlf-level' }, html('span', { class: 'dlf-one', style: zero }), shown ? bar : '');
      const text = shown ? sci(gradient) : '?';
      return html('tr', {}, html('th', { scope: 'row' }, String(i + 1)), html('td', {}, track), html('td', { class: 'dlf-number' }, text));
    });
    rows.replaceChildren(...bars);
  });
  return html('table', { class: 'dlf-meter' }, html('caption', {}, 'Gradient left after this many layers (line: 1, all of it)'), rows);
}

const QUESTION = {
  ask: 'Ten sigmoids in a row, each at its steepest point, z = 0, where its slope is a quarter. How much of a gradient is left?',
  choices: { tenth: 'a tenth', thousandth: 'a thousandth', millionth: 'a millionth' },
  right: 'millionth',
  because: 'Ten quarters, multiplied, are about a millionth, and this is the best place. Now move the cursor.',
};

function render({ model, el }) {
  const panel = new Panel({ model, el }, state, 'How much gradient gets through ten layers?');
  const values = () => Object.fromEntries(Object.keys(state).map((key) => [key, panel.get(key)]));
  const WANTED = ['sigmoid', 'tanh', 'ReLU'];
  const kept = new Set();
  const judge = () => {
    const { act, guess, ...rest } = values();
    const gradient = left({ act, ...rest }).at(-1);
    if (!guess) return panel.tell('Answer first; then the controls are yours.', false);
    if (gradient >= 0.5 && gradient <= 2) kept.add(act);
    const done = WANTED.filter((name) => kept.has(name));
    const list = WANTED.map((name) => `${name} ${kept.has(name) ? '✓' : '–'}`).join(', ');
    const next = done.length < 3 ? '' : ' Now let each layer feed the next, with the sigmoid: does it last?';
    panel.tell(`Gradient left after 10 layers: ${sci(gradient)}. Kept so far: ${list}.${next}`, done.length === 3);
  };
  const controls = html(
    'fieldset', { class: 'dlf-controls' }, html('legend', { class: 'dlf-hidden' }, 'The chain of layers'),
    panel.select('act', 'activation'),
    panel.select('chain', 'layers', { same: 'all at the cursor', fed: 'each feeds the next' }),
    panel.slider('z', 'z'), panel.slider('w', 'weights w'),
  );
  const picture = drawCurves(panel, values);
  panel.on(['guess'], () => picture.classList.toggle('dlf-locked', !panel.get('guess')));
  const step = () => panel.put({ z: panel.get('z') >= 4 ? -4 : panel.get('z') + 0.5 });
  const buttons = panel.play('Sweep', () => panel.put({ z: panel.get('z') >= 4 ? -4 : panel.get('z') + 0.1 }), step);
  controls.append(html('div', { class: 'dlf-buttons' }, buttons));
  panel.root.append(
    panel.predict(QUESTION, controls),
    html('div', { class: 'dlf-columns' }, picture, html('div', {}, drawMeter(panel, values), controls)),
    panel.goal('let between a half and twice of the gradient through: with sigmoid, with tanh and with ReLU.'),
    panel.actions(() => torch(values())),
  );
  panel.on(Object.keys(state), judge);
  return () => panel.dispose();
}

export default { state, render };
