// The latent walk: a plane of codes, decoded where one stands, and on the line from where one came.
import { Panel, html, num } from './kit.mjs';
import { REACH, decode, digits, nearest, walk } from './latent_walk-math.mjs';
import { drawPair, drawPlane, drawRow } from './latent_walk-views.mjs';
import { FACTS, KINDS, LIMIT } from './latent_walk-weights.mjs';
import { torch } from './latent_walk-torch.mjs';

const along = { min: -REACH, max: REACH, step: 0.1 };
export const state = {
  net: { among: ['autoencoder', 'VAE'] },
  plane: { among: ['codes', 'drawings'] },
  z1: along, z2: along, f1: along, f2: along,
  guess: { among: ['', 'between', 'beside', 'nowhere'] },
};
const QUESTION = {
  ask: 'Some codes of the autoencoder are decoded to what is unlike every real digit. Where are these holes in its plane?',
  choices: { between: 'between the kinds of digits', beside: 'beside all codes', nowhere: 'there are none' },
  right: 'beside',
  because: 'Between codes it blends what lies around. Beside them nothing ever told it what to draw. Its holes are shaded now; compare the VAE.',
};
const MANY = 6; // kinds of digits on the walk that is asked for

const percent = (p, digits = 0) => `${num(100 * p, digits)} %`;
const both = (fact) => `${percent(FACTS.autoencoder[fact])} and ${percent(FACTS.VAE[fact])}`;
const met = (places) => [...new Set(places.filter(({ unlike }) => !unlike).map(({ kind }) => kind))];

function render({ model, el }) {
  const panel = new Panel({ model, el }, state, 'A walk in the plane of codes');
  const get = (key) => panel.get(key);
  const go = (end, [x, y]) => panel.put({ [`${end}1`]: x, [`${end}2`]: y });
  const now = () => ({ net: get('net'), plane: get('plane'), guess: get('guess'), from: [get('f1'), get('f2')], to: [get('z1'), get('z2')] });
  const [plane, pair] = [drawPlane(panel, go), drawPair()];
  const [line, faded] = ['A line of codes, decoded', 'The first drawing, faded into the last'].map(drawRow);
  const note = html('p', { class: 'dlf-note dlf-walk-facts' });
  const key = html('p', { class: 'dlf-note' }, `Under each drawing: the kind of the nearest of ${KINDS.length} real digits, by the mean squared difference of a pixel; ✕ where it is unlike, farther than ${num(LIMIT, 3)} from all of them, as one real digit in twenty is.`,
    ' The codes of the autoencoder are moved and stretched to mean 0 and variance 1, which changes no drawing.');

  const controls = html(
    'fieldset', { class: 'dlf-controls' }, html('legend', { class: 'dlf-hidden' }, 'The net and the walk'),
    panel.select('net', 'net'), panel.select('plane', 'plane', { codes: 'codes of real digits', drawings: 'what is drawn there' }),
    panel.slider('z1', 'ring, z₁'), panel.slider('z2', 'ring, z₂'), panel.slider('f1', 'flag, z₁'), panel.slider('f2', 'flag, z₂'),
    html('div', { class: 'dlf-buttons' }, panel.button('Flag to the ring', () => go('f', now().to)), panel.button('Swap', () => {
      const { from, to } = now();
      panel.put({ z1: from[0], z2: from[1], f1: to[0], f2: to[1] });
    })),
  );
  panel.root.append(
    html('p', {}, 'Two nets learned to squeeze digits to two numbers. A numeral is a digit that they never saw, at its code. You walk from the flag to the ring.'),
    panel.predict(QUESTION, controls),
    html('div', { class: 'dlf-columns dlf-even' }, html('div', {}, plane.node), html('div', {}, pair.node, controls)),
    line.node, faded.node, key,
    panel.goal(`in either net, a walk that meets ${['', '', '', '', '', 'five', 'six'][MANY]} kinds of digits and no hole.`),
    note, panel.actions(() => torch(now())),
  );

  const show = () => {
    const { net, from, to, guess } = now();
    plane.show(now());
    const image = decode(net, to);
    const { index, kind, error, unlike } = nearest(image);
    pair.show([image, digits[index]], [`at (${to.map((v) => num(v, 1)).join(', ')})`, `${unlike ? 'unlike this' : 'nearest'} ${kind}: ${num(error, 3)}`]);
    const rows = walk(net, from, to);
    [line, faded].forEach((row, i) => row.show(rows[i]));
    const [kinds, others] = rows.map(met);
    const crossed = rows[0].filter((place) => place.unlike).length;
    const reached = Boolean(guess) && kinds.length >= MANY && !crossed;
    const many = (list) => `${list.length} ${list.length === 1 ? 'kind' : 'kinds'}`;
    panel.tell(`The line of codes: ${many(kinds)}${crossed ? `, ${crossed} unlike` : ''}; faded: ${many(others)}.${reached ? ' Reached.' : ''}`, reached);
  };
  panel.on(['guess'], () => {
    plane.node.classList.toggle('dlf-locked', !get('guess'));
    note.textContent = get('guess')
      ? `Of random codes (mean 0, variance 1) the autoencoder draws ${percent(FACTS.autoencoder.random)} unlike, the VAE ${percent(FACTS.VAE.random, 2)}; of codes between two kinds of digits ${both('between')}. ` +
        `But a blur is never far from all: halfway, the faded images are not unlike either. The line of codes is nearer to a real digit there in ${both('nearer')} of the pairs.`
      : '';
  });
  panel.on(Object.keys(state), show);
  return () => panel.dispose();
}

export default { state, render };
