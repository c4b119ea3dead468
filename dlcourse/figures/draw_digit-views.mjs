// The parts of the draw-a-digit figure: the sheet, the image, the bars, the maps and a kernel.
import { html, num, set, svg } from './kit.mjs';
import { CELL, board, cell } from './grid.mjs';
import { heatmap } from './canvas.mjs';
import { LAYERS, PAD, SIDE, cut, field, parse, write } from './draw_digit-math.mjs';

const SHEET = 320; // units of the drawing
const UNIT = SHEET / PAD;
const STEP = 4; // places that an arrow key moves the pen
const MOST = 340; // places in a drawing
const middle = (v) => (v + 0.5) * UNIT;

/** The sheet to draw on, with a pointer, by taps, or by keys; `joins()` says whether a tap draws a line to it. */
export function drawSheet(panel, joins) {
  const lines = svg('path', { class: 'dlf-pen' }); // one path: where lines cross, half-clear ink is not doubled
  const cursor = svg('path', { d: 'M-9 0H9M0 -9V9', class: 'dlf-pen-cursor' });
  const help = 'The sheet: arrow keys move the pen, Space draws a line to it, Escape lifts it';
  const ground = svg('rect', { width: SHEET, height: SHEET, class: 'dlf-grip' });
  const paper = svg('g', { tabindex: 0, role: 'application', 'aria-label': help, 'data-lm-suppress-shortcuts': 'true' }, ground, cursor);
  const size = { viewBox: `0 0 ${SHEET} ${SHEET}`, class: 'dlf-drawing' };
  const frame = svg('rect', { class: 'dlf-board-edge' });
  const picture = svg('svg', { ...size, role: 'img', 'aria-label': 'Your drawing, and the part of the sheet that the net gets' }, lines, frame);
  const easel = svg('svg', size, paper);
  let [at, down, pressed] = [[32, 12], false, false];

  const go = (place) => {
    at = place.map((v) => Math.max(0, Math.min(PAD - 1, Math.round(v))));
    set(cursor, { transform: `translate(${at.map(middle).join(' ')})` });
  };
  const draw = () => {
    const strokes = parse(panel.get('strokes'));
    if (strokes.flat().length >= MOST) return panel.tell('The sheet is full: undo a stroke.', false);
    if (down && strokes.length) strokes.at(-1).push(at);
    else strokes.push([at]);
    down = true;
    panel.put({ strokes: write(strokes) });
  };
  const lift = () => (down = false);
  panel.drag(paper, ({ x, y }) => {
    const [next, fresh] = [[x / UNIT - 0.5, y / UNIT - 0.5], !pressed];
    if (!fresh && (joins() || Math.hypot(next[0] - at[0], next[1] - at[1]) < 2)) return;
    if (fresh && !joins()) lift();
    pressed = true;
    go(next);
    draw();
  });
  const onlostpointercapture = () => {
    pressed = false;
    if (!joins()) lift();
  };
  const moves = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0] };
  const onkeydown = (event) => {
    const move = moves[event.key];
    if (!move && ![' ', 'Enter', 'Escape'].includes(event.key)) return;
    event.preventDefault();
    if (!panel.get('guess')) return;
    if (move) go(at.map((v, i) => v + move[i]));
    else if (event.key === 'Escape') lift();
    else draw();
    panel.tell(`Pen at ${at[0]} from the left, ${at[1]} from the top, ${down ? 'down' : 'lifted'}.`, false);
  };
  set(paper, { onlostpointercapture, onkeydown });
  go(at);
  const show = (strokes, prepared) => {
    const { middle: at, scale } = cut(strokes, prepared);
    const side = (SIDE / scale) * UNIT;
    const [x, y] = at.map((v) => middle(v) - side / 2);
    set(frame, { x, y, width: side, height: side, visibility: prepared ? 'visible' : 'hidden' });
    set(lines, { d: strokes.map((stroke) => `M${stroke.map((place) => place.map(middle).join(' ')).join('L')}h0`).join('') });
  };
  return { node: html('div', { class: 'dlf-board' }, picture, easel), show, lift };
}

/** The image that the net gets, with what a chosen cell can see, or with what counts for the answer. */
export function drawImage() {
  const cells = Array.from({ length: SIDE * SIDE }, () => svg('rect'));
  const frame = svg('rect', { class: 'dlf-board-field' });
  const label = 'The image that the net gets, 16 by 16 pixels';
  const node = svg('svg', { viewBox: `0 0 ${SIDE * CELL} ${SIDE * CELL}`, class: 'dlf-drawing', role: 'img', 'aria-label': label }, cells, frame);
  const show = (pixels, lost, seen) => {
    const most = lost ? Math.max(0.02, ...lost.map(Math.abs)) : 1;
    cells.forEach((rect, i) => {
      const look = !lost ? 'dlf-cell-ink' : lost[i] < 0 ? 'dlf-blue' : 'dlf-orange';
      const part = lost ? Math.abs(lost[i]) / most : pixels[i];
      const gap = lost && lost[i] < 0 ? CELL / 4 : 0; // small where the answer gains: hue is not all that differs
      const place = { x: (i % SIDE) * CELL + gap, y: Math.floor(i / SIDE) * CELL + gap, width: CELL - 2 * gap, height: CELL - 2 * gap };
      set(rect, { ...place, class: `dlf-cell ${look}`, 'fill-opacity': part.toFixed(3) });
    });
    if (lost) cells.forEach((rect, i) => pixels[i] > 0.5 && rect.classList.add('dlf-cell-inked'));
    const [top, left, bottom, right] = seen.map((v) => v * CELL);
    set(frame, { x: left, y: top, width: right - left, height: bottom - top, visibility: lost ? 'hidden' : 'visible' });
  };
  return { node: html('div', { class: 'dlf-board' }, node), show };
}

/** A bar for each digit. */
export function drawBars() {
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const [bar, text] = [html('span', { class: 'dlf-bar dlf-yes' }), html('td')];
    const row = html('tr', {}, html('th', { scope: 'row' }, `${digit}`), html('td', {}, html('span', { class: 'dlf-level' }, bar)), text);
    return { row, bar, text };
  });
  const caption = html('caption', {}, 'probability of each digit (softmax of the ten logits)');
  const node = html('table', { class: 'dlf-digits' }, caption, html('tbody', {}, rows.map(({ row }) => row)));
  const show = (p) => {
    const most = Math.max(...p);
    rows.forEach(({ row, bar, text }, digit) => {
      bar.style.width = `${100 * p[digit]}%`;
      text.textContent = `${p[digit] === most ? '◂ ' : ''}${num(100 * p[digit], 1)} %`;
      row.className = p[digit] === most ? 'dlf-digit-best' : '';
    });
  };
  return { node, show };
}

/** All maps of both layers as small buttons; the chosen one can be looked into. */
export function drawMaps(panel, among) {
  const buttons = among.map((name) => {
    const [layer, map] = name.split('.').map(Number);
    const side = SIDE / layer;
    const small = heatmap({ rows: side, cols: side, label: '', ink: true });
    const press = () => panel.put({ map: name });
    return { name, layer, map, side, small, button: html('button', { type: 'button', onclick: press, 'aria-label': `map ${map} of layer ${layer}` }, small.node) };
  });
  const strip = (layer, words) => {
    const own = buttons.filter((b) => b.layer === layer).map((b) => b.button);
    return html('div', {}, html('p', { class: 'dlf-note' }, words), html('div', { class: `dlf-maps dlf-maps-${layer}` }, own));
  };
  const node = html('div', { class: 'dlf-columns dlf-even' }, strip(1, 'Layer 1: 8 maps of 16 × 16 cells, kernels of 5 × 5, ReLU. Press one.'),
    strip(2, 'Layer 2, after pooling: 16 maps of 8 × 8 cells, each by 8 kernels of 3 × 3, ReLU. Map 13 died in training: it is 0 on every test drawing.'));
  const show = (maps, chosen) => {
    const most = maps.map((values) => Math.max(1e-9, ...values));
    for (const { name, layer, map, side, small, button } of buttons) {
      const size = side * side;
      small.draw(maps[layer - 1].slice((map - 1) * size, map * size).map((v) => v / most[layer - 1]));
      set(button, { 'aria-pressed': String(name === chosen) });
    }
  };
  return { node, show };
}

/** The chosen map, large, and the kernel that makes it. */
export function drawChosen(panel) {
  const choose = (row, column) => panel.get('guess') && panel.put({ row, column });
  const { node, draw, go } = board(panel, {
    label: 'The chosen map; a cell of it is framed',
    help: 'The chosen map: arrow keys choose a cell',
    point: choose,
    move: choose,
    scrolls: true,
  });
  const kernel = svg('svg', { class: 'dlf-weights', role: 'img' });
  const words = html('p', {});
  const show = (values, layer, map, row, column) => {
    const side = SIDE / layer;
    const most = Math.max(1e-9, ...values);
    const cells = Array.from(values, (v, i) => {
      const place = { x: (i % side) * CELL, y: Math.floor(i / side) * CELL, width: CELL, height: CELL };
      return svg('rect', { ...place, class: 'dlf-cell dlf-cell-ink', 'fill-opacity': ((0.9 * v) / most).toFixed(3) });
    });
    const frame = svg('rect', { x: column * CELL, y: row * CELL, width: CELL, height: CELL, class: 'dlf-board-field' });
    draw(side, side, [...cells, frame]);
    go(row, column);
    weights(layer, map);
    const [top, left, bottom, right] = field(layer - 1, row, column);
    const reads = `rows ${top} to ${bottom - 1} and columns ${left} to ${right - 1}`;
    words.textContent = `Cell (${row}, ${column}) of map ${map} in layer ${layer} is ${num(values[row * side + column])}. It sees ${reads} of the image.`;
  };
  const weights = (layer, map) => {
    const { shape: [, inputs, k], weight, bias } = LAYERS[layer - 1];
    const own = weight.slice((map - 1) * inputs * k * k, map * inputs * k * k);
    const most = Math.max(...own.map(Math.abs));
    const wide = layer === 1 ? 1 : 4; // kernels in a row
    const [gap, size] = [0.6 * CELL, k * CELL];
    const parts = Array.from(own, (v, i) => {
      const [n, r, c] = [Math.floor(i / (k * k)), Math.floor((i % (k * k)) / k), i % k];
      const [x, y] = [(n % wide) * (size + gap) + c * CELL, Math.floor(n / wide) * (size + gap) + r * CELL];
      return cell(x, y, num(v, 1), v < 0 ? 'dlf-blue' : 'dlf-orange', (0.65 * Math.abs(v)) / most);
    });
    const [w, h] = [wide, inputs / wide].map((n) => n * (size + gap) - gap);
    const what = layer === 1 ? `Kernel of map ${map}` : `Kernels of map ${map}, one for each map of layer 1`;
    set(kernel, { viewBox: `-1 -1 ${w + 2} ${h + 2}`, 'aria-label': `${what}, bias ${num(bias[map - 1])}` });
    kernel.replaceChildren(...parts.flat());
    caption.textContent = `${what}; bias ${num(bias[map - 1])}.`;
  };
  const caption = html('p', { class: 'dlf-note' });
  return { node, kernel: html('div', {}, kernel, caption), words, show };
}
