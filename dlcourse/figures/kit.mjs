// What the figures share: a panel whose controls are tied to the model, drags, predictions, the PyTorch cell.

const SVG = 'http://www.w3.org/2000/svg';
let controls = Math.random(); // ids count from here: each figure of a page has a kit of its own

/** An HTML element. Attributes: `onclick` and the like listen, `true` is an empty one, `null` is left out. */
export function html(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same in SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  // JupyterLab takes the arrow keys, unless the control that has the focus says that it needs them
  if (node.matches('input, select, button, textarea')) node.dataset.lmSuppressShortcuts = 'true';
  set(node, attributes).append(...children.flat());
  return node;
}

/** Set attributes of an element, as `html` does; returns it. */
export function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === null || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? '' : value);
  }
  return node;
}

/** A number as text, with a real minus sign and never "−0". */
export function num(value, digits = 2) {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** The points of a curve y(x) as the `d` of a path; it is interrupted where y is null. */
export function path(xs, y) {
  let pen = 'M';
  const words = xs.map((x) => {
    const at = y(x);
    const word = at ? `${pen}${at[0].toFixed(1)} ${at[1].toFixed(1)}` : '';
    pen = at ? 'L' : 'M';
    return word;
  });
  return words.join('');
}

/** The frame of a figure: every control reads and writes the model, and `dispose` lets go of it. */
export class Panel {
  /** `state` says for each trait what it accepts: { min, max, step }, { among: [...] } or { pattern }. */
  constructor({ model, el }, state, title) {
    this.model = model;
    this.state = state;
    this.start = { ...Object.fromEntries(Object.keys(state).map((k) => [k, model.get(k)])), ...model.start };
    this.undo = [];
    this.root = html('section', { class: 'dlf', 'aria-label': title }, html('p', { class: 'dlf-title' }, title));
    this.mark = html('span', { class: 'dlf-mark', 'aria-hidden': 'true' });
    this.status = html('p', { role: 'status', class: 'dlf-status' });
    el.append(this.root);
  }

  get(key) {
    return this.model.get(key);
  }

  /** Write values into the model; numbers are first brought to the nearest one that the slider reaches. */
  put(values) {
    for (const [key, value] of Object.entries(values)) {
      const { min, max, step } = this.state[key];
      const snap = (v) => Number((Math.round(Math.min(max, Math.max(min, v)) / step) * step).toFixed(4));
      this.model.set(key, step ? snap(value) : value);
    }
    this.model.save_changes();
  }

  /** Call `update` now and after each change of one of these traits. */
  on(keys, update) {
    for (const key of keys) {
      this.model.on(`change:${key}`, update);
      this.undo.push(() => this.model.off(`change:${key}`, update));
    }
    update();
  }

  dispose() {
    for (const step of this.undo) step();
    this.root.remove();
  }

  slider(key, label, digits = 1) {
    const id = `dlf-${++controls}`;
    const out = html('output', { for: id });
    const { min, max, step } = this.state[key];
    const write = () => this.put({ [key]: Number(range.value) });
    const range = html('input', { id, type: 'range', min, max, step, name: key, oninput: write });
    this.on([key], () => {
      range.value = this.get(key);
      out.textContent = num(this.get(key), digits);
    });
    return html('div', { class: 'dlf-row' }, html('label', { for: id }, label), range, out);
  }

  select(key, label, names = {}) {
    const id = `dlf-${++controls}`;
    const options = this.state[key].among.map((value) => html('option', { value }, names[value] ?? value));
    const box = html('select', { id, name: key, onchange: () => this.put({ [key]: box.value }) }, options);
    this.on([key], () => (box.value = this.get(key)));
    return html('div', { class: 'dlf-row' }, html('label', { for: id }, label), box);
  }

  button(label, press) {
    return html('button', { type: 'button', onclick: press }, label);
  }

  /** Buttons Play and Step; where the reader wants no motion, Step alone. */
  play(label, frame, step) {
    let timer = null;
    const stop = () => {
      clearInterval(timer);
      timer = null;
      play.textContent = label;
    };
    const start = () => {
      timer = setInterval(frame, 40);
      play.textContent = 'Pause';
    };
    const play = this.button(label, () => (timer ? stop() : start()));
    this.undo.push(stop);
    play.hidden = matchMedia('(prefers-reduced-motion: reduce)').matches;
    return [play, this.button('Step', step)];
  }

  /** A handle that follows the pointer; `move` gets the place in the units of the drawing. */
  drag(handle, move) {
    const follow = (event) => {
      if (event.type !== 'pointerdown' && !handle.hasPointerCapture(event.pointerId)) return;
      handle.setPointerCapture(event.pointerId);
      const screen = handle.ownerSVGElement.getScreenCTM().inverse();
      move(new DOMPoint(event.clientX, event.clientY).matrixTransform(screen));
      event.preventDefault(); // no text is selected on the way
    };
    handle.classList.add('dlf-handle');
    return set(handle, { onpointerdown: follow, onpointermove: follow });
  }

  /** A question that is answered before `locked`, the controls, can be used; the trait `guess` keeps the answer. */
  predict({ ask, choices, right, because }, locked) {
    const verdict = html('p', { role: 'status' });
    const answers = Object.entries(choices).map(([guess, text]) =>
      html('button', { type: 'button', value: guess, onclick: () => this.put({ guess }) }, text),
    );
    this.on(['guess'], () => {
      const guess = this.get('guess');
      locked.disabled = !guess;
      verdict.textContent = guess ? `${guess === right ? '✓ Right.' : '✗ Not quite.'} ${because}` : '';
      for (const answer of answers) set(answer, { 'aria-pressed': String(answer.value === guess) });
    });
    const legend = html('legend', {}, html('b', {}, 'Predict '), ask);
    return html('fieldset', { class: 'dlf-predict' }, legend, html('div', { class: 'dlf-buttons' }, answers), verdict);
  }

  /** The line under the figure: whether the goal is reached, and where the learner stands. */
  goal(text) {
    this.aim = html('span', {}, text);
    return html('div', {}, html('p', { class: 'dlf-goal' }, this.mark, html('b', {}, 'Goal '), this.aim), this.status);
  }

  tell(text, reached) {
    if (this.status.textContent !== text) this.status.textContent = text;
    this.mark.textContent = reached ? '✓ ' : '○ ';
    this.root.classList.toggle('dlf-reached', reached);
  }

  /** Buttons: `own` ones, Reset, and the cell that shows the same in PyTorch; `write` gives its code. */
  actions(write, ...own) {
    const code = html('textarea', { readonly: true, rows: 10, hidden: true, 'aria-label': 'The same in PyTorch' });
    const note = html('span', { role: 'status', class: 'dlf-note' });
    const copy = async () => {
      code.value = write();
      code.hidden = false;
      try {
        await navigator.clipboard.writeText(code.value);
        note.textContent = 'Copied: paste it into a cell.';
      } catch {
        code.select(); // the page may not write to the clipboard: the reader may
        note.textContent = 'Selected: press Ctrl+C or ⌘C.';
      }
    };
    this.on(Object.keys(this.state), () => {
      if (!code.hidden) code.value = write();
      note.textContent = '';
    });
    const reset = this.button('Reset', () => this.put(this.start));
    const row = [...own, reset, this.button('Copy as PyTorch', copy), note];
    return html('div', {}, html('div', { class: 'dlf-buttons' }, row), code);
  }
}
