// The cell that runs a unit of the figure of gates over a string.
import { CHARACTERS, UNITS } from './gates-weights.mjs';

const list = (row) => `[${row.map((v) => v.toFixed(2)).join(', ')}]`;
const KEEPS = { LSTM: 1, GRU: 1 };

export function torch({ text, at, cell, bias }) {
  const { x, h, n, scale } = UNITS[cell];
  const keep = KEEPS[cell] === undefined || !bias ? '' : `    unit.bias_ih[${KEEPS[cell]}] = ${bias.toFixed(1)}  # of the gate that keeps\n`;
  const inside = cell === 'GRU' ? `    unit.bias_hh[2] = ${n.toFixed(2)}\n` : '';
  const long = cell === 'LSTM';
  return `import torch
from torch import nn

text = "${text.slice(0, at)}"
unit = nn.${cell}Cell(${CHARACTERS.length}, 1)
with torch.no_grad():
    unit.weight_ih.copy_(torch.tensor([${x.map(list).join(', ')}]))  # columns: ${CHARACTERS}
    unit.weight_hh.copy_(torch.tensor(${list(h)})[:, None])
    unit.bias_ih.zero_()
    unit.bias_hh.zero_()
${inside}${keep}
X = torch.eye(${CHARACTERS.length})[[${JSON.stringify(CHARACTERS)}.index(character) for character in text]]
h = ${long ? 'c = ' : ''}torch.zeros(1, 1)
carried = []
for x in X:
    ${long ? 'h, c = unit(x[None], (h, c))' : 'h = unit(x[None], h)'}
    carried.append(${long ? 'c' : 'h'})
    carried[-1].retain_grad()
h.backward()
print(f"h {h.item():.3f}, answer {${scale.toFixed(2)} * h.item():.2f}")
for character, state in zip(text, carried):
    print(f"{character}  ${long ? 'c' : 'h'} {state.item():6.3f}  gradient {state.grad.item():.1e}")
`;
}
