// The parts of the latent walk: the plane of codes, two images side by side, and the rows of drawings on the way.
import { html, set, svg } from './kit.mjs';
import { contour, heatmap } from './canvas.mjs';
import { PLACES, REACH, codes, decode, holes, kinds, middles } from './latent_walk-math.mjs';

const SIZE = 320; // units of the plane
const [TILES, CELLS] = [13, 40]; // on a side: drawings, and cells that are a hole or none
const SIDE = 8; // pixels of an image
const PITCH = SIDE + 1; // from one to the next
const STEP = 0.1; // that an arrow key moves
const spot = ([x, y]) => [(SIZE / 2) * (1 + x / REACH), (SIZE / 2) * (1 - y / REACH)];
const value = ({ x, y }) => [(x / (SIZE / 2) - 1) * REACH, (1 - y / (SIZE / 2)) * REACH];
const shift = (code) => `translate(${spot(code).map((v) => v.toFixed(1)).join(' ')})`;

/** What `make` gives for a name, made once. */
function once(make) {
  const kept = new Map();
  return (name) => kept.get(name) ?? kept.set(name, make(name)).get(name);
}

/** Cells of the plane that are true, as one path of rectangles. */
function shade(cells) {
  const unit = SIZE / CELLS;
  const words = [];
  for (let row = 0; row < CELLS; row++) {
    for (let from = 0, to; from < CELLS; from = to) {
      for (to = from + 1; to < CELLS && cells[row * CELLS + to] === cells[row * CELLS + from]; ) to++;
      if (cells[row * CELLS + from]) words.push(`M${from * unit} ${row * unit}h${(to - from) * unit}v${unit}h${(from - to) * unit}z`);
    }
  }
  return words.join('');
}

/** The plane of codes: `go(end, code)` is called where the flag, the ring or a key goes. */
export function drawPlane(panel, go) {
  const size = { viewBox: `0 0 ${SIZE} ${SIZE}`, class: 'dlf-drawing' };
  const tiles = heatmap({ rows: TILES * PITCH, cols: TILES * PITCH, label: '', ink: true });
  const [ground, border] = [svg('path', { class: 'dlf-walk-hole' }), svg('path', { class: 'dlf-walk-border', transform: `scale(${SIZE / CELLS})` })];
  const marks = kinds.map((kind) => svg('text', { y: 4, 'text-anchor': 'middle', class: 'dlf-cell-small' }, `${kind}`));
  const numerals = svg('g', {}, marks);
  const line = svg('path', { class: 'dlf-line dlf-strong' });
  const label = 'The plane of codes: each numeral is a digit at its code; a line leads from the flag to the ring';
  const picture = svg('svg', { ...size, role: 'img', 'aria-label': label }, ground, border, numerals, line);

  const help = 'The plane: arrow keys move the ring';
  const field = svg('rect', { width: SIZE, height: SIZE, class: 'dlf-grip' });
  const frame = svg('rect', { x: 2, y: 2, width: SIZE - 4, height: SIZE - 4, class: 'dlf-board-pen' });
  const paper = svg('g', { tabindex: 0, role: 'application', 'aria-label': help, 'data-lm-suppress-shortcuts': 'true' }, field, frame);
  const ring = svg('g', {}, svg('circle', { r: 18, class: 'dlf-grip' }), svg('circle', { r: 9, class: 'dlf-ring dlf-walk-end' }));
  const flag = svg('g', {}, svg('rect', { x: -16, y: -26, width: 32, height: 38, class: 'dlf-grip' }), svg('path', { d: 'M0 0V-20L14 -14L0 -9', class: 'dlf-walk-flag' }), svg('circle', { r: 3.5, class: 'dlf-walk-foot' }));
  const easel = svg('svg', size, paper, flag, ring);
  panel.drag(paper, (at) => go('z', value(at)));
  paper.style.touchAction = 'pan-y';
  panel.drag(ring, (at) => go('z', value(at)));
  panel.drag(flag, (at) => go('f', value(at)));
  const moves = { ArrowUp: [0, STEP], ArrowDown: [0, -STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0] };
  let here = [0, 0];
  set(paper, { onkeydown: (event) => {
    const way = moves[event.key];
    if (!way) return;
    event.preventDefault();
    if (panel.get('guess')) go('z', here.map((v, i) => v + way[i]));
  } });

  const empty = once((net) => holes(net, CELLS));
  const map = once((net) => {
    const values = new Float64Array((TILES * PITCH) ** 2);
    middles(TILES).forEach((code, i) => {
      const [top, left] = [Math.floor(i / TILES) * PITCH, (i % TILES) * PITCH];
      decode(net, code).forEach((v, j) => (values[(top + Math.floor(j / SIDE)) * TILES * PITCH + left + (j % SIDE)] = v));
    });
    return values;
  });
  const show = ({ net, plane, from, to, guess }) => {
    here = to;
    const drawings = plane === 'drawings';
    tiles.draw(drawings ? map(net) : new Float64Array((TILES * PITCH) ** 2));
    set(numerals, { visibility: drawings ? 'hidden' : 'visible' });
    codes(net).forEach((code, i) => set(marks[i], { transform: shift(code) }));
    const found = guess ? empty(net) : [];
    set(ground, { d: shade(found) });
    set(border, { d: guess ? contour(found.map((hole) => (hole ? -1 : 1)), CELLS, CELLS) : '' });
    set(line, { d: `M${spot(from).join(' ')}L${spot(to).join(' ')}` });
    set(flag, { transform: shift(from) });
    set(ring, { transform: shift(to) });
  };
  return { node: html('div', { class: 'dlf-gan-plane' }, tiles.node, picture, easel), show };
}

/** What is drawn at the ring, beside the nearest real digit. */
export function drawPair() {
  const images = ['What is drawn at the ring', 'The nearest real digit'].map((label) => heatmap({ rows: SIDE, cols: SIDE, label, ink: true }));
  const captions = images.map(() => html('figcaption'));
  const node = html('div', { class: 'dlf-walk-pair' }, images.map((image, i) => html('figure', {}, image.node, captions[i])));
  const show = (pixels, texts) => images.forEach((image, i) => {
    image.draw(pixels[i]);
    captions[i].textContent = texts[i];
  });
  return { node, show };
}

/** Nine drawings in a row, and under each the kind of the nearest real digit, or a cross. */
export function drawRow(title) {
  const cols = PLACES * PITCH - 1;
  const { node: canvas, draw } = heatmap({ rows: SIDE, cols, label: `${title}: nine drawings`, ink: true });
  const names = Array.from({ length: PLACES }, () => html('span'));
  const node = html('div', { class: 'dlf-walk-row' }, html('p', {}, title), canvas, html('div', { class: 'dlf-walk-names' }, names));
  const show = (places) => {
    const values = new Float64Array(SIDE * cols);
    places.forEach(({ image, kind, unlike }, i) => {
      image.forEach((v, j) => (values[Math.floor(j / SIDE) * cols + i * PITCH + (j % SIDE)] = v));
      names[i].textContent = unlike ? '✕' : `${kind}`;
    });
    draw(values);
  };
  return { node, show };
}
