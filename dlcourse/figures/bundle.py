"""One script of a figure's module and the siblings it imports: anywidget and the site each want one piece."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent
_IMPORT = re.compile(r"^import \{[^}]*\} from '\./([\w-]+\.mjs)';\n", re.M)
_COMMENT = re.compile(r"^ *(?://.*|/\*\*(?:.|\n)*?\*/)\n", re.M)  # of whole lines
_ASIDE = re.compile(r"(?<=[;,{]) // .*$", re.M)  # behind code
_EXPORT = re.compile(r"^export (?!default )", re.M)


def module(name: str) -> str:
    """The ES module of the figure `name`, with what it imports from its siblings put in place.

    Raises
    ------
    ValueError
        If there is no such figure, or a module imports in another form than named, from a sibling.
    """
    return _flush(_EXPORT.sub("", _used("".join(_parts(f"{name}.mjs", set())))))


def script(name: str) -> str:
    """The same as a classic script for `host.js`: a page opened from a file loads no modules."""
    body, count = re.subn(r"^export default ", "return ", module(name), flags=re.M)
    if count != 1:
        raise ValueError(f"{name}.mjs needs exactly one `export default`, got {count}")
    return f"dlfigures.define('{name}', () => {{\n'use strict';\n{body}}});\n"


def host() -> str:
    """The script that runs figures on the site, without its comments."""
    return _flush(_bare((FOLDER / "host.js").read_text("utf8")))


def style() -> str:
    """The style sheet of all figures, without its comments."""
    return re.sub(r"/\*.*?\*/\n?", "", (FOLDER / "figures.css").read_text("utf8"), flags=re.S)


def _bare(text: str) -> str:
    """The text without comments, those that have lines of their own and those behind code."""
    return _ASIDE.sub("", _COMMENT.sub("", text))


def _used(text: str) -> str:
    """The text without what it exports and never names again."""
    statements = re.split(r"^(?=[^\s})\]])", text, flags=re.M)
    for statement in statements:
        found = re.match(r"export (?:const|function|class) (\w+)", statement)
        whole = statement.count("`") % 2 == 0  # a template's lines may begin anywhere
        if found and whole and len(re.findall(rf"\b{found[1]}\b", text)) == 1:
            text = text.replace(statement, "")
    return text


def _flush(text: str) -> str:
    """The text without indentation, except in templates of several lines: those may be Python."""
    lines, template = [], False
    for line in text.splitlines(keepends=True):
        lines.append(line if template else line.lstrip(" "))
        template ^= line.count("`") % 2 == 1
    return "".join(lines)


def _parts(file: str, seen: set[str]) -> list[str]:
    """The text of a module, without its comments, after that of those it imports, each once."""
    seen.add(file)
    path = FOLDER / file
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in FOLDER.glob("*.mjs")))
        raise ValueError(f"there is no {file} beside the figures; there are {known}")
    text = path.read_text("utf8")
    before = [part for found in _IMPORT.findall(text) if found not in seen for part in _parts(found, seen)]
    text = _IMPORT.sub("", _bare(text))
    if other := re.search(r"^import\b.*['\"];?$", text, re.M):
        raise ValueError(
            f"{file}: cannot put {other[0]!r} in place; write: import {{ name }} from './sibling.mjs';"
        )
    return [*before, text]
