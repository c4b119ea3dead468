// A kernel slides over an image: the products behind one output, their sum, and how large the output gets.
import { Panel, html, num, svg } from './kit.mjs';
import { CELL, board, cell } from './grid.mjs';
import { convolve, outputSize, products, span } from './convolution-math.mjs';
import { torch } from './convolution-torch.mjs';

const N = 8; // pixels on a side of the image
const NUMBER = '-?\\d(?:\\.\\d)?';
const KERNEL = [0, 3, 8, 15, 24].map((more) => `${NUMBER}(?: ${NUMBER}){${more}}`).join('|');

export const state = {
  image: { pattern: `\\d{${N * N}}` },
  kernel: { pattern: KERNEL },
  stride: { min: 1, max: 3, step: 1 },
  padding: { min: 0, max: 2, step: 1 },
  dilation: { min: 1, max: 3, step: 1 },
  row: { min: 0, max: N + 3, step: 1 },
  column: { min: 0, max: N + 3, step: 1 },
  guess: { among: ['', 'same', 'shifts', 'all'] },
};
const IMAGES = {
  box: '0000000000000000009999000099990000999900009999000000000000000000',
  seven: '0000000009999990000009900000990000999900009900000990000000000000',
  slope: '0123456701234567012345670123456701234567012345670123456701234567',
  dot: '0000000000000000000000000009000000000000000000000000000000000000',
};
const KERNELS = {
  'vertical edges': '-1 0 1 -1 0 1 -1 0 1',
  outline: '-1 -1 -1 -1 8 -1 -1 -1 -1',
  blur: '0 0.2 0 0.2 0.2 0.2 0 0.2 0',
  sharpen: '0 -1 0 -1 5 -1 0 -1 0',
  copy: '0 0 0 0 1 0 0 0 0',
};
const QUESTION = {
  ask: 'Move the whole image one pixel to the right. What happens to the output?',
  choices: { same: 'it stays', shifts: 'it moves along', all: 'each number changes' },
  right: 'shifts',
  because: 'The same weights look at every place, so what they find moves with the image. Press “Shift →”. Only the border is different.',
};

const short = (v) => (Number.isInteger(v) ? num(v, 0) : num(v, 1));
/** The same image one pixel to the right; what comes in on the left is empty. */
const shifted = (image) => image.replace(RegExp(`(.{${N - 1}}).`, 'g'), '0$1');
/** A kernel as k x k numbers, cut or filled up with zeros on the right and below. */
function resized(kernel, k, to) {
  const at = (i) => [Math.floor(i / to), i % to];
  return Array.from({ length: to * to }, (_, i) => (Math.max(...at(i)) < k ? kernel[at(i)[0] * k + at(i)[1]] : 0));
}
/** The four sides of these cells, as the `d` of a path. */
const frames = (places) => places.map(([x, y]) => `M${x} ${y}h${CELL}v${CELL}h-${CELL}z`).join('');

/** The image with its padding, to be painted. */
function drawImage(panel, brush) {
  const paint = (row, column, to) => {
    const i = row * N + column;
    const image = panel.get('image');
    panel.put({ image: image.slice(0, i) + to + image.slice(i + 1) });
  };
  const tell = (row, column) => panel.tell(`Pixel ${row}, ${column}: ${panel.get('image')[row * N + column]}.`, false);
  const { node, draw } = board(panel, {
    label: 'The image as numbers, and the pixels that the chosen output reads',
    help: 'Image: arrow keys move, the digits 0 to 9 paint a pixel',
    point: (row, column) => paint(row, column, brush.value),
    move: tell,
    key: ({ key }, row, column) => {
      if (!/^[0-9 ]$/.test(key) || !panel.get('guess')) return false;
      paint(row, column, key === ' ' ? brush.value : key);
      return true;
    },
  });
  const show = ({ image, padding }, extent, reads) => {
    const [corner, outer] = [((extent - N) * CELL) / 2, ((extent - N) / 2 - padding) * CELL];
    const wide = (N + 2 * padding) * CELL;
    const shade = (v) => (v < 5 ? 0.09 * v : 0.6 + 0.08 * (v - 5)); // each number has contrast to its ground
    const cells = image.flatMap((v, i) => cell(corner + (i % N) * CELL, corner + Math.floor(i / N) * CELL, `${v}`, 'dlf-cell-ink', shade(v)));
    const zeros = Array.from({ length: (N + 2 * padding) ** 2 }, (_, i) => [Math.floor(i / (N + 2 * padding)), i % (N + 2 * padding)])
      .filter(([r, c]) => Math.min(r, c) < padding || Math.max(r, c) >= N + padding)
      .map(([r, c]) => svg('text', { x: outer + (c + 0.5) * CELL, y: outer + (r + 0.5) * CELL + 4, 'text-anchor': 'middle', class: 'dlf-small' }, '0'));
    const edge = svg('rect', { x: outer, y: outer, width: wide, height: wide, class: 'dlf-board-edge' });
    const places = reads.map(({ x, y }) => [corner + x * CELL, corner + y * CELL]);
    draw(extent, N, [edge, ...zeros, ...cells, svg('path', { d: frames(places), class: 'dlf-board-field' })]);
  };
  return { node, show };
}

/** The output; pressing a cell or moving to it shows how it came about. */
function drawOutput(panel) {
  const choose = (row, column) => panel.put({ row, column });
  const { node, draw, go } = board(panel, {
    label: 'The output as numbers',
    help: 'Output: arrow keys choose a number to look into',
    point: choose,
    move: (row, column) => panel.get('guess') && choose(row, column),
    scrolls: true,
  });
  const show = ({ size, values }, extent, row, column) => {
    const corner = ((extent - size) * CELL) / 2;
    const most = Math.max(1e-9, ...values.map(Math.abs));
    const cells = values.flatMap((v, i) =>
      cell(corner + (i % size) * CELL, corner + Math.floor(i / size) * CELL, short(v), v < 0 ? 'dlf-blue' : 'dlf-orange', (0.6 * Math.abs(v)) / most));
    const chosen = svg('path', { d: frames([[corner + column * CELL, corner + row * CELL]]), class: 'dlf-board-field' });
    const side = (extent * CELL) / 2;
    const none = svg('text', { x: side, y: side, 'text-anchor': 'middle' }, 'the kernel does not fit');
    draw(extent, size, size ? [...cells, chosen] : [none]);
    go(row, column);
  };
  return { node, show };
}

/** The kernel to edit, each weight between the pixel it meets and their product. */
function drawKernel(panel) {
  const table = html('table', { class: 'dlf-kernel' });
  const caption = html('caption', {}, 'pixel × weight = product');
  let cells = [];
  const write = () => {
    const typed = cells.map(({ input }) => Number(input.value));
    if (cells.some(({ input }) => input.value === '' || !input.checkValidity())) return;
    panel.put({ kernel: typed.join(' ') });
  };
  const make = (k, i) => {
    const name = `weight, row ${Math.floor(i / k)}, column ${i % k}`;
    const input = html('input', { type: 'number', min: -9, max: 9, step: 0.1, 'aria-label': name, oninput: write });
    return { input, pixel: html('span'), product: html('b') };
  };
  const show = (kernel, k, parts) => {
    if (cells.length !== k * k) {
      cells = kernel.map((_, i) => make(k, i));
      const row = (r) => html('tr', {}, cells.slice(r * k, (r + 1) * k).map(({ pixel, input, product }) => html('td', {}, pixel, input, product)));
      table.replaceChildren(caption, html('tbody', {}, Array.from({ length: k }, (_, r) => row(r))));
    }
    cells.forEach(({ input, pixel, product }, i) => {
      if (Number(input.value) !== kernel[i] || input.value === '') input.value = kernel[i];
      pixel.textContent = parts.length ? `${parts[i].value} ×` : '–';
      product.textContent = parts.length ? `= ${short(parts[i].product)}` : '';
      product.className = !parts.length || !parts[i].product ? '' : parts[i].product > 0 ? 'dlf-plus-line' : 'dlf-minus-line';
    });
  };
  return { node: table, show };
}

function render({ model, el }) {
  const panel = new Panel({ model, el }, state, 'A kernel slides over an image');
  const get = (key) => panel.get(key);
  const choice = (label, values, start) => html('select', { 'aria-label': label }, values.map((v) => html('option', { value: v, selected: v === start }, `${v}`)));
  const brush = choice('brush', [9, 8, 7, 6, 5, 4, 3, 2, 1, 0], 9);
  const side = choice('kernel size', [1, 2, 3, 4, 5], 3);
  const now = () => {
    const kernel = get('kernel').split(' ').map(Number);
    const settings = Object.fromEntries(['stride', 'padding', 'dilation', 'row', 'column'].map((key) => [key, get(key)]));
    const k = Math.sqrt(kernel.length);
    return { image: [...get('image')].map(Number), n: N, kernel, k, ...settings, size: Math.max(0, outputSize(N, k, settings.stride, settings.padding, settings.dilation)) };
  };
  side.addEventListener('change', () => {
    const { kernel, k } = now();
    panel.put({ kernel: resized(kernel, k, Number(side.value)).join(' ') });
  });
  const [image, output, table] = [drawImage(panel, brush), drawOutput(panel), drawKernel(panel)];
  const [sum, formula, count] = [html('p', { class: 'dlf-conv-sum' }), html('p', { class: 'dlf-conv-size' }), html('p', { class: 'dlf-note' })];

  const next = () => {
    const { size, row, column } = now();
    const i = size ? (row * size + column + 1) % (size * size) : 0;
    panel.put({ row: Math.floor(i / (size || 1)), column: i % (size || 1) });
  };
  let frame = 0;
  const slowly = () => ++frame % 6 === 0 && next();
  const sets = (key, all) => Object.entries(all).map(([name, value]) => panel.button(name, () => panel.put({ [key]: value })));
  const controls = html(
    'fieldset', { class: 'dlf-controls' }, html('legend', { class: 'dlf-hidden' }, 'The image, the kernel, and how it slides'),
    html('div', { class: 'dlf-buttons' }, html('span', {}, 'Image'), sets('image', IMAGES), panel.button('Shift →', () => panel.put({ image: shifted(get('image')) })),
      panel.button('Clear', () => panel.put({ image: '0'.repeat(N * N) })), html('label', {}, 'brush ', brush)),
    html('div', { class: 'dlf-buttons' }, html('span', {}, 'Kernel'), sets('kernel', KERNELS), html('label', {}, 'size ', side)),
    html('div', { class: 'dlf-columns dlf-even' },
      html('div', {}, table.node, sum),
      html('div', {}, panel.slider('stride', 'stride', 0), panel.slider('padding', 'padding', 0), panel.slider('dilation', 'dilation', 0),
        panel.slider('row', 'out row', 0), panel.slider('column', 'column', 0), html('div', { class: 'dlf-buttons' }, panel.play('Slide', slowly, next)), formula, count)),
  );
  const titled = (title, words, part) => html('div', {}, html('p', { class: 'dlf-board-title' }, html('b', {}, title), ` ${words}`), part.node);
  panel.root.append(
    panel.predict(QUESTION, controls),
    html('div', { class: 'dlf-columns dlf-even' }, titled('Image', 'paint on it', image), titled('Output', 'press a number', output)),
    controls,
    panel.goal('with dilation 2, an output as large as the image, by a kernel that sees horizontal edges and no vertical ones.'),
    panel.actions(() => torch(now())),
  );
  const bars = [...controls.querySelectorAll('[name=row], [name=column]')];

  const judge = ({ kernel, k, dilation }, { size }) => {
    const total = (of) => Array.from({ length: k }, (_, a) => Number(Array.from({ length: k }, (_, b) => kernel[of(a, b)]).reduce((s, v) => s + v, 0).toFixed(6)));
    const [columns, rows] = [total((a, b) => b * k + a), total((a, b) => a * k + b)];
    // an image that is alike in each column meets only the sums of the kernel's columns
    const [blind, sees] = [columns.every((v) => v === 0), rows.some((v) => v !== 0)];
    const large = dilation === 2 && size === N && k > 1;
    const edges = blind ? `all 0: no vertical edge is seen${sees ? '' : ', and no horizontal one'}` : `${columns.map(short).join(', ')}: vertical edges are seen`;
    panel.tell(`Output ${size} × ${size}, dilation ${dilation}. The kernel’s columns sum to ${edges}.${large && blind && sees ? ' Reached.' : ''}`, large && blind && sees);
  };
  const show = () => {
    const at = now();
    const { n, k, stride, padding, dilation, size } = at;
    const last = Math.max(0, size - 1);
    if (size && Math.max(at.row, at.column) > last) return panel.put({ row: Math.min(at.row, last), column: Math.min(at.column, last) });
    for (const bar of bars) bar.max = last;
    side.value = k;
    const out = convolve(at.image, n, at.kernel, k, at);
    const parts = size ? products(at.image, n, at.kernel, k, at.row, at.column, at) : [];
    const extent = Math.max(n + 2 * padding, size);
    image.show(at, extent, parts);
    output.show(out, extent, at.row, at.column);
    table.show(at.kernel, k, parts);
    const terms = parts.map(({ product }) => product).filter((v) => v || k < 4);
    const words = terms.map((v, i) => `${i ? (v < 0 ? ' − ' : ' + ') : v < 0 ? '−' : ''}${short(Math.abs(v))}`).join('') || '0';
    sum.replaceChildren(`out[${at.row}, ${at.column}] = ${words} = `, html('b', {}, size ? short(out.values[at.row * size + at.column]) : '–'));
    if (!size) sum.textContent = 'No place for the kernel: no output.';
    const spread = span(k, dilation);
    formula.replaceChildren(
      html('b', {}, 'Size'), ` ⌊(n + 2·padding − span) / stride⌋ + 1, with span = dilation·(k − 1) + 1 = ${spread}`, html('br'),
      size ? `= ⌊(${n} + ${2 * padding} − ${spread}) / ${stride}⌋ + 1 = ` : `${n} + ${2 * padding} − ${spread} < 0: `, html('b', {}, size ? `${size}` : 'it does not fit'),
    );
    const many = (v) => v.toLocaleString('en-US');
    count.textContent = `${k * k} weights make all ${size * size} outputs; a linear layer would need ${n * n} × ${size * size} = ${many(n * n * size * size)}.`;
    judge(at, out);
  };
  panel.on(['guess'], () => {
    for (const { node } of [image, output]) node.classList.toggle('dlf-locked', !get('guess'));
  });
  panel.on(Object.keys(state), show);
  return () => panel.dispose();
}

export default { state, render };
