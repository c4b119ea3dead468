// Diffusion: noises in the plane are led back, by the ideal denoiser to training points, by a net to the ring between.
import { Panel, html, set, svg } from './kit.mjs';
import { guess, count, place, points, shares, starts, way } from './diffusion-math.mjs';
import { torch } from './diffusion-torch.mjs';

const along = { min: -2.5, max: 2.5, step: 0.1 };
export const state = {
  denoiser: { among: ['ideal', 'net'] },
  t: { min: 0, max: 1, step: 0.02 },
  steps: { min: 1, max: 50, step: 1 },
  x: along, y: along,
  guess: { among: ['', 'points', 'between', 'middle'] },
};
const QUESTION = {
  ask: 'The ideal denoiser guesses, of all denoisers, with the smallest squared error. Thirty noises follow its guesses back in 40 steps. Where do they end?',
  choices: { points: 'on training points', between: 'on the ring, also between points', middle: 'in the middle of all' },
  right: 'points',
  because: 'The best guess is the mean of the training points that can have become this. With little noise left that is one of them. Now take the net: it saw the same twelve points.',
};
const [SIZE, REACH, ROW, WANTED] = [320, 2.6, 9, 15];
const spot = ([x, y]) => [(SIZE / 2) * (1 + x / REACH), (SIZE / 2) * (1 - y / REACH)].map((v) => v.toFixed(1)).join(' ');
const value = ({ x, y }) => ({ x: (x / (SIZE / 2) - 1) * REACH, y: (1 - y / (SIZE / 2)) * REACH });
const line = (places) => `M${places.map(spot).join('L')}`;
const dots = (places) => places.map((z) => `M${spot(z)}h0`).join('');
const field = Array.from({ length: ROW * ROW }, (_, i) => [i % ROW, Math.floor(i / ROW)].map((n) => (n / (ROW - 1) - 0.5) * 4.6));

/** A dart from z towards where less noise leads, at most a third of the grid's pitch long. */
function dart(denoiser, z, t) {
  const goal = guess(denoiser, z, t).map((v, i) => (v - z[i]) / t);
  const far = Math.hypot(...goal) || 1;
  const [ux, uy] = goal.map((v) => v / far);
  const long = 0.42 * Math.min(1, far);
  const [a, b] = [[z[0] - 0.035 * uy, z[1] + 0.035 * ux], [z[0] + 0.035 * uy, z[1] - 0.035 * ux]];
  return `M${[a, [z[0] + long * ux, z[1] + long * uy], b].map(spot).join('L')}z`;
}

function drawPlane(panel) {
  const part = (name, kind = 'path') => svg(kind, { class: `dlf-diffusion-${name}` });
  const [darts, ways, noises, marked, leap] = ['darts', 'ways', 'noises', 'marked', 'leap'].map((name) => part(name));
  const squares = points.map(() => part('point', 'rect'));
  const [here, aim] = [part('here', 'circle'), part('aim')];
  const ring = svg('g', {}, svg('circle', { r: 18, class: 'dlf-grip' }), svg('circle', { r: 8, class: 'dlf-ring' }));
  const label = 'Training points as squares, thirty noises as discs on their way, a marked way with its guess, and arrows';
  const picture = svg('svg', { viewBox: `0 0 ${SIZE} ${SIZE}`, class: 'dlf-drawing', role: 'img', 'aria-label': label }, darts, ways, squares, noises, leap, marked, here, aim);
  const easel = svg('svg', { viewBox: `0 0 ${SIZE} ${SIZE}`, class: 'dlf-drawing' }, ring);
  panel.drag(ring, (at) => panel.get('guess') && panel.put(value(at)));
  const show = ({ denoiser, t, start, told }, paths, own) => {
    const z = place(own, t);
    const share = denoiser === 'ideal' && t > 0 ? shares(z, t) : null;
    squares.forEach((square, i) => {
      const side = told && share ? 5 + 13 * Math.sqrt(share[i]) : 8;
      const [x, y] = spot(points[i]).split(' ').map(Number);
      set(square, { x: (x - side / 2).toFixed(1), y: (y - side / 2).toFixed(1), width: side.toFixed(1), height: side.toFixed(1) });
    });
    set(darts, { d: t > 0 ? field.map((at) => dart(denoiser, at, t)).join('') : '' });
    set(ways, { d: told ? paths.map(line).join('') : '' });
    set(noises, { d: dots(paths.map((places) => place(places, t))) });
    set(marked, { d: told ? line(own) : '' });
    const [cx, cy] = spot(z).split(' ');
    set(here, { cx, cy, r: told ? 5 : 0 });
    const goal = t > 0 ? guess(denoiser, z, t) : z;
    const [gx, gy] = spot(goal).split(' ').map(Number);
    set(leap, { d: told ? line([z, goal]) : '' });
    set(aim, { d: told && t > 0 ? `M${gx - 6} ${gy - 6}l12 12m0 -12l-12 12` : '' });
    set(ring, { transform: `translate(${spot(start)})` });
  };
  return { node: html('div', { class: 'dlf-gan-plane' }, picture, easel), show };
}

function render({ model, el }) {
  const panel = new Panel({ model, el }, state, 'The way back from noise');
  const get = (key) => panel.get(key);
  const now = () => ({ denoiser: get('denoiser'), t: get('t'), steps: get('steps'), start: [get('x'), get('y')], told: Boolean(get('guess')) });
  const plane = drawPlane(panel);
  const less = () => panel.put({ t: get('t') > 0 ? get('t') - state.t.step : 1 });
  const controls = html(
    'fieldset', { class: 'dlf-controls' }, html('legend', { class: 'dlf-hidden' }, 'The way back'),
    html('div', { class: 'dlf-buttons' }, panel.play('Less noise', less, less)),
    panel.slider('t', 'noise left, t', 2), panel.select('denoiser', 'denoiser', { ideal: 'the ideal one', net: 'a small net' }),
    panel.slider('steps', 'steps', 0), panel.slider('x', 'start, x'), panel.slider('y', 'start, y'),
  );
  const key = html('p', { class: 'dlf-note' }, 'Squares: training points. Discs: thirty noises on their way. Arrows: where less noise leads. After your answer, the ring is a start that you can drag; ✕ is what the denoiser guesses from there. The larger a square, the more it counts in the ideal guess.');
  panel.root.append(
    panel.predict(QUESTION, controls),
    html('div', { class: 'dlf-columns dlf-even' }, html('div', {}, plane.node), html('div', {}, controls, key)),
    panel.goal(`at noise 0, at least ${WANTED} of ${starts.length} points that are on the ring and no copies. There are two ways.`),
    panel.actions(() => torch(now())),
  );
  let [made, paths] = ['', []];
  const show = () => {
    const { denoiser, t, steps, start, told } = now();
    if (made !== `${denoiser} ${steps}`) [made, paths] = [`${denoiser} ${steps}`, starts.map((z) => way(denoiser, z, steps))];
    plane.show(now(), paths, way(denoiser, start, steps));
    const { copies, between } = count(paths.map((places) => place(places, t)));
    const reached = told && t === 0 && between >= WANTED;
    panel.tell(`At noise ${t.toFixed(2)}: ${copies} of ${starts.length} are copies, ${between} on the ring between.${reached ? ' Reached.' : ''}`, reached);
  };
  panel.on(['guess'], () => plane.node.classList.toggle('dlf-locked', !get('guess')));
  panel.on(Object.keys(state), show);
  return () => panel.dispose();
}

export default { state, render };
