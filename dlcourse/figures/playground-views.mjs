// The three pictures of the playground: the plane, the net with its neurons, and the curves.
import { html, num, path, set, svg } from './kit.mjs';
import { contour, heatmap } from './canvas.mjs';

export const [STEPS, STRIDE, GRID, REACH] = [2000, 10, 50, 1.5];
const SIZE = 300;
const X = (x1) => ((x1 + REACH) / (2 * REACH)) * SIZE;
const Y = (x2) => SIZE - X(x2);
/** The middles of the grid's cells, row by row from the top: (GRID * GRID, 2). */
export const CELLS = Float64Array.from({ length: 2 * GRID * GRID }, (_, i) => {
  const at = (k) => ((k + 0.5) / GRID) * 2 * REACH - REACH;
  return i % 2 ? -at(Math.floor(i / 2 / GRID)) : at((i >> 1) % GRID);
});
/** What the net says in each cell, and for each hidden neuron its picture, brought to -1 to 1. */
export function look(net) {
  const { values } = net.forward(CELLS);
  const picture = (l, k) => {
    const { act, outputs } = net.layers[l];
    const all = values[l + 1].filter((_, i) => i % outputs === k);
    const a = act === 'sigmoid' ? all.map((v) => 2 * v - 1) : all;
    const most = a.reduce((m, v) => Math.max(m, Math.abs(v)), act === 'relu' || act === 'linear' ? 1e-9 : 1);
    return a.map((v) => v / most);
  };
  const hidden = net.layers.slice(0, -1);
  const pictures = hidden.map(({ outputs }, l) => Array.from({ length: outputs }, (_, k) => picture(l, k)));
  return { pictures, logits: values.at(-1) };
}

/** Every second value of every second row. */
const small = (values) => values.filter((_, i) => i % 2 === 0 && Math.floor(i / GRID) % 2 === 0);

function shape([x1, x2, label], tested) {
  const [x, y, name] = [X(x1), Y(x2), `${label ? 'dlf-orange' : 'dlf-blue'} ${tested ? 'dlf-hollow' : 'dlf-point'}`];
  if (!label) return svg('circle', { cx: x, cy: y, r: 4, class: name });
  return svg('rect', { x: x - 3.7, y: y - 3.7, width: 7.4, height: 7.4, class: name });
}

/** The plane: the picture of the net or of one neuron, its border, the lines of the first layer, the points. */
export function drawPlane(panel, add) {
  const map = heatmap({ rows: GRID, cols: GRID });
  const lines = svg('path', { class: 'dlf-line dlf-dashed' });
  const border = svg('path', {
    class: 'dlf-line dlf-strong',
    transform: `scale(${SIZE / GRID})`,
    'vector-effect': 'non-scaling-stroke',
  });
  const marks = svg('g');
  const label =
    'The plane of the two inputs, shaded by what the net says, with its border, the lines of the first layer and the points';
  const pick = (event) => {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
    add((x / SIZE) * 2 * REACH - REACH, REACH - (y / SIZE) * 2 * REACH);
  };
  const drawing = svg(
    'svg',
    { viewBox: `0 0 ${SIZE} ${SIZE}`, role: 'img', 'aria-label': label, onclick: pick },
    lines,
    border,
    marks,
  );
  const dots = ({ train, test }) =>
    marks.replaceChildren(...test.map((p) => shape(p, true)), ...train.map((p) => shape(p, false)));
  const draw = (values, cut, first, chosen) => {
    map.draw(values);
    set(border, { d: contour(cut, GRID, GRID) });
    const through = ({ W, b }, k) => {
      const [w1, w2] = [W[2 * k], W[2 * k + 1]];
      const square = w1 * w1 + w2 * w2 || 1e-9;
      const [px, py] = [(-b[k] * w1) / square, (-b[k] * w2) / square];
      const far = 9 / Math.sqrt(square);
      return `M${X(px - w2 * far)} ${Y(py + w1 * far)}L${X(px + w2 * far)} ${Y(py - w1 * far)}`;
    };
    const all = first.act === 'linear' || chosen ? [] : [...first.b.keys()];
    set(lines, { d: all.map((k) => through(first, k)).join('') });
  };
  return { node: html('div', { class: 'dlf-stack dlf-drawing' }, map.node, drawing), draw, dots };
}

/** The net: a button with its own picture for each neuron, and a line for each weight. */
export function drawNet(panel) {
  const [wide, high] = [320, 270];
  const wires = svg('svg', { viewBox: `0 0 ${wide} ${high}`, 'aria-hidden': 'true' });
  const box = html(
    'div',
    { class: 'dlf-net', role: 'group', 'aria-label': 'The hidden neurons: choose one to see it alone' },
    wires,
  );
  let [columns, maps] = [[], []];
  let room = 0; // for a neuron; the pictures are as large as the fullest layer lets them be
  const place = (column, k, n) => [
    30 + (column * (wide - 60)) / (columns.length - 1),
    high / 2 + (k - (n - 1) / 2) * room,
  ];
  const build = (net) => {
    columns = [2, ...net.layers.map((layer) => layer.outputs)];
    room = Math.min(64, high / Math.max(...columns));
    maps = columns
      .slice(1, -1)
      .map((n) => Array.from({ length: n }, () => heatmap({ rows: GRID / 2, cols: GRID / 2, full: 0.9 })));
    const buttons = maps.flatMap((list, l) =>
      list.map((map, k) => {
        const name = `${l + 1}.${k + 1}`;
        const [x, y] = place(l + 1, k, list.length);
        const press = () => panel.put({ focus: panel.get('focus') === name ? '' : name });
        const node = html(
          'button',
          { type: 'button', 'aria-label': `neuron ${k + 1} of layer ${l + 1}`, value: name, onclick: press },
          map.node,
        );
        const size = `${(100 * Math.min(56, room - 5)) / wide}%`;
        Object.assign(node.style, { left: `${(100 * x) / wide}%`, top: `${(100 * y) / high}%`, width: size });
        return node;
      }),
    );
    box.replaceChildren(wires, ...buttons);
  };
  const draw = (net, pictures, focus) => {
    const [layer, neuron] = focus.split('.').map(Number);
    const parts = [];
    net.layers.forEach(({ W, inputs, outputs }, l) => {
      for (let i = 0; i < W.length; i++) {
        const [o, k] = [Math.floor(i / inputs), i % inputs];
        const [[x1, y1], [x2, y2]] = [place(l, k, inputs), place(l + 1, o, outputs)];
        const near = !layer || (layer === l + 1 && neuron === o + 1) || (layer === l && neuron === k + 1);
        const look = {
          'stroke-width': Math.min(6, 0.4 + 1.6 * Math.abs(W[i])),
          class: W[i] < 0 ? 'dlf-minus' : 'dlf-plus',
          opacity: near ? 0.9 : 0.12,
        };
        parts.push(svg('path', { d: `M${x1} ${y1}L${x2} ${y2}`, ...look }));
      }
    });
    const text = (name, column, k, n) => {
      const [x, y] = place(column, k, n);
      return [
        svg('circle', { cx: x, cy: y, r: 14, class: 'dlf-ring dlf-full' }),
        svg('text', { x, y: y + 5, 'text-anchor': 'middle' }, name),
      ];
    };
    wires.replaceChildren(
      ...parts,
      ...text('x₁', 0, 0, 2),
      ...text('x₂', 0, 1, 2),
      ...text('z', columns.length - 1, 0, 1),
    );
    maps.forEach((list, l) => list.forEach((map, k) => map.draw(small(pictures[l][k]))));
    for (const button of box.querySelectorAll('button'))
      set(button, { 'aria-pressed': String(button.value === focus) });
  };
  return { node: box, build, draw };
}

/** The losses so far; the line at the step that is shown can be dragged. */
export function drawCurves(panel) {
  const [wide, high, left] = [320, 120, 30];
  const at = (step) => left + (step / STEPS) * (wide - left - 8);
  const [train, test, now] = ['dlf-curve dlf-thin', 'dlf-curve dlf-thin dlf-tested', 'dlf-line'].map((name) =>
    svg('path', { class: name }),
  );
  const grip = svg('rect', { x: -14, width: 28, height: high, class: 'dlf-grip' });
  panel.drag(grip, ({ x }) => panel.put({ step: ((x - left) / (wide - left - 8)) * STEPS }));
  const [top, names] = [
    svg('text', { x: 0, y: 16, class: 'dlf-small' }),
    svg('text', { x: wide - 8, y: 14, 'text-anchor': 'end', class: 'dlf-small dlf-halo' }, 'loss: training ━, test ┅'),
  ];
  const axes = svg('path', { d: `M${left} 6V${high - 8}H${wide - 8}`, class: 'dlf-line dlf-axis' });
  const label = 'Training and test loss over the steps, with a line at the step that is shown';
  const node = svg(
    'svg',
    { viewBox: `0 0 ${wide} ${high}`, role: 'img', 'aria-label': label },
    axes,
    top,
    train,
    test,
    now,
    names,
    grip,
  );
  const draw = (history, step) => {
    const some = history.filter((_, i) => i % STRIDE === 0);
    const start = Math.max(0.1, some[0].train.loss, some[0].test.loss);
    const most = Math.min(
      2 * start,
      Math.max(start, ...some.map(({ train, test }) => Math.max(train.loss, test.loss))),
    );
    const y = (loss) => high - 8 - (Math.min(loss, most) / most) * (high - 30);
    const line = (part) =>
      path([...some.keys()], (i) => !Number.isNaN(some[i][part].accuracy) && [at(i * STRIDE), y(some[i][part].loss)]);
    set(train, { d: line('train') });
    set(test, { d: line('test') });
    set(now, { d: `M${at(step)} 6V${high - 8}` });
    set(grip, { transform: `translate(${at(step)} 0)` });
    top.textContent = num(most, 1);
  };
  return { node, draw };
}
