// Reads JSON from stdin, { css, content: [files] }, and prints of the style sheet what the files can use.
const { PurgeCSS } = require(process.argv[2]);

const { css, content } = JSON.parse(require("fs").readFileSync(0, "utf8"));
// the theme's scripts write these attributes when a page is opened, and figures put their class names together
const safelist = { greedy: [/data-theme/, /data-mode/, /dlf/] };
new PurgeCSS()
  .purge({ css: [{ raw: css }], content, safelist, variables: false })
  .then(([{ css }]) => process.stdout.write(css));
