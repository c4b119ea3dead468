// A board of square cells: a picture of numbers, and an easel over it that the pointer and the arrow keys reach.
import { html, set, svg } from './kit.mjs';

export const CELL = 30; // pixels of the drawing
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * `label` says what the picture shows, `help` what the keys do. `point(row, column)` is called for a cell that the
 * pointer presses or drags over; `key(event, row, column)` for each key but the arrows, and says whether it used it;
 * `move(row, column)` when the arrows move the cursor. A finger that moves over a board that `scrolls` moves the page.
 */
export function board(panel, { label, help, point, key = () => false, move = () => {}, scrolls = false }) {
  const picture = svg('svg', { class: 'dlf-drawing', role: 'img', 'aria-label': label });
  const pen = svg('rect', { width: CELL, height: CELL, class: 'dlf-board-pen' });
  const ground = svg('rect', { class: 'dlf-grip' });
  const paper = svg('g', { tabindex: 0, role: 'application', 'aria-label': help, 'data-lm-suppress-shortcuts': 'true' }, ground, pen);
  const easel = svg('svg', { class: 'dlf-drawing' }, paper);
  let [size, origin, row, column, last] = [1, 0, 0, 0, ''];

  const go = (r, c) => {
    [row, column] = [r, c].map((v) => Math.max(0, Math.min(size - 1, v)));
    set(pen, { x: origin + column * CELL, y: origin + row * CELL });
  };
  panel.drag(paper, ({ x, y }) => {
    const [r, c] = [y, x].map((v) => Math.floor((v - origin) / CELL));
    if (Math.min(r, c) < 0 || Math.max(r, c) >= size || `${r} ${c}` === last) return;
    last = `${r} ${c}`;
    go(r, c);
    point(r, c);
  });
  const onkeydown = (event) => {
    const way = MOVES[event.key];
    if (way) {
      go(row + way[0], column + way[1]);
      move(row, column);
    }
    if (way || key(event, row, column)) event.preventDefault();
  };
  set(paper, { onkeydown, onlostpointercapture: () => (last = '') });
  if (scrolls) paper.style.touchAction = 'pan-y';

  /** Show `parts`, SVG in a square of `extent` cells, of which the middle `cells` x `cells` can be reached. */
  const draw = (extent, cells, parts) => {
    const side = extent * CELL;
    for (const part of [picture, easel]) set(part, { viewBox: `0 0 ${side} ${side}` });
    set(ground, { width: side, height: side });
    [size, origin] = [cells, ((extent - cells) * CELL) / 2];
    picture.replaceChildren(...parts);
    go(row, column);
  };
  return { node: html('div', { class: 'dlf-board' }, picture, easel), draw, go };
}

/** One cell with its number at (x, y); `look` is the class of its ground and `part`, from 0 to 1, how much of it there is. */
export function cell(x, y, text, look, part) {
  const ground = svg('rect', { x, y, width: CELL, height: CELL, class: `dlf-cell ${look}`, 'fill-opacity': part.toFixed(3) });
  const dark = look === 'dlf-cell-ink' && part > 0.5 ? ' dlf-cell-over' : '';
  const small = text.length > 2 ? ' dlf-cell-small' : '';
  const middle = { x: x + CELL / 2, y: y + CELL / 2 + 4.5, 'text-anchor': 'middle' };
  return [ground, svg('text', { ...middle, class: `dlf-cell-text${dark}${small}` }, text)];
}
