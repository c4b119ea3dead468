// Draw a digit: how the net gets it, what its layers make of it, and how sure it is.
import { Panel, html } from './kit.mjs';
import { SIDE, best, cornered, field, forward, image, occlusion, parse, write } from './draw_digit-math.mjs';
import { EXAMPLES, STRANGE } from './draw_digit-examples.mjs';
import { drawBars, drawChosen, drawImage, drawMaps, drawSheet } from './draw_digit-views.mjs';
import { torch } from './draw_digit-torch.mjs';
import { RIGHT } from './draw_digit-weights.mjs';

const PAIR = '[A-Za-z0-9_-]{2}';
const MAPS = [8, 16].flatMap((count, layer) => Array.from({ length: count }, (_, i) => `${layer + 1}.${i + 1}`));
const [CENTERED, DRAWN] = ['centered and scaled', 'as drawn'];

export const state = {
  strokes: { pattern: `(?:${PAIR}){0,340}(?:\\.(?:${PAIR}){1,340}){0,40}` },
  prepared: { among: [CENTERED, DRAWN] },
  shows: { among: ['pixels', 'what counts'] },
  map: { among: MAPS },
  row: { min: 0, max: SIDE - 1, step: 1 },
  column: { min: 0, max: SIDE - 1, step: 1 },
  guess: { among: ['', 'yes', 'less', 'no'] },
};
const QUESTION = {
  ask: 'A kernel finds a shape wherever it stands. If nobody centers and scales a drawing, is a small 7 in the corner still read?',
  choices: { yes: 'yes', less: 'yes, less surely', no: 'no' },
  right: 'no',
  because: 'The maps move along, but the last layer has a weight of its own for each place, and the kernels learned one size. Press “Into a corner”, then choose “as drawn”.',
};

const percent = (v) => `${Math.round(100 * v)} %`;
const share = (name) => `${(100 * RIGHT[name]).toFixed(1)} %`;

function render({ model, el }) {
  const panel = new Panel({ model, el }, state, 'Draw a digit');
  const get = (key) => panel.get(key);
  const pen = html('select', { 'aria-label': 'pen' }, html('option', { value: 'draw' }, 'draws'), html('option', { value: 'join' }, 'joins taps'));
  const sheet = drawSheet(panel, () => pen.value === 'join');
  const [pixels, bars, maps, chosen] = [drawImage(), drawBars(), drawMaps(panel, MAPS), drawChosen(panel)];
  const put = (strokes) => {
    sheet.lift();
    panel.put({ strokes });
  };
  const edit = (change) => () => put(write(change(parse(get('strokes')))));
  const digits = EXAMPLES.map((text, digit) => panel.button(`${digit}`, () => put(text)));
  const strange = Object.entries(STRANGE).map(([name, text]) => panel.button(name, () => put(text)));
  const titled = (title, words, ...parts) => html('div', {}, html('p', { class: 'dlf-board-title' }, html('b', {}, title), ' ', words), parts);
  const given = html('span');
  const controls = html(
    'fieldset', { class: 'dlf-controls' }, html('legend', { class: 'dlf-hidden' }, 'The drawing, and what is shown of the net'),
    html('div', { class: 'dlf-buttons dlf-examples' }, html('span', {}, 'Examples'), digits),
    html('div', { class: 'dlf-buttons' }, html('label', {}, 'pen ', pen), panel.button('Lift', sheet.lift), panel.button('Undo', edit((all) => all.slice(0, -1))),
      panel.button('Clear', edit(() => [])), panel.button('Into a corner', edit(cornered))),
    html('div', { class: 'dlf-columns dlf-even' },
      panel.select('prepared', 'net gets it'), panel.select('shows', 'shown', { 'what counts': 'what counts: cover it, and see' })),
    maps.node,
    html('div', { class: 'dlf-columns dlf-look' }, chosen.node, chosen.kernel,
      html('div', {}, panel.slider('row', 'cell, row', 0), panel.slider('column', 'column', 0), chosen.words)),
    html('details', {}, html('summary', {}, 'Where it fails'),
      html('p', {}, 'It learned ten digits, and names one of them whatever it is given. Press, and read the bars:'), html('div', { class: 'dlf-buttons' }, strange),
      html('p', {}, `Of strokes traced from handwriting that it had not seen, it reads ${share('handwriting')} right; of printed digits thinned to a line, ${share('printed fonts')}. Nobody knows the share for your hand.`)),
  );
  panel.root.append(
    panel.predict(QUESTION, controls),
    html('div', { class: 'dlf-columns dlf-even' },
      titled('Your sheet', 'draw; by keys: arrows, Space, Esc', sheet.node), titled('The net gets', given, pixels.node)),
    bars.node, controls,
    panel.goal('take an example and, with one stroke more, make it another digit, at 80 % or more.'),
    panel.actions(() => torch(image(parse(get('strokes')), get('prepared') === CENTERED))),
  );
  const places = [...controls.querySelectorAll('[name=row], [name=column]')];

  let [last, ink, result, lost] = ['', null, null, null];
  const think = () => {
    const now = `${get('strokes')} ${get('prepared')}`;
    if (now !== last) {
      [last, lost] = [now, null];
      ink = image(parse(get('strokes')), get('prepared') === CENTERED);
      result = forward(ink);
    }
    if (get('shows') === 'what counts') lost ??= occlusion(ink, best(result.p));
  };
  const judge = () => {
    const { p } = result;
    const answer = best(p);
    const strokes = get('strokes');
    const from = EXAMPLES.findIndex((text) => strokes.startsWith(`${text}.`) && strokes.split('.').length === text.split('.').length + 1);
    const reached = from >= 0 && from !== answer && p[answer] >= 0.8;
    const second = best(p.map((v, digit) => (digit === answer ? 0 : v)));
    const said = `It reads ${answer}, ${percent(p[answer])} sure; then ${second}, ${percent(p[second])}.`;
    const made = from < 0 ? '' : ` Your stroke on the ${from}: ${reached ? `now a ${answer}, reached.` : 'not yet another digit at 80 %.'}`;
    panel.tell(strokes ? said + made : `The sheet is empty, and still it names a digit: ${answer}, ${percent(p[answer])} sure.`, reached);
  };
  const show = () => {
    const [layer, map] = get('map').split('.').map(Number);
    const side = SIDE / layer;
    if (Math.max(get('row'), get('column')) >= side) return panel.put({ row: Math.min(side - 1, get('row')), column: Math.min(side - 1, get('column')) });
    for (const place of places) place.max = side - 1;
    think();
    const [row, column] = [get('row'), get('column')];
    const counts = get('shows') === 'what counts';
    sheet.show(parse(get('strokes')), get('prepared') === CENTERED);
    pixels.show(ink, counts ? lost : null, field(layer - 1, row, column));
    given.textContent = counts ? 'covered, the answer loses (small blue: gains)' : `16 × 16 pixels, ${get('prepared') === CENTERED ? 'centered' : DRAWN}`;
    bars.show(result.p);
    maps.show(result.maps, get('map'));
    chosen.show(result.maps[layer - 1].slice((map - 1) * side * side, map * side * side), layer, map, row, column);
    judge();
  };
  panel.on(['guess'], () => sheet.node.classList.toggle('dlf-locked', !get('guess')));
  panel.on(Object.keys(state), show);
  return () => panel.dispose();
}

export default { state, render };
