// Reads formulas as JSON from stdin, [[tex, display], ...], and prints for each its HTML or why there is none.
const katex = require(process.argv[2]);
const output = process.argv[3];

const render = ([tex, displayMode]) => {
  try {
    return { html: katex.renderToString(tex, { displayMode, output, strict: "ignore" }) };
  } catch (problem) {
    if (!(problem instanceof katex.ParseError)) throw problem;
    return { problem: problem.message };
  }
};

process.stdout.write(JSON.stringify(JSON.parse(require("fs").readFileSync(0, "utf8")).map(render)));
