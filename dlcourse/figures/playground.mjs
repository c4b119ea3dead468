// A net learns to part points in the plane: each neuron's own picture, its weights, its line, and the curves.
import { Panel, html, num } from './kit.mjs';
import { ACTS, KINDS, OWN, Training, parse, torch, write } from './playground-math.mjs';
import { REACH, STEPS, STRIDE, drawCurves, drawNet, drawPlane, look } from './playground-views.mjs';

const RATES = ['0.03', '0.003', '0.01', '0.1', '0.3'];
const NEURONS = [1, 2, 3].flatMap((layer) => [1, 2, 3, 4, 5, 6, 7, 8].map((k) => `${layer}.${k}`));
const width = (min) => ({ min, max: 8, step: 1 });

export const state = {
  data: { among: KINDS },
  noise: { min: 0, max: 0.3, step: 0.05 },
  split: { min: 0.2, max: 0.8, step: 0.1 },
  own: { pattern: OWN },
  h1: width(1),
  h2: width(0),
  h3: width(0),
  act: { among: Object.keys(ACTS) },
  lr: { among: RATES },
  seed: { min: 0, max: 99, step: 1 },
  step: { min: 0, max: STEPS, step: STRIDE },
  focus: { among: ['', ...NEURONS] },
  guess: { among: ['', 'straight', 'polygon', 'curve'] },
};
const RECIPE = Object.keys(state).slice(0, 10);

const SUBSCRIPT = '₀₁₂₃₄₅₆₇₈';
const percent = (part) => (Number.isNaN(part) ? '–' : `${Math.round(100 * part)} %`);

const QUESTION = {
  ask: 'Keep the layers and make every activation linear. What border can the net draw then, however many neurons it has?',
  choices: { straight: 'a straight line', polygon: 'a polygon', curve: 'a curve' },
  right: 'straight',
  because:
    'A linear function of a linear function is linear. Choose it and see; with ReLU the border bends on the dashed lines.',
};

/** What one hidden neuron gets and gives, in words. */
function describe(net, focus) {
  const [l, k] = focus.split('.').map((n) => n - 1);
  const { W, b, inputs, act } = net.layers[l];
  const next = net.layers[l + 1];
  const signed = (v, name) => `${v < 0 ? '− ' : '+ '}${num(Math.abs(v))}${name}`;
  const gets = Array.from({ length: inputs }, (_, i) =>
    signed(W[k * inputs + i], l ? ` a${SUBSCRIPT[i + 1]}` : ` x${SUBSCRIPT[i + 1]}`),
  );
  const gives = Array.from({ length: next.outputs }, (_, o) => num(next.W[o * next.inputs + k]));
  const inside = [...gets, signed(b[k], '')].join(' ').replace(/^\+ /, '');
  return `Neuron ${k + 1} of layer ${l + 1} alone: a = ${act}(${inside}). The line is where this sum is 0. Its outgoing weights: ${gives.join(', ')}.`;
}

function render({ model, el }) {
  const panel = new Panel({ model, el }, state, 'A playground for nets');
  const values = () => Object.fromEntries(Object.keys(state).map((key) => [key, panel.get(key)]));
  const add = (x1, x2) => {
    const list = parse(panel.get('own'));
    if (!panel.get('guess') || list.length === 60) return;
    const snap = (v) => Math.max(-REACH, Math.min(REACH, v)) || 0; // never -0
    panel.put({ own: write([...list, [snap(x1), snap(x2), Number(box.label.value)]]) });
  };
  const [plane, drawing, curves] = [drawPlane(panel, add), drawNet(panel), drawCurves(panel)];
  const words = html('p', { class: 'dlf-words' });
  let training = null;

  const show = () => {
    const now = values();
    const moment = training.at(now.step);
    const net = training.shown;
    const focus =
      now.focus &&
      net.layers.length > 1 &&
      now.focus.split('.')[0] < net.layers.length &&
      now.focus.split('.')[1] <= net.layers[now.focus[0] - 1].outputs
        ? now.focus
        : '';
    const { pictures, logits } = look(net);
    const [l, k] = focus.split('.').map((n) => n - 1);
    // a ReLU is flat at 0 on one side: its line is where the value leaves it
    const cut = focus ? pictures[l][k].map((v) => (net.layers[l].act === 'relu' ? v - 1e-6 : v)) : logits;
    plane.draw(focus ? pictures[l][k] : logits.map(Math.tanh), cut, net.layers[0], focus);
    drawing.draw(net, pictures, focus);
    curves.draw(training.history, Math.min(now.step, training.done));
    words.textContent = focus
      ? describe(net, focus)
      : 'Press a neuron to see it alone. Filled points train the net, hollow ones test it. Thick lines: large weights; dashed: negative.';
    judge(now, moment);
  };

  const judge = ({ data, noise, h1, h2, h3, step }, { train, test }) => {
    const [hidden, over] = [h1 + h2 + h3, test.accuracy > 0.95];
    const here = `Step ${Math.min(step, training.done)}: ${percent(train.accuracy)} of the training points right, ${percent(test.accuracy)} of the test points`;
    panel.aim.textContent =
      {
        rings: 'over 95 % of the test points of the rings, with the fewest hidden neurons. Noise 0.10 or more.',
        spiral: 'over 95 % of the test points of the spiral. Noise 0.10 or more.',
      }[data] ?? 'choose the rings or the spiral for a goal.';
    const counts = over && noise >= 0.1 && step <= training.done;
    const reached = counts && (data === 'spiral' || (data === 'rings' && hidden <= 3));
    const note =
      data === 'rings' && counts
        ? ` with ${hidden} hidden: ${hidden <= 3 ? 'nobody needs fewer, two lines leave a side open. Now the spiral.' : 'can fewer do it?'}`
        : '.';
    panel.tell(here + note, reached);
  };

  let frame = 0;
  const advance = () => {
    cancelAnimationFrame(frame);
    training.to(panel.get('step'), 10);
    show();
    if (training.train.y.length && training.done < panel.get('step')) frame = requestAnimationFrame(advance);
  };
  const renew = () => {
    training = new Training(values());
    plane.dots(training.points);
    drawing.build(training.net);
    advance();
  };
  let last = '';
  panel.undo.push(() => cancelAnimationFrame(frame));

  const forward = () => panel.put({ step: panel.get('step') + STRIDE });
  const box = Object.fromEntries(
    ['x1', 'x2'].map((name) => [name, html('input', { type: 'number', min: -REACH, max: REACH, step: 0.1, value: 0 })]),
  );
  box.label = html(
    'select',
    { 'aria-label': 'class of a new point' },
    html('option', { value: 1 }, '■ orange'),
    html('option', { value: 0 }, '● blue'),
  );
  const change = (edit) => panel.put({ own: write(edit(parse(panel.get('own')))) });
  const points = html(
    'div',
    { class: 'dlf-buttons' },
    html('span', {}, 'Press the plane, or:'),
    box.label,
    html('label', {}, 'x₁ ', box.x1),
    html('label', {}, 'x₂ ', box.x2),
    panel.button('Add point', () => add(Number(box.x1.value), Number(box.x2.value))),
    panel.button('Undo', () => change((list) => list.slice(0, -1))),
    panel.button('Clear', () => change(() => [])),
  );
  const controls = html(
    'fieldset',
    { class: 'dlf-controls' },
    html('legend', { class: 'dlf-hidden' }, 'The training'),
    html(
      'div',
      { class: 'dlf-buttons' },
      panel.play('Play', forward, forward),
      panel.button('From the start', () => panel.put({ step: 0 })),
      panel.button('Other start', () => panel.put({ seed: (panel.get('seed') + 1) % 100 })),
    ),
    html(
      'div',
      { class: 'dlf-columns dlf-even' },
      html(
        'div',
        {},
        panel.slider('step', 'step', 0),
        panel.slider('h1', 'layer 1', 0),
        panel.slider('h2', 'layer 2', 0),
        panel.slider('h3', 'layer 3', 0),
        panel.slider('seed', 'start', 0),
      ),
      html(
        'div',
        {},
        panel.select('data', 'points'),
        panel.select('act', 'activation'),
        panel.select('lr', 'rate'),
        panel.slider('noise', 'noise', 2),
        panel.slider('split', 'to train', 1),
      ),
    ),
    points,
  );
  panel.root.append(
    panel.predict(QUESTION, controls),
    html(
      'div',
      { class: 'dlf-columns' },
      html('div', {}, plane.node, words),
      html('div', {}, drawing.node, curves.node),
    ),
    controls,
    panel.goal(''),
    panel.actions(() => torch(values())),
  );
  panel.on([...RECIPE, 'step', 'focus'], () => {
    const recipe = JSON.stringify(RECIPE.map((key) => panel.get(key)));
    if (recipe !== last) {
      last = recipe;
      renew();
    } else advance();
  });
  return () => panel.dispose();
}

export default { state, render };
