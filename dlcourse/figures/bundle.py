"""One script of a figure's module and the siblings it imports: anywidget and the site each want one piece."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent
_IMPORT = re.compile(r"^import \{[^}]*\} from '\./([\w-]+\.mjs)';\n", re.M)
_EXPORT = re.compile(r"^export (?!default )", re.M)


def module(name: str) -> str:
    """The ES module of the figure `name`, with what it imports from its siblings put in place.

    Raises
    ------
    ValueError
        If there is no such figure, or a module imports in another form than named, from a sibling.
    """
    return "".join(_parts(f"{name}.mjs", set()))


def script(name: str) -> str:
    """The same as a classic script for `host.js`: a page opened from a file loads no modules."""
    body, count = re.subn(r"^export default ", "return ", module(name), flags=re.M)
    if count != 1:
        raise ValueError(f"{name}.mjs needs exactly one `export default`, got {count}")
    return f"dlfigures.define('{name}', () => {{\n'use strict';\n{body}}});\n"


def style() -> str:
    """The style sheet of all figures."""
    return (FOLDER / "figures.css").read_text("utf8")


def _parts(file: str, seen: set[str]) -> list[str]:
    """The text of a module after that of those it imports, each once."""
    seen.add(file)
    path = FOLDER / file
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in FOLDER.glob("*.mjs")))
        raise ValueError(f"there is no {file} beside the figures; there are {known}")
    text = path.read_text("utf8")
    before = [part for found in _IMPORT.findall(text) if found not in seen for part in _parts(found, seen)]
    text = _EXPORT.sub("", _IMPORT.sub("", text))
    if other := re.search(r"^import\b.*", text, re.M):
        raise ValueError(
            f"{file}: cannot put {other[0]!r} in place; write: import {{ name }} from './sibling.mjs';"
        )
    return [*before, text]
