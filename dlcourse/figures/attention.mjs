// Attention: the words of a sentence read each other, number by number, by a head that was trained on a toy task.
import { Panel, html, num } from './kit.mjs';
import { REACH, WORDS, attend, moved, softmax, vectors } from './attention-math.mjs';
import { MOST, drawOutput, drawPlane, drawScores, drawWeights } from './attention-views.mjs';
import { AMBIGUOUS, RIGHT, SENSES } from './attention-weights.mjs';
import { torch } from './attention-torch.mjs';

const WORD = `(?:${WORDS.join('|')})`;
const NUMBER = '-?(?:[0-3]\\.\\d|4\\.0)';
const MOVE = `${WORD}:[qk]:${NUMBER}:${NUMBER}`;
const [PAST, ALL] = ['the past', 'every word'];
const [DIVIDED, PLAIN] = ['divided', 'not divided'];

export const state = {
  words: { pattern: `${WORD}(?: ${WORD}){0,${MOST - 1}}` },
  moves: { pattern: `(?:${MOVE}(?: ${MOVE}){0,39})?` },
  head: { among: ['trained', 'before training'] },
  scores: { among: [DIVIDED, PLAIN] },
  mask: { among: [ALL, PAST] },
  query: { min: 1, max: MOST, step: 1 },
  key: { min: 1, max: MOST, step: 1 },
  guess: { among: ['', 'near', 'river', 'alike'] },
};
const QUESTION = {
  ask: 'Put the words in reverse order. What does “bank” read most then?',
  choices: { near: 'the word beside it', river: 'river, as before', alike: 'all words alike' },
  right: 'river',
  because: 'A score compares two contents; nothing in it says where a word stands. Press “Reverse”.',
};
const GROUPS = { 'two meanings': 4, money: 3, water: 3, sport: 3, animal: 3, other: 4 };

const percent = (p) => `${Math.round(100 * p)} %`;
const signed = (v) => (v < 0 ? `(${num(v, 1)})` : num(v, 1));

/** A select of all words, by what they are a hint for. */
function picker(i, change) {
  let from = 0;
  const groups = Object.entries(GROUPS).map(([label, count]) => {
    const words = WORDS.slice(from, (from += count));
    return html('optgroup', { label }, words.map((value) => html('option', { value }, value)));
  });
  return html('select', { 'aria-label': `word ${i + 1}`, onchange: change }, groups);
}

function render({ model, el }) {
  const panel = new Panel({ model, el }, state, 'Attention, number by number');
  const get = (key) => panel.get(key);
  const now = () => {
    const words = get('words').split(' ');
    const own = vectors(words, get('head'), get('moves'));
    return { words, ...own, divide: get('scores') === DIVIDED, past: get('mask') === PAST, query: get('query'), key: get('key') };
  };
  const move = (kind, i, place) => {
    const position = kind === 'q' ? get('query') : i + 1;
    const word = get('words').split(' ')[position - 1];
    panel.put({ [kind === 'q' ? 'query' : 'key']: position, moves: moved(get('moves'), word, kind, place) });
  };
  const plane = drawPlane(panel, move);
  const weights = drawWeights(panel, (query, key) => panel.put({ query, key }));
  const [steps, output] = [drawScores(), drawOutput()];
  const product = html('p', { class: 'dlf-conv-sum' });

  const write = (words) => panel.put({ words: words.join(' ') });
  const pickers = Array.from({ length: MOST }, (_, i) => picker(i, () => write(pickers.filter((box) => !box.hidden).map((box) => box.value))));
  const words = () => get('words').split(' ');
  const add = panel.button('Add', () => write([...words(), 'the']));
  const remove = panel.button('Remove', () => write(words().slice(0, -1)));
  const reverse = panel.button('Reverse', () => {
    const back = words().reverse();
    panel.put({ words: back.join(' '), query: back.length + 1 - get('query'), key: back.length + 1 - get('key') });
  });

  // every drag has a twin: two numbers for the chosen query, two for the chosen key
  const pair = (kind) => {
    const name = { q: 'query', k: 'key' }[kind];
    const typed = () => {
      const place = fields.map((field) => Number(field.value));
      if (fields.every((field) => field.value !== '' && field.checkValidity())) move(kind, get('key') - 1, place);
    };
    const fields = ['x', 'y'].map((axis) =>
      html('input', { type: 'number', min: -REACH, max: REACH, step: 0.1, 'aria-label': `${name}, ${axis}`, oninput: typed }));
    const label = html('span');
    const show = (word, place) => {
      label.textContent = `${kind} of ${word}`;
      fields.forEach((field, i) => {
        if (Number(field.value) !== place[i] || field.value === '') field.value = place[i];
      });
    };
    return { node: html('div', { class: 'dlf-buttons dlf-att-pair' }, label, fields), show };
  };
  const [q, k] = [pair('q'), pair('k')];
  const back = panel.button('Undo the drags', () => panel.put({ moves: '' }));
  const bars = [panel.slider('query', 'reads', 0), panel.slider('key', 'is read', 0)];
  const titled = (title, text, ...parts) => html('div', {}, html('p', { class: 'dlf-board-title' }, html('b', {}, title), ` ${text}`), parts);
  const note = html('p', { class: 'dlf-note' });
  const controls = html(
    'fieldset', { class: 'dlf-controls' }, html('legend', { class: 'dlf-hidden' }, 'The sentence and the head'),
    html('div', { class: 'dlf-buttons dlf-att-words' }, pickers, add, remove, reverse),
    html('div', { class: 'dlf-columns dlf-even' },
      titled('Weights', 'row: who reads; column: who is read', weights.node),
      titled('Query and keys', 'drag the arrow or a square', plane.node)),
    product,
    html('div', { class: 'dlf-columns dlf-even' },
      html('div', {}, bars, q.node, k.node),
      html('div', {},
        panel.select('mask', 'may read', { [PAST]: 'itself and the past (mask)' }), panel.select('scores', 'scores', { [DIVIDED]: 'divided by √d, d = 2', [PLAIN]: 'as they are' }),
        panel.select('head', 'head'), html('div', { class: 'dlf-buttons dlf-att-pair' }, back))),
    html('div', { class: 'dlf-columns dlf-even dlf-att-steps' }, steps.node, output.node),
  );
  panel.root.append(
    panel.predict(QUESTION, controls), controls,
    panel.goal('a word may read only itself and the past; write a sentence in which bank ends as money and bat as sport, each at 80 % or more. Drag nothing.'),
    panel.actions(() => torch(now())), note,
  );
  note.textContent =
    'What was trained: bank, deposit, bat and cricket each have two meanings, and a loss asked at them which one is meant, in sentences of random order. ' +
    `In new sentences with a hint the trained head names ${percent(RIGHT.TRAINED)} of the meanings, before training ${percent(RIGHT.FRESH)}. No loss asked at the other words.`;
  const ranges = bars.map((bar) => bar.querySelector('input'));

  const judge = ({ words: all, past }, meanings) => {
    const said = all.flatMap((word, i) => {
      if (!AMBIGUOUS[word]) return [];
      const best = meanings[i].indexOf(Math.max(...meanings[i]));
      return [{ word, sense: SENSES[best], p: meanings[i][best] }];
    });
    const text = said.map(({ word, sense, p }) => `${word}: ${sense} ${percent(p)}`).join(', ');
    const every = (word, sense) => {
      const own = said.filter((one) => one.word === word);
      return own.length > 0 && own.every((one) => one.sense === sense && one.p >= 0.8);
    };
    const reached = past && !get('moves') && get('head') === 'trained' && every('bank', 'money') && every('bat', 'sport');
    panel.tell(`${text || 'No word with two meanings'}.${reached ? ' Reached.' : ''}`, reached);
  };
  const show = () => {
    const given = now();
    const count = given.words.length;
    if (Math.max(given.query, given.key) > count) return panel.put({ query: Math.min(count, given.query), key: Math.min(count, given.key) });
    for (const range of ranges) range.max = count;
    pickers.forEach((box, i) => {
      box.hidden = i >= count;
      if (i < count) box.value = given.words[i];
    });
    add.disabled = count === MOST;
    remove.disabled = count === 1;
    back.disabled = !get('moves');
    const result = attend(given, given);
    const meanings = result.outputs.map(softmax);
    const [i, j] = [given.query - 1, given.key - 1];
    const [a, b] = [given.Q[i], given.K[j]];
    plane.show(given, result.weights[i]);
    weights.show(given, result.weights);
    steps.show(given, result);
    output.show(given, result, meanings);
    q.show(given.words[i], a);
    k.show(given.words[j], b);
    const terms = a.map((v, c) => `${signed(v)} · ${signed(b[c])}`).join(' + ');
    product.replaceChildren(`query of ${given.words[i]} · key of ${given.words[j]} = ${terms} = `, html('b', {}, num(result.scores[i][j])),
      given.past && j > i ? `, but ${given.words[j]} stands behind ${given.words[i]}: masked.` : ': the length of the arrow, times how far along its line the foot of the square lies.');
    judge(given, meanings);
  };
  panel.on(['guess'], () => {
    for (const part of [plane.node, weights.node]) part.classList.toggle('dlf-locked', !get('guess'));
  });
  panel.on(Object.keys(state), show);
  return () => panel.dispose();
}

export default { state, render };
