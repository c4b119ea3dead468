// Two nets play: a generator makes points, a discriminator judges them, and tells each point where to go.
import { Panel, html, svg, set, num, path } from './kit.mjs';
import { heatmap } from './canvas.mjs';
import { GAMES, Game, MANY, SIDE, TARGETS, coverage, distance, painted } from './gan-math.mjs';
import { torch } from './gan-torch.mjs';

const among = (...values) => ({ among: values });
const rate = among('0.0005', '0.001', '0.002', '0.005', '0.01');
const ROWS = Array.from({ length: SIDE }, (_, i) => `row${i}`);
const RULES = ['target', 'loss', 'k', 'rateD', 'rateG', 'seed'];

const OWN = 'your own';

export const state = {
  target: among(...Object.keys(TARGETS), OWN),
  loss: among(...Object.keys(GAMES)),
  k: { min: 1, max: 5, step: 1 },
  rateD: rate,
  rateG: rate,
  seed: { min: 1, max: 9, step: 1 },
  rounds: { min: 0, max: 6000, step: 1 },
  guess: among('', 'all', 'stays', 'hops'),
  ...Object.fromEntries(ROWS.map((row) => [row, { min: 0, max: 2 ** SIDE - 1, step: 1 }])),
};

const preset = (loss, k, rateD, rateG) => ({ loss, k, rateD, rateG });
const PRESETS = {
  Collapses: preset('non-saturating', 1, '0.002', '0.002'),
  'Gets stuck': preset('non-saturating', 5, '0.005', '0.001'),
  'Faster D': preset('non-saturating', 1, '0.005', '0.001'),
  Wasserstein: preset('Wasserstein, penalty', 2, '0.005', '0.001'),
};
const REACH = 1.3; // the plane goes from -REACH to REACH
const SIZE = 320;
const CELLS = 40; // of the heat map, in a row
const at = (v) => (SIZE / 2) * (1 + v / REACH);
const spot = (X, i) => [at(X[2 * i]), at(-X[2 * i + 1])];
const UNIT = at(0.24) - at(0); // a cell of the reader's own target
const CORNER = (SIZE - SIDE * UNIT) / 2;
const DARTS = 24;
const EVERY = 10; // rounds between two measurements

const dots = (X) => Array.from({ length: X.length / 2 }, (_, i) => `M${spot(X, i).map((v) => v.toFixed(1)).join(' ')}h0`).join('');

/** A dart to where the generator's loss falls for a point; steep slopes are drawn shorter, never over 80 pixels. */
function dart(made, push, i) {
  const [x, y] = spot(made, i);
  const [dx, dy] = [push[2 * i], -push[2 * i + 1]];
  const steep = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / steep, dy / steep];
  const length = (80 * steep) / (steep + 1);
  const corners = [[x - 1.8 * uy, y + 1.8 * ux], [x + length * ux, y + length * uy], [x + 1.8 * uy, y - 1.8 * ux]];
  return `M${corners.map((corner) => corner.map((v) => v.toFixed(1)).join(' ')).join('L')}z`;
}

/** The plane: what the discriminator says as colors, real points, made points with darts, and the cells to paint. */
function drawPlane(panel) {
  const map = heatmap({ rows: CELLS, cols: CELLS, label: '', full: 0.5 });
  const [real, push, made, cells] = ['real', 'push', 'made', 'cells'].map((name) => svg('path', { class: `dlf-gan-${name}` }));
  const pen = svg('rect', { width: UNIT, height: UNIT, class: 'dlf-gan-pen' });
  const size = { viewBox: `0 0 ${SIZE} ${SIZE}`, class: 'dlf-drawing' };
  const label = 'Real points, made points with darts, and what D says as colors';
  const help = 'Your target: arrow keys move, Space paints or clears a cell';
  const paper = svg('g', { tabindex: 0, role: 'application', 'aria-label': help, 'data-lm-suppress-shortcuts': 'true' });
  paper.append(svg('rect', { width: SIZE, height: SIZE, class: 'dlf-grip' }), cells, pen);
  const picture = svg('svg', { ...size, role: 'img', 'aria-label': label }, real, push, made);
  const easel = svg('svg', size, paper);

  const cell = (c, r) => ({ x: CORNER + c * UNIT, y: CORNER + r * UNIT });
  const painted = (c, r) => (panel.get(`row${r}`) >> c) & 1;
  let [c, r, brush] = [4, 4, null];
  const go = (column, row) => {
    [c, r] = [column, row].map((v) => Math.min(SIDE - 1, Math.max(0, v)));
    set(pen, cell(c, r));
  };
  const paint = (to) => to !== painted(c, r) && panel.put({ rounds: 0, [`row${r}`]: panel.get(`row${r}`) ^ (1 << c) });
  panel.drag(paper, ({ x, y }) => {
    go(Math.floor((x - CORNER) / UNIT), Math.floor((y - CORNER) / UNIT));
    brush ??= 1 - painted(c, r);
    paint(brush);
  });
  const onkeydown = (event) => {
    const move = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0], ' ': [0, 0] }[event.key];
    if (!move) return;
    event.preventDefault();
    if (event.key === ' ') paint(1 - painted(c, r));
    go(c + move[0], r + move[1]);
    panel.tell(`Row ${r + 1}, column ${c + 1}: ${painted(c, r) ? 'painted' : 'empty'}.`, false);
  };
  set(paper, { onkeydown, onpointerup: () => (brush = null) });
  go(c, r);

  const grid = Float64Array.from({ length: 2 * CELLS * CELLS }, (_, i) => {
    const place = (n) => (2 * REACH * (n + 0.5)) / CELLS - REACH;
    return i % 2 ? -place(Math.floor(i / 2 / CELLS)) : place((i >> 1) % CELLS);
  });
  const draw = (game, { made: points, push: slopes }) => {
    const says = (X) => game.D.forward(X).values.at(-1);
    const mean = (X) => says(X).reduce((sum, v) => sum + v / MANY, 0);
    // a critic has no zero of its own: its middle is half way between what it says of real and of made points
    const critic = game.rules.loss.startsWith('Wasserstein');
    const [yes, no] = critic ? [mean(game.real), mean(points)] : [2, -2];
    map.draw(says(grid).map((z) => Math.tanh((2 * z - yes - no) / (Math.abs(yes - no) + 1e-6))));
    set(real, { d: dots(game.real) });
    set(made, { d: dots(points) });
    set(push, { d: Array.from({ length: DARTS }, (_, i) => dart(points, slopes, i)).join('') });
  };
  const node = html('div', { class: 'dlf-gan-plane' }, map.node, picture, easel);
  panel.on(['target', ...ROWS], () => {
    easel.style.display = panel.get('target') === OWN ? '' : 'none';
    const all = Array.from({ length: SIDE * SIDE }, (_, i) => [i % SIDE, Math.floor(i / SIDE)]);
    const square = ({ x, y }) => `M${x} ${y}h${UNIT}v${UNIT}h-${UNIT}z`;
    set(cells, { d: all.filter((at) => painted(...at)).map((at) => square(cell(...at))).join('') });
  });
  return { node, draw };
}

/** Over the rounds: which share of the parts holds points, and the distance to the data. */
function drawCurves() {
  const [W, H] = [340, 110];
  const Y = (v) => 42 + H * (1 - Math.min(1, v));
  const [held, far, floor] = ['held', 'far', 'floor'].map((name) => svg('path', { class: `dlf-line dlf-gan-${name}` }));
  const text = (x, y, words, anchor) => svg('text', { x, y, class: 'dlf-small', 'text-anchor': anchor ?? null }, words);
  const last = text(W, Y(0) + 16, '', 'end');
  const label = 'Both numbers over the rounds';
  const node = svg(
    'svg', { viewBox: `0 0 ${W} ${Y(0) + 22}`, role: 'img', 'aria-label': label },
    svg('path', { d: `M0 14h24`, class: 'dlf-line dlf-gan-held' }), text(30, 18, 'parts that hold points, none to all'),
    svg('path', { d: `M0 30h24`, class: 'dlf-line dlf-gan-far' }), text(30, 34, 'distance, 0 to 1 (dotted: real to real)'),
    svg('path', { d: `M0 ${Y(1)}H${W}M0 ${Y(0)}H${W}`, class: 'dlf-line dlf-axis' }), floor, held, far, last,
  );
  const draw = (seen, parts, real) => {
    const end = Math.max(200, seen.at(-1).round);
    const curve = (value) => path(seen, (p) => [(W * p.round) / end, Y(value(p))]);
    set(held, { d: curve((p) => p.covered / parts) });
    set(far, { d: curve((p) => p.distance) });
    set(floor, { d: `M0 ${Y(real)}H${W}` });
    last.textContent = `round ${end}`;
  };
  return { node, draw };
}

const QUESTION = {
  ask: 'Both nets learn at the same rate, one step each in turn. After some hundred rounds, where are the generator’s points?',
  choices: { all: 'on all eight clumps', stays: 'on one clump, for good', hops: 'on one or two, then on others' },
  right: 'hops',
  because:
    'It goes where D says “real”; D learns to say “made” there, and it moves on. Train and watch: mode collapse. Then try other rates, and more rounds.',
};

function render({ model, el }) {
  const panel = new Panel({ model, el }, state, 'A game of two nets');
  const get = (key) => panel.get(key);
  const plane = drawPlane(panel);
  const curves = drawCurves();
  const facts = html('tbody');
  let [game, played, seen, settings, waiting] = [null, 0, [], '', null];

  const measure = ({ made }) => ({ round: played, ...coverage(game.target, made), distance: distance(made, game.real) });
  const round = () => {
    game.round(get('k'), 1);
    played += 1;
    if (played % EVERY === 0) seen.push(measure(game.samples()));
  };
  const show = () => {
    if (!game) return panel.tell('Paint at least one cell.', false);
    const samples = game.samples();
    plane.draw(game, samples);
    const now = measure(samples);
    const { parts } = game.target;
    const floor = distance(game.real, game.other);
    const steep = Array.from({ length: MANY }, (_, i) => Math.hypot(samples.push[2 * i], samples.push[2 * i + 1]));
    const value = (v) => (v === undefined ? '–' : num(v));
    const rows = {
      'parts that hold points': `${now.covered} of ${parts}`,
      'points near the data': `${Math.round(100 * now.near)} %`,
      [`distance to the data (real to real ${num(floor)})`]: num(now.distance),
      'loss of D, loss of G': `${value(game.losses.D)}, ${value(game.losses.G)}`,
      'mean slope that G feels': num(steep.reduce((sum, v) => sum + v / MANY, 0)),
    };
    facts.replaceChildren(...Object.entries(rows).map(([name, text]) => html('tr', {}, html('th', { scope: 'row' }, name), html('td', {}, text))));
    curves.draw([...seen, now], parts, floor);
    const wanted = Math.ceil((7 * parts) / 8);
    panel.aim.textContent = `hold at least ${wanted} of ${parts} parts, with half of the points near the data.`;
    const reached = now.covered >= wanted && now.near >= 0.5;
    if (play.textContent === 'Train' || reached) panel.tell(`Round ${played}: ${rows['parts that hold points']}${reached ? ', reached' : ''}.`, reached);
  };
  // The figure is what its state says: rounds asked for by a link, by Python or under other rules are played here.
  const follow = () => {
    clearTimeout(waiting);
    const now = [...RULES, ...(get('target') === OWN ? ROWS : [])].map(get).join();
    if (now !== settings || get('rounds') < played) {
      const target = TARGETS[get('target')] ?? painted(ROWS.map(get));
      const rules = { loss: get('loss'), rateD: Number(get('rateD')), rateG: Number(get('rateG')) };
      game = target.parts ? new Game(target, get('seed'), rules) : null;
      [played, settings] = [0, now];
      seen = game ? [measure(game.samples())] : [];
    }
    spend(() => played < get('rounds'));
    if (game && played < get('rounds')) waiting = setTimeout(follow);
    show();
  };
  const spend = (more) => {
    const end = performance.now() + 25;
    while (game && more() && performance.now() < end) round();
  };
  const act = (move) => () => {
    if (!game || played < get('rounds')) return;
    move();
    panel.put({ rounds: played });
    show();
  };
  const [play, step] = panel.play('Train', act(() => spend(() => played < state.rounds.max)), act(round));
  play.addEventListener('click', show);
  const steps = [panel.button('Step D', act(() => game.round(1, 0))), panel.button('Step G', act(() => game.round(0, 1)))];
  const presets = Object.entries(PRESETS).map(([name, values]) => panel.button(name, () => panel.put({ rounds: 0, ...values })));
  const controls = html(
    'fieldset', { class: 'dlf-controls' }, html('legend', { class: 'dlf-hidden' }, 'The game'),
    html('div', { class: 'dlf-buttons' }, play, step, steps), html('div', { class: 'dlf-buttons' }, presets),
    panel.select('target', 'data', { [OWN]: 'your own: paint it' }), panel.select('loss', 'loss'),
    panel.select('rateD', 'rate of D'), panel.select('rateG', 'rate of G'),
    panel.slider('k', 'D steps, k', 0), panel.slider('seed', 'seed', 0),
  );
  const [real, made] = ['square', 'disc'].map((shape) => html('span', { class: `dlf-gan-${shape}` }));
  const key = html(
    'p', { class: 'dlf-gan-key' }, real, ' real ', made, ' made by G; a dart shows where D sends it. ',
    'Orange ground: D says “real”.',
  );
  panel.root.append(
    panel.predict(QUESTION, controls),
    html('div', { class: 'dlf-columns' }, html('div', {}, plane.node, key, curves.node), html('div', {}, html('table', { class: 'dlf-gan-facts' }, facts), controls)),
    panel.goal(''), panel.actions(() => (game ? torch(get('target'), game) : 'import torch')),
  );
  panel.on([...RULES, 'rounds', ...ROWS], follow);
  panel.undo.push(() => clearTimeout(waiting));
  return () => panel.dispose();
}

export default { state, render };
