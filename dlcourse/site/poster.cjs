// Reads [{ script, state }, ...] as JSON from stdin, runs each figure's script as `host.js` does on a page, and
// prints the HTML of what each shows before anybody has touched it, with images in place of canvases.
const { crc32, deflateSync } = require("zlib");
const { parseHTML } = require(process.argv[2]);

const MOST_FRAMES = 5000; // a figure that trains asks for a few hundred
const PLACES = / (?!value|min|max|step|id|for|fill)[a-z][\w-]*="[^"]*"/g; // of them nobody sees a fourth decimal, and it weighs

const { window } = parseHTML("<!doctype html><html><body></body></html>");
const { document, HTMLCanvasElement, HTMLElement, HTMLInputElement, HTMLSelectElement } = window;
let [make, frames, seed] = [null, [], 1];
const later = (step) => frames.push(step);
const never = (number) => delete frames[number - 1];
Object.assign(globalThis, {
  document,
  dlfigures: { define: (name, definition) => (make = definition) },
  matchMedia: () => ({ matches: false }),
  requestAnimationFrame: later,
  cancelAnimationFrame: never,
  setTimeout: later,
  clearTimeout: never,
  setInterval: () => 1, // what moves by itself shows its beginning
});
Math.random = () => (seed = (16807 * seed) % 2147483647) / 2147483647; // ids are made of it: the same at every build

// What linkedom leaves out: drawing, and properties of elements that a browser shows.
HTMLCanvasElement.prototype.getContext = function () {
  return {
    createImageData: (width, height) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) }),
    putImageData: (picture) => (this.picture = picture),
  };
};
function define(type, name, set) {
  Object.defineProperty(type.prototype, name, { set });
}
define(HTMLElement, "disabled", function (value) {
  this.toggleAttribute("disabled", value); // of a fieldset
});
define(HTMLInputElement, "max", function (value) {
  this.setAttribute("max", value);
});
define(HTMLSelectElement, "value", function (value) {
  for (const option of this.querySelectorAll("option")) option.toggleAttribute("selected", option.value === String(value));
});

function poster({ script, state }) {
  frames = [];
  (0, eval)(script);
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  const set = (key, value) => (state[key] = value);
  make().render({ model: { get: (key) => state[key], set, on() {}, off() {}, save_changes() {} }, el });
  for (let i = 0; i < frames.length; i++) {
    if (i === MOST_FRAMES) throw new Error(`${el.textContent.slice(0, 60)}: does not come to rest`);
    frames[i]?.();
  }
  for (const canvas of el.querySelectorAll("canvas")) {
    const image = document.createElement("img");
    image.className = `${canvas.className} dark-light`; // the theme puts other images on a light card in the dark
    image.alt = canvas.getAttribute("aria-label") ?? "";
    image.src = `data:image/png;base64,${png(canvas.picture).toString("base64")}`;
    canvas.replaceWith(image);
  }
  return el.innerHTML.replace(PLACES, (words) => words.replace(/(\.\d{3})\d+/g, "$1"));
}

/** A picture as PNG, RGBA; its opacities in steps of 8, which halves its size. */
function png({ width, height, data }) {
  const uint32 = (...values) => Buffer.from(Uint32Array.from(values).buffer).swap32();
  const chunk = (type, body) => {
    const named = Buffer.concat([Buffer.from(type), body]);
    return Buffer.concat([uint32(body.length), named, uint32(crc32(named))]);
  };
  const lines = Buffer.alloc(height * (4 * width + 1)); // each begins with the number of its filter, none
  data.forEach((value, i) => (lines[i + Math.floor(i / (4 * width)) + 1] = i % 4 === 3 ? 8 * Math.round(value / 8) : value));
  const head = Buffer.concat([uint32(width, height), Buffer.from([8, 6, 0, 0, 0])]);
  const parts = [chunk("IHDR", head), chunk("IDAT", deflateSync(lines, { level: 9 })), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]);
}

process.stdout.write(JSON.stringify(JSON.parse(require("fs").readFileSync(0, "utf8")).map(poster)));
