"""What goes over the wire: the modules of a figure in one piece, without what nobody needs there."""

import json

from dlcourse.figures import bundle
from dlcourse.site import assets

TOOLS = """\
/** A comment of
 * several lines. */
export const used = (a) => {
  // a comment
  const text = `first
    indented ${a}
`; // and another
  return text;
};
export function unused() {
  return `not
here`;
}
export class Neither {
  half = 1 / 2;
}
export const word = 'Neither of these // is a comment';
"""
FIGURE = "import { used, word } from './tools.mjs';\n\nexport default { text: used(1), word };\n"


def test_a_bundle_leaves_out_comments_indentation_and_what_nobody_uses(tmp_path, monkeypatch):
    (tmp_path / "tools.mjs").write_text(TOOLS, "utf8")
    (tmp_path / "small.mjs").write_text(FIGURE, "utf8")
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    text = bundle.module("small")
    assert "comment of" not in text and "// a" not in text
    assert "class Neither" not in text  # a text has its name, and no code
    assert "\nconst text" in text
    assert "export const" not in text


def test_a_bundle_says_the_same_as_its_modules(tmp_path, monkeypatch):
    (tmp_path / "tools.mjs").write_text(TOOLS, "utf8")
    (tmp_path / "small.mjs").write_text(FIGURE, "utf8")
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    (tmp_path / "whole.mjs").write_text(bundle.module("small"), "utf8")
    said = []
    for name in ("small", "whole"):
        module = json.dumps((tmp_path / f"{name}.mjs").as_uri())
        program = f"import figure from {module}; console.log(JSON.stringify(figure));"
        said.append(json.loads(assets.run("node", ["--input-type=module", "--eval", program])))
    assert said[0] == said[1]
    assert said[1]["text"] == "first\n    indented 1\n"  # the lines of a template keep their indentation


def test_an_export_that_nobody_names_is_left_out(tmp_path, monkeypatch):
    (tmp_path / "tools.mjs").write_text(
        "export function one() {\n  return 1;\n}\nexport const two = 2;\n", "utf8"
    )
    (tmp_path / "small.mjs").write_text(
        "import { two } from './tools.mjs';\nexport default { two };\n", "utf8"
    )
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    assert bundle.module("small") == "const two = 2;\nexport default { two };\n"
