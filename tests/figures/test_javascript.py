"""Comments, strings, templates and regular expressions are told apart as JavaScript does."""

import json

import pytest

from dlcourse.figures import bundle
from dlcourse.figures.javascript import COMMENT, LITERAL, masked
from dlcourse.site import assets

# Each is the body of a function; what it returns must survive the bundle.
HARD = [
    "return 'a // b';",
    'return "/* no comment */";',
    "return 'it\\'s // fine'; // it's not",
    "return `a // b\n  /* c */\n   d`;",
    "return `a ${1 /* one */ + 1} b`; // two",
    "return `${`inner // ${'}'} `} // outer`;",
    "return `\\` // ${'`'} \\${ }`;",
    "return `$ // {a} $$ ${{ a: '}' }.a}`;",
    "return /\\/\\/ /.source; // a comment",
    "return /[/'\"`]\\//.test('\\'/'); /* behind */",
    "const a = 8, g = 2; return a / 2 / g; // 'half",
    "const a = [8]; return a[0] / 2 + 1 / 1; // `",
    "return (1 + 3) / 2; // (a / b)",
    "const o = { a: 4 }; return o.a / 2 /* / */ / 1;",
    "if (true) /\"/.test('x'); return '//'.length;",
    "let n = 4; n++ / 2; return n; // '",
    "const f = () => /'/g; return f().flags; // '",
    "return [/a/, /'/].length; // `",
    "return/* no space */1;",
    "return typeof/**//x/;",
    "const x = 1 /* two\n lines */ + 1; return x;",
    "const a = 1\n/* own\n lines */\nconst b = a\n;[1].map(String)\nreturn b;",
    "const url = 'https://a.example/*'; const other = '*/'; return url + other;",
    "// one\n  // two\n  return 'x'; /* three */ // four",
    "return '\\\\'; // a backslash before the end",
    'return "a\\\n  b";',
    "const word = (w) => w; return word`a ${1} // b`.length;",
    "const of = 4, g = 2; const r = { return: 4 }; return r.return / g / 1; // '",
    "return `export function unused() {\nimport { a } from './b.mjs';\nexport default 3;\n`;",
    "return `\nexport const one = 1;\n    indented\n\ttab\n`;",
    "return '<svg>' + '</svg>'.replace(/</g, '&lt;'); // <!--",
    "{ } /'/.test(''); return 2;",
    "const f = function () { return 6; }; return f() / 2; // '/'",
    "switch (1) { case 1: return /[']/.source; default: return '//'; }",
    "const s = async () => { for await (const x of []) /'/.test(x); }; return typeof s;",
]


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """For each case what its modules say, and what the bundle of them says; all in one run of Node."""
    folder = tmp_path_factory.mktemp("modules")
    program = ["const said = [];"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle, "FOLDER", folder)
        for i, body in enumerate(HARD):
            tools = f"/** U. */\nexport function used{i}() {{\n  {body}\n}}\n"
            tools += "// Not.\nexport const unused = () => '`';\n"
            (folder / f"tools{i}.mjs").write_text(tools, "utf8")
            entry = f"import {{ used{i} }} from './tools{i}.mjs';\n\nexport default {{ used: used{i} }};\n"
            (folder / f"entry{i}.mjs").write_text(entry, "utf8")
            (folder / f"whole{i}.mjs").write_text(bundle.module(f"entry{i}"), "utf8")
            (folder / f"script{i}.js").write_text(bundle.script(f"entry{i}"), "utf8")
    for i in range(len(HARD)):
        modules = [json.dumps((folder / f"{kind}{i}.mjs").as_uri()) for kind in ("entry", "whole")]
        program.append(f"said.push([{', '.join(f'(await import({m})).default.used()' for m in modules)}]);")
        script = json.dumps((folder / f"script{i}.js").read_text("utf8"))
        define = "{ define: (_, make) => said.at(-1).push(make().used()) }"
        program.append(f"new Function('dlfigures', {script})({define});")
    program.append("console.log(JSON.stringify(said));")
    (folder / "program.mjs").write_text("\n".join(program), "utf8")
    return folder, json.loads(assets.run("node", [str(folder / "program.mjs")]))


@pytest.mark.parametrize("i", range(len(HARD)), ids=HARD)
def test_a_bundle_says_what_its_modules_say(said, i):
    own, whole, script = said[1][i]
    assert own == whole == script


@pytest.mark.parametrize("i", range(len(HARD)), ids=HARD)
def test_a_bundle_has_no_comments_and_nothing_unused(said, i):
    text = (said[0] / f"whole{i}.mjs").read_text("utf8")
    assert COMMENT not in masked(text)
    assert "const unused" not in text


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("a / b / c", ""),
        ("x = /b/g", "/b/g"),
        ("a[1] / b / c", ""),
        ("f() / b / c", ""),
        ("return /b/", "/b/"),
        ("o.return / b / c", ""),
        ("`a${b}c${`d`}e`", "`a${}c${`d`}e`"),
        ("'`' + `'`", "'`'`'`"),
        ("if (a) /b/.test(c)", "/b/"),
        ("a = b ? /c/ : /d/", "/c//d/"),
        ("'a\\\nb'", "'a\\\nb'"),
    ],
)
def test_literals_are_hidden_and_code_is_not(text, hidden):
    assert "".join(c for c, m in zip(text, masked(text), strict=True) if m == LITERAL) == hidden


@pytest.mark.parametrize(("text", "line"), [("'a", 1), ('"a\n"', 1), ("\n`a", 2), ("x = 1;\n\n`${'}`", 3)])
def test_a_literal_without_an_end_is_refused_with_its_line(text, line):
    with pytest.raises(ValueError, match=f"the literal that begins in line {line} does not end"):
        masked(text)


@pytest.mark.parametrize(
    ("tools", "kept"),
    [
        ("export const a = () => f();", False),
        ("export const a = { b: 1 };", False),
        ("export class A {\n  b = 1;\n}", False),
        ("export function a() {}", False),
        ("export const a = f();", True),
        ("export const a = new Map();", True),
        ("export const a = f`x`;", True),
        ("export const a = 1, b = 2;", True),
        ("export const a = 1;\na;", True),
        ("export const a = 1;\nf({ a });", True),
        ("export const a = 1;\nf(`${a}`);", True),
        ("export const a = 1;\nf(`a`); // a\nf('a', /a/);", False),
        ("export class A extends f() {\n}", True),
    ],
)
def test_only_what_nobody_names_and_what_calls_nothing_goes(tools, kept, tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    (tmp_path / "one.mjs").write_text(f"const f = (x) => x;\n{tools}\nexport default {{}};\n", "utf8")
    name = "class A" if "class A" in tools else "function a" if "function" in tools else "const a"
    assert (name in bundle.module("one")) == kept


@pytest.mark.parametrize(
    "line",
    [
        "import d3 from './d3.mjs';",
        "import * as d3 from './d3.mjs';",
        "import './d3.mjs';",
        "import { a } from 'https://example.org/d3.mjs';",
        "import { a } from '../d3.mjs';",
        "import { a } from './d3.mjs'",
        "  import { a } from './d3.mjs';",
        "export { a };",
        "export * from './d3.mjs';",
        "export {\n  a };",
    ],
)
def test_what_cannot_be_put_in_one_piece_is_refused(line, tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    (tmp_path / "d3.mjs").write_text("export const a = 1;\n", "utf8")
    (tmp_path / "one.mjs").write_text(f"{line}\nexport default {{}};\n", "utf8")
    with pytest.raises(ValueError, match=r"one\.mjs: cannot put .*write: import \{ name \} from"):
        bundle.module("one")


def test_an_import_in_a_comment_or_a_literal_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    text = "/*\nimport { a } from './none.mjs';\n*/\nconst a = `\nimport b from 'c';\n`;\n"
    text += "export default { a };\n"
    (tmp_path / "one.mjs").write_text(text, "utf8")
    assert bundle.module("one") == text[text.index("const") :]


def test_a_style_sheet_keeps_what_only_looks_like_a_comment(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    sheet = 'a::before { content: \'/* a */\'; } /* gone\n*/\nb { content: "\\"/* b */"; }\n/* gone */\n'
    (tmp_path / "figures.css").write_text(sheet, "utf8")
    style = bundle.style()
    assert "gone" not in style
    assert "'/* a */'" in style and '"\\"/* b */"' in style
