// Gates: units of one number read a string; what their gates let through, and what comes back of the gradient.
import { Panel, html, num } from './kit.mjs';
import { gradients, read, wanted } from './gates-math.mjs';
import { RIGHT, UNITS } from './gates-weights.mjs';
import { CELLS, MOST, drawKey, drawStrip, drawUnit, shown } from './gates-views.mjs';
import { torch } from './gates-torch.mjs';

export const state = {
  string: { pattern: `[-+0.]{1,${MOST}}` },
  at: { min: 1, max: MOST, step: 1 },
  cell: { among: [...CELLS] },
  bias: { min: -6, max: 6, step: 0.5 },
  guess: { among: ['', 'all', 'hundredth', 'none'] },
};
const QUESTION = {
  ask: 'Fourteen dots after the +, the RNN still knows the sign. How much of the gradient of its last state comes back to its state at the +?',
  choices: { all: 'nearly all', hundredth: 'about a hundredth', none: 'less than a billionth' },
  right: 'none',
  because: 'Each dot multiplies it by w (1 − h²). A state that noise cannot move lies where tanh is flat.',
};

const power = (v) => v.toExponential(0).replaceAll('-', '−');
const signed = (v) => (v < 0 ? `(${num(v)})` : num(v));
const FORMULAS = {
  RNN: ({ before, h, from }, w) => [`h = tanh(${num(w)} · ${signed(before.h)} + ${signed(from[0])}) = ${num(h)}`],
  LSTM: ({ before, c, h, i, f, g, o }) => [
    `c = f · c + i · g = ${num(f)} · ${signed(before.c)} + ${num(i)} · ${signed(g)} = ${num(c)}`,
    `h = o · tanh(c) = ${num(o)} · ${signed(Math.tanh(c))} = ${num(h)}`,
  ],
  GRU: ({ before, h, z, n }) => [`h = z · h + (1 − z) · n`, `= ${num(z)} · ${signed(before.h)} + ${num(1 - z)} · ${signed(n)} = ${num(h)}`],
};
const percent = (p) => `${Math.round(100 * p)} %`;

function render({ model, el }) {
  const panel = new Panel({ model, el }, state, 'Gates, one character at a time');
  const get = (key) => panel.get(key);
  const choose = (at) => get('guess') && panel.put({ at: Math.max(1, Math.min(get('string').length, at)) });
  const [unit, strip] = [drawUnit(), drawStrip(panel, choose)];
  const [formula, came] = [html('p', { class: 'dlf-gate-formula' }), html('p', { class: 'dlf-gate-formula' })];

  const write = (text) => text && text.length <= MOST && panel.put({ string: text, at: text.length });
  const field = html('input', { type: 'text', maxlength: MOST, 'aria-label': 'the string', autocomplete: 'off', spellcheck: 'false', oninput: () => {
    const text = field.value.replaceAll('−', '-').replace(/[^-+0.]/g, '');
    if (text) write(text);
  }, onblur: () => (field.value = get('string')) });
  const keys = [...'+-0.'].map((character) => panel.button(shown(character), () => write(get('string') + character)));
  const names = ['plus', 'minus', 'zero', 'dot'];
  keys.forEach((key, i) => key.setAttribute('aria-label', `append ${key.textContent}, ${names[i]}`));
  const remove = panel.button('⌫', () => write(get('string').slice(0, -1)));
  remove.setAttribute('aria-label', 'remove the last');
  let frame = 0;
  const next = () => panel.put({ at: (get('at') % get('string').length) + 1 });
  const controls = html(
    'fieldset', { class: 'dlf-controls' }, html('legend', { class: 'dlf-hidden' }, 'The string, the step, the unit'),
    html('div', { class: 'dlf-buttons dlf-gate-text' }, field, keys, remove),
    panel.slider('at', 'character', 0), html('div', { class: 'dlf-buttons' }, panel.play('Run', () => ++frame % 8 === 0 && next(), next)),
    panel.select('cell', 'unit'), panel.slider('bias', 'keep bias'),
  );
  const seen = html('b');
  panel.root.append(
    html('p', {}, 'Three trained units of one number read a string. Wanted after each character: the last sign, +1 or −1; a dot changes nothing, a 0 means: forget.'),
    panel.predict(QUESTION, controls),
    html('div', { class: 'dlf-columns dlf-even' },
      html('div', {}, html('p', { class: 'dlf-board-title' }, seen), unit.node, formula),
      html('div', {}, drawKey(), strip.node, came)),
    controls,
    panel.goal('with no bias, write a string after which LSTM and GRU are right, and the RNN is off by more than 0.5.'),
    html('p', { class: 'dlf-note' }, `The keep bias is added to the sum of the gate that keeps, f of the LSTM and z of the GRU. Trained with noise on the inputs, each the best of six starts, in new strings right after ${CELLS.map((cell) => `${percent(RIGHT[cell])} (${cell})`).join(', ')} of the characters.`),
    panel.actions(() => torch({ text: get('string'), at: get('at'), cell: get('cell'), bias: get('bias') })),
  );
  const bar = controls.querySelector('[name=at]');

  const show = () => {
    const [string, cell] = [get('string'), get('cell')];
    bar.max = string.length;
    if (get('at') > string.length) return panel.put({ at: string.length });
    const at = get('at');
    if (document.activeElement !== field) field.value = string;
    remove.disabled = string.length === 1;
    for (const key of keys) key.disabled = string.length === MOST;
    const runs = Object.fromEntries(CELLS.map((name) => [name, read(name, string, get('bias'))]));
    const flows = Object.fromEntries(CELLS.map((name) => [name, gradients(name, runs[name].slice(0, at))]));
    const step = runs[cell][at - 1];
    const w = UNITS[cell].h[0];
    seen.textContent = `${cell} at character ${at}, “${shown(step.character)}”`;
    unit.show(cell, step, w);
    formula.replaceChildren(...FORMULAS[cell](step, w).flatMap((line) => [line, html('br')]), `answer ${num(UNITS[cell].scale)} · h = `, html('b', {}, num(step.answer)));
    strip.show({ string, at, cell }, runs, flows, Boolean(get('guess')));
    const right = wanted(string)[at - 1];
    const off = (name) => Math.abs(runs[name][at - 1].answer - right);
    const reached = get('bias') === 0 && at === string.length && off('RNN') > 0.5 && off('LSTM') < 0.2 && off('GRU') < 0.2;
    const answers = CELLS.map((name) => `${name} ${num(runs[name][at - 1].answer)}`).join(', ');
    const sign = Math.max(0, [...string.slice(0, at)].findLastIndex((character) => character !== '.'));
    const back = CELLS.map((name) => `${name} ${power(flows[name][sign])}`).join(', ');
    came.textContent = get('guess') ? `Of the gradient at character ${at} there comes back to character ${sign + 1}: ${back}.` : '';
    panel.tell(`Wanted ${num(right, 0)}: ${answers}.${reached ? ' Reached.' : ''}`, reached);
  };
  panel.on(['guess'], () => strip.node.classList.toggle('dlf-locked', !get('guess')));
  panel.on(Object.keys(state), show);
  return () => panel.dispose();
}

export default { state, render };
