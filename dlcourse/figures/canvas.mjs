// Numbers on a grid as a picture in the colors of the page, and the line where they cross a level.
import { html } from './kit.mjs';

const known = new Map(); // reading a pixel back is slow, and many small canvases ask for the same

/** The color a CSS variable of the figures has here and now, as red, green and blue. */
function color(node, name) {
  const written = getComputedStyle(node).getPropertyValue(`--dlf-${name}`);
  if (!known.has(written)) known.set(written, resolve(node, name));
  return known.get(written);
}

function resolve(node, name) {
  node.style.color = `var(--dlf-${name})`;
  const pen = new OffscreenCanvas(1, 1).getContext('2d');
  pen.fillStyle = getComputedStyle(node).color;
  pen.fillRect(0, 0, 1, 1);
  return pen.getImageData(0, 0, 1, 1).data;
}

/**
 * A canvas of rows x cols values; CSS gives its size, so it is as sharp as the screen.
 * `draw(values)` shows them, row by row from the top: from -1, blue, over the background to 1, orange; with
 * `ink`, from 0, the background, to 1, the color of text. `full` is how much of the hue there is at 1.
 * Draws again when the theme changes, until `dispose`; a label "" hides it from screen readers.
 */
export function heatmap({ rows, cols, label, ink = false, full = 0.6 }) {
  const said = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' };
  const node = html('canvas', { width: cols, height: rows, class: ink ? 'dlf-map dlf-ink' : 'dlf-map', ...said });
  const pen = node.getContext('2d');
  const picture = pen.createImageData(cols, rows);
  let [values, hues] = [null, null];
  const draw = (now) => {
    values = now;
    // a canvas that is not yet in the page has no colors
    if (!node.isConnected) return requestAnimationFrame(() => node.isConnected && values === now && draw(now));
    hues ??= (ink ? ['fg', 'bg', 'fg'] : ['blue', 'bg', 'orange']).map((name) => color(node, name));
    for (let i = 0; i < rows * cols; i++) {
      const part = Math.min(1, Math.abs(values[i])) * (ink ? 1 : full) || 0; // what is no number is background
      const hue = hues[values[i] < 0 ? 0 : 2];
      for (let c = 0; c < 3; c++) picture.data[4 * i + c] = hues[1][c] + part * (hue[c] - hues[1][c]);
      picture.data[4 * i + 3] = 255;
    }
    pen.putImageData(picture, 0, 0);
  };
  const again = () => {
    hues = null;
    if (values) draw(values);
  };
  const watch = new MutationObserver(again); // the theme is an attribute of html or body, or the system's
  for (const part of [document.documentElement, document.body]) watch.observe(part, { attributes: true });
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', again);
  const dispose = () => {
    watch.disconnect();
    scheme.removeEventListener('change', again);
  };
  return { node, draw, dispose };
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
