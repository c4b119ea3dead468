// Backpropagation by hand: values go down a graph, then local derivative × upstream = gradient goes up, edge by edge.
import { Panel, html, svg } from './kit.mjs';
import { GRAPHS, OPERATIONS, backpropagate, hint, short, torch } from './backprop-math.mjs';

const leaf = { min: -4, max: 4, step: 0.5 };

export const state = {
  graph: { among: ['error', 'ReLU', 'shared'] },
  w: leaf,
  x: leaf,
  b: leaf,
  y: leaf,
  step: { min: 0, max: 13, step: 1 },
};

const BOX = { width: 104, height: 52 };
const X = (column) => 58 + column * 115;
const Y = (row) => 32 + row * 98;

/** The state of the stepper as everything that is drawn and asked needs it. */
function progress(values) {
  const { graph, step } = values;
  const { nodes } = GRAPHS[graph];
  const run = backpropagate(graph, values);
  const last = nodes.length + run.edges.length;
  const back = Math.min(step, last) - nodes.length;
  const crossed = run.edges.slice(0, Math.max(0, back));
  const gradients = back >= 0 ? { loss: 1 } : {};
  for (const { to, total } of crossed) gradients[to] = total;
  return {
    ...run, nodes, last, crossed, step: Math.min(step, last),
    known: new Set([...Object.keys(GRAPHS[graph].leaves), ...nodes.slice(0, step).map(({ name }) => name)]),
    gradients, // as far as they are known
    next: back >= 0 ? run.edges[back] : undefined,
    node: nodes[step],
  };
}

function drawBox(name, title, [column, row], { known, values, gradients, next, node }, round) {
  const [x, y] = [X(column) - BOX.width / 2, Y(row) - BOX.height / 2];
  const busy = next?.to === name || node?.name === name;
  const shape = svg('rect', { x, y, ...BOX, rx: round ? 26 : 6, class: `dlf-box${busy ? ' dlf-busy' : ''}` });
  const gradient = name in gradients ? `∇ ${short(gradients[name])}` : next?.to === name ? '∇ ?' : '';
  return [
    shape,
    svg('text', { x: x + BOX.width / 2, y: y + 20, 'text-anchor': 'middle' }, title),
    svg('text', { x: x + (gradient ? 16 : BOX.width / 2), y: y + 41, 'text-anchor': gradient ? 'start' : 'middle', class: 'dlf-value' }, known.has(name) ? short(values[name]) : '…'),
    svg('text', { x: x + BOX.width - 14, y: y + 41, 'text-anchor': 'end', class: 'dlf-gradient' }, gradient),
  ];
}

function drawEdge(from, to, edge, { crossed, next }) {
  const [x1, y1, x2, y2] = [X(from[0]), Y(from[1]) + BOX.height / 2, X(to[0]), Y(to[1]) - BOX.height / 2];
  const done = crossed.includes(edge);
  const look = done ? 'dlf-back' : edge === next ? 'dlf-back dlf-dashed' : '';
  // a gradient goes up, with its arrow at the upper end
  const [bx, by, tx, ty] = look ? [x2, y2, x1, y1] : [x1, y1, x2, y2];
  const turn = (Math.atan2(ty - by, tx - bx) * 180) / Math.PI;
  const parts = [
    svg('path', { d: `M${bx} ${by}L${tx} ${ty}`, class: `dlf-line dlf-edge ${look}` }),
    svg('path', { d: 'M0 0L-9 -5L-9 5Z', transform: `translate(${tx} ${ty}) rotate(${turn})`, class: look ? 'dlf-orange' : 'dlf-tip' }),
  ];
  const label = done ? `× ${short(edge.local)}` : edge === next ? '× ?' : '';
  const at = { x: (x1 + x2) / 2 + 6, y: (y1 + y2) / 2 + 5 };
  return label ? [...parts, svg('text', { ...at, class: 'dlf-halo' }, label)] : parts;
}

function drawGraph(panel, values) {
  const picture = svg('svg', { role: 'img', 'aria-label': 'The graph of the calculation, with values and the gradients found so far' });
  panel.on(Object.keys(state), () => {
    const now = values();
    const { leaves, nodes } = GRAPHS[now.graph];
    const at = { ...leaves, ...Object.fromEntries(nodes.map((node) => [node.name, node.at])) };
    const view = progress(now);
    const height = Y(Math.max(...nodes.map((node) => node.at[1]))) + BOX.height / 2 + 4;
    const edges = view.edges.map((edge) => drawEdge(at[edge.to], at[edge.from], edge, view));
    const boxes = [
      ...Object.entries(leaves).map(([name, place]) => drawBox(name, name, place, view, true)),
      ...nodes.map(({ name, op, of, at: place }) =>
        drawBox(name, `${name} = ${OPERATIONS[op].write(...of)}`, place, view, false),
      ),
    ];
    picture.setAttribute('viewBox', `0 0 346 ${height}`);
    picture.replaceChildren(...edges.flat(), ...boxes.flat());
  });
  return picture;
}

/** What was multiplied on each edge so far. */
function drawTable(panel, values) {
  const rows = html('tbody');
  panel.on(Object.keys(state), () => {
    const { crossed } = progress(values());
    const lines = crossed.map(({ to, from, formula, local, upstream, gradient, before, total }) => {
      const what = formula === short(local) ? formula : `${formula} = ${short(local)}`;
      const sum = before === undefined ? '' : `; with ${short(before)} from before: ${short(total)}`;
      const cells = [what, `× ${short(upstream)}`, `= ${short(gradient)}${sum}`];
      return html('tr', {}, html('th', { scope: 'row' }, `${from} → ${to}`), cells.map((text) => html('td', {}, text)));
    });
    rows.replaceChildren(...lines);
  });
  const head = ['edge', 'local', 'upstream', 'gradient'].map((text) => html('th', { scope: 'col' }, text));
  const caption = html('caption', {}, 'Local derivative × upstream gradient = gradient');
  return html('table', { class: 'dlf-steps' }, caption, html('thead', {}, html('tr', {}, head)), rows);
}

function render({ model, el }) {
  const panel = new Panel({ model, el }, state, 'Backpropagation, edge by edge');
  const values = () => Object.fromEntries(Object.keys(state).map((key) => [key, panel.get(key)]));
  const begin = () => GRAPHS[panel.get('graph')].nodes.length + 1; // one edge as an example
  let helped = new Set(); // the edges that the figure gave, by step
  let own = new Set(); // those that the learner gave first
  let word = '';
  const move = (step, says = '') => {
    word = says;
    panel.put({ step });
    judge();
  };

  const field = html('input', { type: 'number', step: 'any', id: `dlf-answer-${Math.random().toString(36).slice(2)}`, autocomplete: 'off' });
  const question = html('label', { for: field.id });
  const check = html('button', { type: 'submit' }, 'Check');
  const form = html('form', { class: 'dlf-ask', onsubmit: (event) => {
    event.preventDefault();
    const { next, step } = progress(values());
    const given = field.value.trim() === '' ? NaN : Number(field.value);
    if (Number.isNaN(given)) word = 'Type a number, such as −2.5.';
    else if (Math.abs(given - next.gradient) < 0.005) {
      field.value = '';
      if (step >= begin() && !helped.has(step)) own.add(step);
      return move(step + 1, `✓ ${short(next.local)} × ${short(next.upstream)} = ${short(next.gradient)} flows into ${next.to}. `);
    } else word = `✗ ${hint(next, given)} `;
    judge();
  } }, question, html('div', { class: 'dlf-buttons' }, field, check));
  const forward = panel.button('Next value', () => move(panel.get('step') + 1));
  const reveal = panel.button('Show it', () => {
    const { next, step } = progress(values());
    helped.add(step);
    move(step + 1, `${short(next.local)} × ${short(next.upstream)} = ${short(next.gradient)} flows into ${next.to}. `);
  });
  const back = panel.button('Back', () => move(progress(values()).step - 1));
  const fromStart = panel.button('From the first value', () => move(0));

  const judge = () => {
    const { next, node, step, edges, gradients } = progress(values());
    form.hidden = !next;
    reveal.hidden = !next;
    forward.hidden = !node;
    back.disabled = step === 0;
    if (next) question.textContent = `The gradient ${short(next.upstream)} arrives at ${next.from}. How much of it flows into ${next.to}?`;
    const asked = edges.length - 1; // but for the example
    const names = Object.keys(GRAPHS[panel.get('graph')].leaves);
    const result = names.map((name) => `∂loss/∂${name} = ${short(gradients[name] ?? 0)}`).join(', ');
    if (node) panel.tell(`${word}Forward: the next value is ${node.name}.`, false);
    else if (next) panel.tell(`${word}${step - GRAPHS[panel.get('graph')].nodes.length} of ${edges.length} edges crossed.`, false);
    else panel.tell(`${word}All done: ${result}. ${own.size} of ${asked} were yours.`, own.size === asked);
  };

  const names = { error: 'squared error', ReLU: 'a neuron with ReLU', shared: 'w used twice' };
  const sliders = Object.fromEntries(['w', 'x', 'b', 'y'].map((name) => [name, panel.slider(name, name)]));
  const controls = html(
    'fieldset', { class: 'dlf-controls' }, html('legend', { class: 'dlf-hidden' }, 'The graph and its inputs'),
    panel.select('graph', 'graph', names), Object.values(sliders),
  );
  let drawn = panel.get('graph');
  panel.on(['graph'], () => {
    sliders.b.hidden = !('b' in GRAPHS[panel.get('graph')].leaves);
    if (drawn === panel.get('graph')) return;
    drawn = panel.get('graph');
    helped = new Set();
    own = new Set();
    move(begin());
  });
  panel.on(['w', 'x', 'b', 'y'], () => (word = ''));
  panel.root.append(
    html('div', { class: 'dlf-columns' }, drawGraph(panel, values), html('div', {},
      form, html('div', { class: 'dlf-buttons' }, forward, reveal, back, fromStart),
      panel.goal('give every gradient before it is shown; the first is an example.'),
      drawTable(panel, values), controls)),
    panel.actions(() => torch(values())),
  );
  panel.on(Object.keys(state), judge);
  return () => panel.dispose();
}

export default { state, render };
