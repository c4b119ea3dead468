// Numbers on a grid as a picture in the colors of the figures, and the line where they cross a level.
import { html } from './kit.mjs';

// As in figures.css, which turns ink white in the dark: what is not covered is transparent, so the page shines through.
const [BLUE, ORANGE, INK] = [[42, 107, 232], [217, 122, 26], [0, 0, 0]];

/**
 * A canvas of rows x cols values; CSS gives its size, so it is as sharp as the screen.
 * `draw(values)` shows them, row by row from the top: from -1, blue, over the background to 1, orange; with
 * `ink`, from 0, the background, to 1, the color of text. `full` is how much of the hue there is at 1.
 * A label "" hides it from screen readers.
 */
export function heatmap({ rows, cols, label, ink = false, full = ink ? 0.87 : 0.6 }) {
  const said = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' };
  const node = html('canvas', { width: cols, height: rows, class: ink ? 'dlf-map dlf-ink' : 'dlf-map', ...said });
  const pen = node.getContext('2d');
  const picture = pen.createImageData(cols, rows);
  const draw = (values) => {
    for (let i = 0; i < rows * cols; i++) {
      const part = Math.min(1, Math.abs(values[i])) || 0; // what is no number is background
      const hue = ink ? INK : values[i] < 0 ? BLUE : ORANGE;
      for (let c = 0; c < 3; c++) picture.data[4 * i + c] = hue[c];
      picture.data[4 * i + 3] = 255 * full * part;
    }
    pen.putImageData(picture, 0, 0);
  };
  return { node, draw };
}

/** The line where the grid's values are 0, as the `d` of a path in units of cells; a value sits in its cell's middle. */
export function contour(values, rows, cols) {
  const words = [];
  for (let r = 0; r + 1 < rows; r++) {
    for (let c = 0; c + 1 < cols; c++) {
      const at = r * cols + c;
      const negative = values[at] < 0;
      if ([1, cols, cols + 1].every((k) => values[at + k] < 0 === negative)) continue;
      const corners = [
        [c, r],
        [c + 1, r],
        [c + 1, r + 1],
        [c, r + 1],
      ];
      const v = corners.map(([x, y]) => values[y * cols + x]);
      const cuts = [];
      for (let i = 0; i < 4; i++) {
        const j = (i + 1) % 4;
        if (v[i] < 0 === v[j] < 0) continue;
        const t = v[i] / (v[i] - v[j]);
        cuts.push([0, 1].map((k) => (corners[i][k] + t * (corners[j][k] - corners[i][k]) + 0.5).toFixed(2)).join(' '));
      }
      for (let i = 0; i + 1 < cuts.length; i += 2) words.push(`M${cuts[i]}L${cuts[i + 1]}`);
    }
  }
  return words.join('');
}
