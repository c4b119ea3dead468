// Gradient descent on a line: a start, a slope, a step; and the learning rate at which the steps stop leading down.
import { Panel, html, num, path, set, svg } from './kit.mjs';
import { GONE, LOSSES, above, descend, torch, valley } from './gradient_descent-math.mjs';

export const state = {
  loss: { among: Object.keys(LOSSES) },
  lr: { min: 0.01, max: 1.3, step: 0.01 },
  x: { min: -2.4, max: 2.4, step: 0.05 },
  step: { min: 0, max: 40, step: 1 },
  guess: { among: ['', 'settles', 'circles', 'away'] },
};
const QUESTION = {
  ask: 'The bowl is x², so the slope at x is 2x. With a learning rate of 1.1, where does the point go?',
  choices: { settles: 'to the lowest place', circles: 'to and fro between two places', away: 'further and further away' },
  right: 'away',
  because: 'A step goes from x to x − 1.1 · 2x, which is −1.2 x: over the middle, and out further than before. Set the rate and see.',
};
const [WIDE, HIGH, EDGE] = [360, 260, 2.5];
const X = (x) => ((x + EDGE) / (2 * EDGE)) * WIDE;

/** The loss over x, the steps on it, the tangent where the point is, and the start, a handle. */
function drawLoss(panel, values) {
  const line = (name) => svg('path', { class: name });
  const [curve, tangent, steps, next] = ['dlf-curve', 'dlf-line dlf-tangent', 'dlf-line', 'dlf-arrow'].map(line);
  const dots = svg('g');
  const start = svg('g', {}, svg('circle', { r: 22, class: 'dlf-grip' }), svg('path', { d: 'M0 -9L9 0L0 9L-9 0Z', class: 'dlf-knob' }));
  panel.drag(start, ({ x }) => panel.put({ x: (x / WIDE) * 2 * EDGE - EDGE }));
  const ticks = [-2, -1, 0, 1, 2].map((x) =>
    svg('text', { x: X(x), y: HIGH + 15, 'text-anchor': 'middle', class: 'dlf-small' }, num(x, 0)),
  );
  const node = svg(
    'svg',
    { viewBox: `0 0 ${WIDE} ${HIGH + 20}`, role: 'img', 'aria-label': 'The loss over x, with the steps taken', class: 'dlf-drawing' },
    svg('path', { d: `M0 ${HIGH}H${WIDE}`, class: 'dlf-line dlf-axis' }),
    ticks,
    curve,
    tangent,
    steps,
    dots,
    next,
    start,
  );
  const draw = (places) => {
    const { loss, lr } = values();
    const { f, slope, top } = LOSSES[loss];
    const low = loss === 'two valleys' ? -2.2 : 0;
    const Y = (y) => HIGH - 8 - ((y - low) / (top - low)) * (HIGH - 16);
    const inside = (x) => Math.abs(x) <= EDGE && f(x) <= top;
    const xs = Array.from({ length: 121 }, (_, i) => -EDGE + (i * EDGE) / 60);
    set(curve, { d: path(xs, (x) => (inside(x) ? [X(x), Y(f(x))] : null)) });
    const seen = places.filter(inside);
    set(steps, { d: path(places, (x) => (inside(x) ? [X(x), Y(f(x))] : null)) });
    dots.replaceChildren(...seen.slice(1).map((x) => svg('circle', { cx: X(x), cy: Y(f(x)), r: 5, class: 'dlf-orange dlf-point' })));
    const at = places.at(-1);
    const here = inside(at);
    for (const part of [tangent, next]) part.style.display = here ? '' : 'none';
    set(start, { transform: `translate(${X(places[0])} ${Y(f(places[0]))})` });
    if (!here) return;
    const reach = 0.7;
    const touch = (x) => `${X(x)} ${Y(f(at) + slope(at) * (x - at))}`;
    set(tangent, { d: `M${touch(at - reach)}L${touch(at + reach)}` });
    const to = Math.min(EDGE, Math.max(-EDGE, at - lr * slope(at)));
    set(next, { d: `M${X(at)} ${HIGH - 3}H${X(to)}` });
  };
  return { node, draw };
}

/** How far above the lowest loss after each step, a tenth for each line. */
function drawHistory() {
  const [high, left, low, top] = [150, 40, -6, 2];
  const marks = svg('g');
  const curve = svg('path', { class: 'dlf-curve dlf-thin' });
  const Y = (power) => 8 + ((top - power) / (top - low)) * (high - 16);
  const at = (step) => left + (step / state.step.max) * (WIDE - left - 8);
  const lines = [2, 0, -2, -4, -6].map((power) => [
    svg('path', { d: `M${left} ${Y(power)}H${WIDE}`, class: 'dlf-line dlf-axis' }),
    svg('text', { x: left - 5, y: Y(power) + 4, 'text-anchor': 'end', class: 'dlf-small' }, power === 0 ? '1' : `10${{ 2: '²', '-2': '⁻²', '-4': '⁻⁴', '-6': '⁻⁶' }[power]}`),
  ]);
  const node = svg(
    'svg',
    { viewBox: `0 0 ${WIDE} ${high + 16}`, role: 'img', 'aria-label': 'How far the loss is above its lowest value, after each step' },
    lines.flat(),
    svg('text', { x: WIDE, y: high + 12, 'text-anchor': 'end', class: 'dlf-small' }, 'loss above the lowest, by step'),
    curve,
    marks,
  );
  const draw = (loss, places) => {
    const height = places.map((x) => Math.min(top, Math.max(low, Math.log10(Math.max(above(loss, x), 1e-12)))));
    set(curve, { d: path([...height.keys()], (i) => [at(i), Y(height[i])]) });
    marks.replaceChildren(...height.map((h, i) => svg('circle', { cx: at(i), cy: Y(h), r: 3, class: i ? 'dlf-orange' : 'dlf-blue' })));
  };
  return { node, draw };
}

/** What the learning rate does near the minimum, in words; the bound is 2 / curvature. */
function says(lr, { factor, bound }) {
  const word = factor >= 1 ? 'stays' : factor >= 0 ? 'walks in from one side' : factor > -1 ? 'jumps over it, and lands nearer' : 'jumps over it, and lands no nearer';
  return `Near this minimum each step multiplies the distance by ${num(factor)}: the point ${word}. The rate ${num(lr)} is ${lr < bound ? 'below' : 'not below'} the bound ${num(bound)}.`;
}

function render({ model, el }) {
  const panel = new Panel({ model, el }, state, 'Gradient descent');
  const values = () => Object.fromEntries(Object.keys(state).map((key) => [key, panel.get(key)]));
  const [loss, history] = [drawLoss(panel, values), drawHistory()];
  const words = html('p', { class: 'dlf-words' });
  const sum = html('tbody');
  const forward = (by) => panel.put({ step: panel.get('step') + by });
  const tick = () => (panel.get('step') < state.step.max ? forward(1) : panel.put({ step: 0 }));
  let count = 0;
  const frame = () => (count = (count + 1) % 6) || tick(); // a step each quarter of a second

  const controls = html(
    'fieldset', { class: 'dlf-controls' }, html('legend', { class: 'dlf-hidden' }, 'The run'),
    panel.select('loss', 'loss'), panel.slider('lr', 'rate', 2), panel.slider('x', 'start x', 2), panel.slider('step', 'steps', 0),
    html('div', { class: 'dlf-buttons' }, panel.play('Play', frame, () => forward(1))),
  );
  const caption = html('caption', {}, 'The next step');
  panel.root.append(
    panel.predict(QUESTION, controls),
    html('div', { class: 'dlf-columns dlf-even' },
      html('div', {}, loss.node, html('p', { class: 'dlf-note' }, 'Orange line: the slope where the point is. Green: its next step.'), history.node),
      html('div', {}, html('table', { class: 'dlf-meter' }, caption, sum), words, controls)),
    panel.goal('in the narrow bowl, from a start beyond 1 or −1, come within 0.001 of the lowest loss in at most 3 steps.'),
    panel.actions(() => torch(values())),
  );
  panel.on(['guess'], () => loss.node.classList.toggle('dlf-locked', !panel.get('guess')));
  panel.on(['loss', 'lr', 'x', 'step'], () => {
    const now = values();
    const places = descend(now);
    const at = places.at(-1);
    const { slope } = LOSSES[now.loss];
    loss.draw(places);
    history.draw(now.loss, places);
    const large = (v) => (Math.abs(v) < 1000 ? num(v, 3) : v.toExponential(1).replace('e+', 'e').replace('-', '−'));
    const rows = [
      ['x', large(at)],
      ['slope at x', large(slope(at))],
      ['step = − rate · slope', large(-now.lr * slope(at))],
      ['next x', large(at - now.lr * slope(at))],
    ].map(([name, value]) => html('tr', {}, html('th', { scope: 'row' }, name), html('td', { class: 'dlf-number' }, value)));
    sum.replaceChildren(...rows);
    const lost = 'The bound holds near the minimum. Out here the slope is steeper, and each step throws the point further.';
    words.textContent = Math.abs(at) < GONE || valley(now, at).factor <= -1 ? says(now.lr, valley(now, at)) : lost;
    const done = places.length - 1;
    const height = above(now.loss, at);
    const gone = Math.abs(at) >= GONE;
    const reached = now.loss === 'narrow bowl' && Math.abs(now.x) > 1 && done <= 3 && height < 0.001;
    const stand = gone ? 'the point flew away' : `${num(height, 4)} above the lowest loss`;
    panel.tell(`After ${done} step${done === 1 ? '' : 's'}: ${stand}.${reached ? ' Reached.' : ''}`, reached);
  });
  return () => panel.dispose();
}

export default { state, render };
