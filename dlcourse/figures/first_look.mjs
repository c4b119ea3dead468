// A net learns a spiral before anybody has pressed a button: the playground's plane and net, and little else.
import { Panel, html } from './kit.mjs';
import { Training, torch } from './playground-math.mjs';
import { drawNet, drawPlane, look } from './playground-views.mjs';

const [END, PACE] = [500, 2];
const RECIPE = { noise: 0.1, split: 0.7, own: '', h1: 8, h2: 8, h3: 0, act: 'tanh', lr: '0.03' };

export const state = {
  data: { among: ['spiral', 'rings', 'moons', 'xor'] },
  seed: { min: 0, max: 99, step: 1 },
  focus: { among: ['', ...[1, 2].flatMap((layer) => [1, 2, 3, 4, 5, 6, 7, 8].map((k) => `${layer}.${k}`))] },
};

function render({ model, el }) {
  const panel = new Panel({ model, el }, state, 'Sixteen neurons learn');
  const recipe = () => ({ ...RECIPE, data: panel.get('data'), seed: panel.get('seed') });
  const plane = drawPlane(panel, () => {});
  const drawing = drawNet(panel);
  let [training, step] = [null, 0];

  const show = () => {
    training.to(step);
    const { test } = training.at(step);
    const { pictures, logits } = look(training.shown);
    const focus = panel.get('focus');
    const [l, k] = focus.split('.').map((n) => n - 1);
    plane.draw(focus ? pictures[l][k] : logits.map(Math.tanh), focus ? pictures[l][k] : logits, training.shown.layers[0], focus);
    drawing.draw(training.shown, pictures, focus);
    const right = Math.round(100 * test.accuracy);
    panel.tell(`Step ${step}: ${right} % of the hollow points, which it never sees in training, are on their side.`, right >= 95);
  };
  const frame = () => {
    step += PACE;
    show();
    if (step >= END) play.click();
  };
  const [play, forward] = panel.play('Play', () => (step < END ? frame() : again()), () => step < END && frame());
  const again = () => {
    step = 0;
    show();
  };
  const renew = () => {
    training = new Training(recipe());
    plane.dots(training.points);
    drawing.build(training.net);
    again();
  };

  const other = panel.button('Other start', () => panel.put({ seed: (panel.get('seed') + 1) % 100 }));
  const buttons = html('div', { class: 'dlf-buttons' }, play, forward, other, panel.select('data', 'points'));
  panel.root.append(
    html('div', { class: 'dlf-columns' }, plane.node, drawing.node),
    html('div', { class: 'dlf-controls' }, buttons),
    panel.goal('a border that leaves 95 of 100 new points on their side.'),
    panel.actions(() => torch({ ...recipe(), step })),
  );
  panel.on(['data', 'seed'], renew);
  panel.on(['focus'], show);
  if (!play.hidden) play.click(); // it moves by itself, once
  return () => panel.dispose();
}

export default { state, render };
