// The optimizer race: SGD, momentum, RMSprop and Adam from one start, over one surface, through the same noise.
import { contour } from './canvas.mjs';
import { Panel, html, num, path, set, svg } from './kit.mjs';
import { ALPHA, RUNNERS, STEPS, SURFACES, height, race, torch } from './optimizer_race-math.mjs';

const RATES = ['0.001', '0.003', '0.01', '0.02', '0.04', '0.05', '0.1', '0.3', '1'];
export const state = {
  surface: { among: Object.keys(SURFACES) },
  x: { min: -3, max: 3, step: 0.05 },
  y: { min: -2, max: 2, step: 0.05 },
  step: { min: 0, max: STEPS, step: 1 },
  SGD: { among: RATES },
  momentum: { among: RATES },
  RMSprop: { among: RATES },
  Adam: { among: RATES },
  beta: { min: 0, max: 0.99, step: 0.01 },
  seed: { min: 0, max: 99, step: 1 },
  guess: { among: ['', 'steep', 'flat', 'start'] },
};
const QUESTION = {
  ask: 'Across the ravine the loss is forty times as steep as along it. What keeps plain SGD from a larger rate?',
  choices: { steep: 'the steep direction', flat: 'the flat direction', start: 'the far start' },
  right: 'steep',
  because: 'Across, a rate over 2/40 makes each step land further out. With what is allowed, the flat way is walked in tiny steps.',
};
const [WIDE, HIGH] = [360, 270];
/** The mark that a runner leaves: a shape for each, beside its hue and its dashes. */
const MARKS = {
  SGD: 'M0 -6A6 6 0 1 1 -.01 -6Z',
  momentum: 'M-5.5 -5.5H5.5V5.5H-5.5Z',
  RMSprop: 'M0 -7L7 6H-7Z',
  Adam: 'M0 -8L8 0L0 8L-8 0Z',
};
const look = (name) => `dlf-race-${name.toLowerCase()}`;

/** The surface as lines of equal loss, the paths of the four, and the start, a handle. */
function drawMap(panel) {
  const [levels, paths, marks, goals] = ['dlf-levels', '', '', ''].map((name) => svg('g', { class: name || null }));
  const start = svg('g', {}, svg('circle', { r: 22, class: 'dlf-grip' }), svg('circle', { r: 8, class: 'dlf-knob' }));
  let [window, surface] = [[-3, 3, -2, 2], ''];
  const X = (x) => ((x - window[0]) / (window[1] - window[0])) * WIDE;
  const Y = (y) => ((window[3] - y) / (window[3] - window[2])) * HIGH;
  panel.drag(start, ({ x, y }) =>
    panel.put({
      x: window[0] + (x / WIDE) * (window[1] - window[0]),
      y: window[3] - (y / HIGH) * (window[3] - window[2]),
    }),
  );
  const node = svg(
    'svg',
    { viewBox: `0 0 ${WIDE} ${HIGH}`, role: 'img', 'aria-label': 'Lines of equal loss, and the path of each optimizer', class: 'dlf-drawing' },
    levels, goals, start, paths, marks,
  );
  const scene = (name) => {
    ({ window } = SURFACES[name]);
    const [cols, rows] = [72, 54];
    const grid = Array.from({ length: rows * cols }, (_, i) => {
      const x = window[0] + (((i % cols) + 0.5) / cols) * (window[1] - window[0]);
      const y = window[3] - ((Math.floor(i / cols) + 0.5) / rows) * (window[3] - window[2]);
      return height(name, [x, y]);
    });
    const scale = `scale(${WIDE / cols} ${HIGH / rows})`;
    const line = (level) => svg('path', { d: contour(grid.map((v) => v - level), rows, cols), transform: scale });
    levels.replaceChildren(...[0.03, 0.1, 0.3, 0.8, 2, 4, 8, 16, 32, 64].map(line));
    const cross = ([x, y]) => svg('path', { d: `M${X(x) - 6} ${Y(y)}h12M${X(x)} ${Y(y) - 6}v12`, class: 'dlf-line dlf-strong' });
    goals.replaceChildren(...SURFACES[name].minima.map(cross));
    surface = name;
  };
  const draw = (now, runs) => {
    if (now.surface !== surface) scene(now.surface);
    set(start, { transform: `translate(${X(now.x)} ${Y(now.y)})` });
    const seen = RUNNERS.map((name) => [name, runs[name].slice(0, now.step + 1)]);
    paths.replaceChildren(
      ...seen.map(([name, places]) => svg('path', { d: path(places, ([x, y]) => [X(x), Y(y)]), class: `dlf-race ${look(name)}` })),
    );
    marks.replaceChildren(
      ...seen.map(([name, places]) => {
        const [x, y] = places.at(-1);
        return svg('path', { d: MARKS[name], transform: `translate(${X(x)} ${Y(y)})`, class: `dlf-race-mark ${look(name)}` });
      }),
    );
  };
  return { node, draw };
}

/** The loss of each over the steps, on a logarithmic scale. */
function drawLosses() {
  const [high, left, low, top] = [190, 40, -6, 2];
  const Y = (power) => 8 + ((top - power) / (top - low)) * (high - 14);
  const at = (step) => left + (step / STEPS) * (WIDE - left - 8);
  const names = { 2: '100', 0: '1', '-2': '10⁻²', '-4': '10⁻⁴', '-6': '10⁻⁶' };
  const lines = [2, 0, -2, -4, -6].map((power) => [
    svg('path', { d: `M${left} ${Y(power)}H${WIDE}`, class: 'dlf-line dlf-axis' }),
    svg('text', { x: left - 5, y: Y(power) + 4, 'text-anchor': 'end', class: 'dlf-small' }, names[power]),
  ]);
  const [curves, marks] = [svg('g'), svg('g')];
  const now = svg('path', { class: 'dlf-line dlf-dashed' });
  const label = svg('text', { x: WIDE, y: high + 12, 'text-anchor': 'end', class: 'dlf-small' }, `loss, over ${STEPS} steps`);
  const aria = { role: 'img', 'aria-label': 'The loss of each optimizer over the steps' };
  const node = svg('svg', { viewBox: `0 0 ${WIDE} ${high + 16}`, ...aria }, lines.flat(), label, now, curves, marks);
  const draw = (surface, step, runs) => {
    const level = (place) => Y(Math.min(top, Math.max(low, Math.log10(Math.max(height(surface, place), 1e-12)))));
    set(now, { d: `M${at(step)} 8V${high - 6}` });
    curves.replaceChildren(
      ...RUNNERS.map((name) =>
        svg('path', { d: path([...runs[name].keys()], (i) => (i <= step ? [at(i), level(runs[name][i])] : null)), class: `dlf-race ${look(name)}` }),
      ),
    );
    marks.replaceChildren(
      ...RUNNERS.map((name) => {
        const last = Math.min(step, runs[name].length - 1);
        return svg('path', { d: MARKS[name], transform: `translate(${at(last)} ${level(runs[name][last])}) scale(.75)`, class: `dlf-race-mark ${look(name)}` });
      }),
    );
  };
  return { node, draw };
}

function render({ model, el }) {
  const panel = new Panel({ model, el }, state, 'The optimizer race');
  const values = () => Object.fromEntries(Object.keys(state).map((key) => [key, panel.get(key)]));
  const [map, losses] = [drawMap(panel), drawLosses()];
  const forward = (by) => panel.put({ step: panel.get('step') + by });
  const frame = () => (panel.get('step') < STEPS ? forward(1) : panel.put({ step: 0 }));
  const key = (name) => svg('svg', { viewBox: '-22 -9 44 18', class: 'dlf-race-key', 'aria-hidden': 'true' },
    svg('path', { d: 'M-22 0H22', class: `dlf-race ${look(name)}` }), svg('path', { d: MARKS[name], class: `dlf-race-mark ${look(name)}` }));
  const rates = RUNNERS.map((name) => {
    const row = panel.select(name, name);
    row.querySelector('label').prepend(key(name));
    return row;
  });
  const controls = html(
    'fieldset', { class: 'dlf-controls' }, html('legend', { class: 'dlf-hidden' }, 'The race'),
    html('div', { class: 'dlf-columns dlf-even' },
      html('div', {}, html('p', { class: 'dlf-note' }, `The learning rate of each; β is the memory of momentum and Adam, RMSprop has α = ${ALPHA}.`), rates, panel.slider('beta', 'β', 2)),
      html('div', {}, panel.select('surface', 'surface'), panel.slider('x', 'start x', 2), panel.slider('y', 'start y', 2),
        panel.slider('seed', 'seed', 0), panel.slider('step', 'steps', 0),
        html('div', { class: 'dlf-buttons' }, panel.play('Play', frame, () => forward(1))))),
  );
  panel.root.append(
    panel.predict(QUESTION, controls),
    html('div', { class: 'dlf-columns dlf-even' },
      html('div', {}, map.node, html('p', { class: 'dlf-note' }, 'Lines join places of equal loss; crosses are the lowest. Drag the white start.')),
      losses.node),
    controls,
    panel.goal('turn the ravine, keep the start, and bring Adam below 0.001 within 100 steps.'),
    panel.actions(() => torch(values())),
  );
  let [runs, last] = [null, ''];
  panel.on(['guess'], () => map.node.classList.toggle('dlf-locked', !panel.get('guess')));
  panel.on(Object.keys(state), () => {
    const now = values();
    const recipe = JSON.stringify({ ...now, step: 0, guess: '' });
    if (recipe !== last) [runs, last] = [race(now), recipe];
    map.draw(now, runs);
    losses.draw(now.surface, now.step, runs);
    const stand = RUNNERS.map((name) => {
      const gone = runs[name].length <= now.step;
      const place = runs[name][Math.min(now.step, runs[name].length - 1)];
      return [name, gone ? Infinity : height(now.surface, place)];
    }).sort((a, b) => a[1] - b[1]);
    const tell = (v) => (v === Infinity ? 'flew away' : v < 1e-4 ? v.toExponential(0).replace('-', '−') : num(v, 4));
    const adam = stand.find(([name]) => name === 'Adam')[1];
    const reached = now.surface === 'turned ravine' && now.x === -2.5 && now.y === 1.5 && now.step <= 100 && adam < 0.001;
    const lead = stand[0][1] < stand[1][1] ? `${stand[0][0]} leads. ` : '';
    panel.tell(`After ${now.step} steps ${lead}${stand.map(([name, v]) => `${name} ${tell(v)}`).join(', ')}.${reached ? ' Reached.' : ''}`, reached);
  });
  return () => panel.dispose();
}

export default { state, render };
