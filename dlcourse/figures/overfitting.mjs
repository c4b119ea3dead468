// Twenty nets of one recipe on twenty samples: what they share is bias, where they part is variance.
import { Panel, html, num, path, set, svg } from './kit.mjs';
import { FITS, Lab, STEPS, STRIDE, TRUTHS, XS } from './overfitting-math.mjs';
import { torch } from './overfitting-torch.mjs';

export const state = {
  truth: { among: Object.keys(TRUTHS) },
  n: { min: 6, max: 40, step: 2 },
  noise: { min: 0, max: 0.6, step: 0.1 },
  width: { min: 1, max: 32, step: 1 },
  l2: { among: ['0', '0.001', '0.003', '0.01', '0.03', '0.1'] },
  drop: { min: 0, max: 0.5, step: 0.1 },
  seed: { min: 0, max: 99, step: 1 },
  stop: { min: 0, max: STEPS, step: STRIDE },
  ghosts: { among: ['shown', 'hidden'] },
  guess: { among: ['', 'bias', 'variance', 'both'] },
};
const RECIPE = Object.keys(state).slice(0, 7);
const QUESTION = {
  ask: 'Twenty nets see the same inputs with other noise. Train all of them far past the lowest validation loss: what grows?',
  choices: { bias: 'the bias', variance: 'the variance', both: 'both' },
  right: 'variance',
  because:
    'Each net goes on to fit its own noise, so they part: variance. Their mean stays close to the truth. Drag the line on the curves to the left and see.',
};

/** The points, the truth, the reader's fit, the ghosts and their mean. */
function drawFits() {
  const [wide, high] = [360, 270];
  const X = (x) => ((x + 1.05) / 2.1) * wide;
  const Y = (y) => high / 2 - (y * high) / 4.4;
  const [truth, mine, mean] = ['dlf-line dlf-truth', 'dlf-curve', 'dlf-line dlf-mean'].map((name) =>
    svg('path', { class: name }),
  );
  const [ghosts, points] = [svg('g', { class: 'dlf-ghosts' }), svg('g')];
  const label = 'The points, the curve they were drawn from, your fit and twenty ghost fits';
  const node = svg(
    'svg',
    { viewBox: `0 0 ${wide} ${high}`, role: 'img', 'aria-label': label, class: 'dlf-drawing' },
    ghosts,
    truth,
    mean,
    mine,
    points,
  );
  const curve = (values) => path([...XS.keys()], (i) => [X(XS[i]), Y(values[i])]);
  const draw = (lab, stop, shown) => {
    const says = lab.ready.map((fit) => fit.moments[stop / STRIDE].says);
    const now = lab.mine.moments[Math.min(stop / STRIDE, lab.mine.moments.length - 1)].says;
    set(truth, { d: curve(lab.truth) });
    set(mine, { d: curve(now) });
    const many = shown && says.length > 1;
    ghosts.replaceChildren(...(many ? says : []).map((values) => svg('path', { d: curve(values) })));
    set(mean, {
      d: many ? curve(lab.truth.map((_, i) => says.reduce((sum, values) => sum + values[i], 0) / says.length)) : '',
    });
    const { X: xs, y } = lab.mine.sample;
    points.replaceChildren(
      ...Array.from(xs, (x, i) => svg('circle', { cx: X(x), cy: Y(y[i]), r: 5, class: 'dlf-blue dlf-point' })),
    );
  };
  return { node, draw };
}

/** Two curves over the steps on one scale, and the line where training stops, a handle. */
function drawCurves(panel, title, names) {
  const [wide, high, left] = [360, 128, 34];
  const at = (step) => left + (step / STEPS) * (wide - left - 14);
  const [one, two] = [
    svg('path', { class: 'dlf-curve dlf-thin' }),
    svg('path', { class: 'dlf-curve dlf-thin dlf-tested' }),
  ];
  const line = svg('path', { class: 'dlf-line', d: `M0 22V${high - 6}` });
  const knob = svg('path', { class: 'dlf-knob', d: `M0 ${high - 24}l8 9l-8 9l-8 -9Z` });
  const handle = svg('g', {}, svg('rect', { x: -16, width: 32, height: high, class: 'dlf-grip' }), line, knob);
  panel.drag(handle, ({ x }) => panel.put({ stop: ((x - left) / (wide - left - 14)) * STEPS }));
  const top = svg('text', { x: 0, y: 32, class: 'dlf-small' });
  const words = svg(
    'text',
    { x: wide, y: 14, 'text-anchor': 'end', class: 'dlf-small' },
    `${names[0]} ━  ${names[1]} ┅`,
  );
  const axes = svg('path', { d: `M${left} 22V${high - 6}H${wide - 14}`, class: 'dlf-line dlf-axis' });
  const node = svg(
    'svg',
    { viewBox: `0 0 ${wide} ${high}`, role: 'img', 'aria-label': `${title} over the steps of training` },
    svg('text', { x: 0, y: 14 }, title),
    words,
    top,
    axes,
    one,
    two,
    handle,
  );
  const draw = (first, second, stop) => {
    // the first steps may leave the picture: what comes after them is the point
    const most = Math.max(0.05, ...[first, second].map((values) => 1.5 * Math.max(...values.slice(4))));
    const d = (values) =>
      path([...values.keys()], (i) => [at(i * STRIDE), high - 6 - Math.min(1, values[i] / most) * (high - 30)]);
    set(one, { d: d(first) });
    set(two, { d: d(second) });
    set(handle, { transform: `translate(${at(stop)} 0)` });
    top.textContent = num(most, 2);
  };
  return { node, draw };
}

function render({ model, el }) {
  const panel = new Panel({ model, el }, state, 'The overfitting lab');
  const values = () => Object.fromEntries(Object.keys(state).map((key) => [key, panel.get(key)]));
  const fits = drawFits();
  const losses = drawCurves(panel, 'Loss of your fit', ['training', 'validation']);
  const parts = drawCurves(panel, 'All fits', ['bias²', 'variance']);
  const table = html('tbody');
  let [lab, frame, last, count, history] = [null, 0, '', 0, []];

  const show = () => {
    const { stop, ghosts, n, noise, truth, guess } = values();
    const ready = lab.ready.length;
    if (ready && ready !== count) history = lab.mine.moments.map((_, i) => lab.errors(i * STRIDE));
    count = ready;
    fits.draw(lab, stop, ghosts === 'shown');
    const { moments } = lab.mine;
    losses.draw(
      moments.map((m) => m.train),
      moments.map((m) => m.check),
      stop,
    );
    const told = guess ? history : []; // bias and variance wait for the prediction
    parts.draw(
      told.map((e) => e.bias),
      told.map((e) => e.variance),
      stop,
    );
    const here = told[stop / STRIDE];
    const now = moments[Math.min(stop / STRIDE, moments.length - 1)];
    const numbers = [
      ['training', now.train],
      ['validation', now.check],
      ['bias²', here?.bias],
      ['+ variance', here?.variance],
      ['= error', here?.error],
    ];
    const rows = numbers.map(([name, value], i) => {
      const bar = html('span', {
        class: `dlf-bar ${i % 2 ? 'dlf-yes' : 'dlf-no'}`,
        style: `left:0;width:${Math.min(100, 400 * (value ?? 0))}%`,
      });
      const track = html('td', {}, html('span', { class: 'dlf-level' }, bar));
      return html(
        'tr',
        {},
        html('th', { scope: 'row' }, name),
        track,
        html('td', { class: 'dlf-number' }, value === undefined ? '?' : num(value, 3)),
      );
    });
    table.replaceChildren(...rows);
    if (ready < FITS) return panel.tell(`Training ${FITS} fits …`, false);
    if (!guess) return panel.tell(`${FITS} fits are trained. Predict, and bias and variance come.`, false);
    const fair = truth === 'sine' && n <= 12 && noise >= 0.3;
    const reached = fair && here.error < 0.04;
    const aim = reached
      ? ': below 0.040.'
      : fair
        ? ': not yet below 0.040.'
        : '. The goal asks for the sine, at most 12 points and noise of 0.3 or more.';
    panel.tell(`Stopped at step ${stop}, error ${num(here.error, 3)}${aim}`, reached);
  };
  const work = () => {
    const before = lab.ready.length;
    const more = lab.work(12);
    if (lab.ready.length !== before || before === 0) show();
    if (more) frame = requestAnimationFrame(work);
  };
  const lowest = () => {
    const checks = lab.mine.moments.map((m) => m.check);
    panel.put({ stop: checks.indexOf(Math.min(...checks)) * STRIDE });
  };
  const controls = html(
    'fieldset',
    { class: 'dlf-controls' },
    html('legend', { class: 'dlf-hidden' }, 'The recipe'),
    html(
      'div',
      { class: 'dlf-columns dlf-even' },
      html(
        'div',
        {},
        panel.slider('stop', 'stop at', 0),
        panel.slider('width', 'width', 0),
        panel.slider('drop', 'dropout'),
        panel.select('l2', 'L2'),
        panel.select('ghosts', 'ghosts'),
      ),
      html(
        'div',
        {},
        panel.slider('n', 'points', 0),
        panel.slider('noise', 'noise'),
        panel.slider('seed', 'sample', 0),
        panel.select('truth', 'truth'),
      ),
    ),
    html('div', { class: 'dlf-buttons' }, panel.button('Stop at the lowest validation loss', lowest)),
  );
  const words =
    'Blue: your fit to the points. Thin: the same recipe on other samples of the noise, and their mean, dotted. Dashed: the truth.';
  const caption = html('caption', {}, 'Your losses, and twenty fits against the truth');
  panel.root.append(
    panel.predict(QUESTION, controls),
    html(
      'div',
      { class: 'dlf-columns dlf-even' },
      html('div', {}, fits.node, html('p', { class: 'dlf-note' }, words)),
      html('div', {}, losses.node, parts.node, html('table', { class: 'dlf-meter' }, caption, table)),
    ),
    controls,
    panel.goal('bring bias² + variance below 0.040 for the sine, with at most 12 points and noise of 0.3 or more.'),
    panel.actions(() => torch(values())),
  );
  panel.undo.push(() => cancelAnimationFrame(frame));
  panel.on([...RECIPE, 'stop', 'ghosts', 'guess'], () => {
    const recipe = JSON.stringify(RECIPE.map((key) => panel.get(key)));
    if (recipe !== last) {
      [last, count, history] = [recipe, 0, []];
      cancelAnimationFrame(frame);
      lab = new Lab(values());
      frame = requestAnimationFrame(work);
    }
    show();
  });
  return () => panel.dispose();
}

export default { state, render };
