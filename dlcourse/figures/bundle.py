"""One script of a figure's module and the siblings it imports: anywidget and the site each want one piece."""

import re
from itertools import pairwise
from pathlib import Path

from dlcourse.figures.javascript import COMMENT, LITERAL, masked

FOLDER = Path(__file__).parent
# All but those of `_CSS` are matched against the mask of a text, in which nothing but code can be read.
_COMMENTS = re.compile(
    rf"^[ \t]*{COMMENT}[{COMMENT} \t]*\n"  # lines of their own
    rf"|[ \t]*{COMMENT}[{COMMENT} \t]*$"  # behind code
    rf"|(?P<between>{COMMENT}+)",
    re.M,
)
_IMPORT = re.compile(rf"^import \{{[^}}]*\}} from ({LITERAL}+);\n", re.M)
_OTHER = re.compile(r"^[ \t]*(?:import\b(?![ \t]*[.(])|export[ \t]*[{*]).*$", re.M)
_LEFT = re.compile(r"^[ \t]+|^export (?!default )", re.M)
_DEFAULT = re.compile(r"^export default ", re.M)
_STATEMENT = re.compile(r"^(?=[^\s})\]])", re.M)
_NAMED = re.compile(r"export (?:const (\w+) = (?P<value>.*)|function (\w+)|class (\w+) \{)", re.S)
_FUNCTION = re.compile(r"(?:async )?(?:\([^()]*\)|\w+) =>")
_CALLS = re.compile(rf"\(|\bnew\b|[\w$)\]]{LITERAL}|,\s*\w+ = ")
_CSS = re.compile(r"(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')|/\*.*?\*/\n?", re.S)

Masked = tuple[str, str]  # a text, and the same with its comments and literals hidden


def module(name: str) -> str:
    """The ES module of the figure `name`, with what it imports from its siblings put in place.

    Raises
    ------
    ValueError
        If there is no such figure, or a module imports in another form than named, from a sibling, or
        exports a list of names.
    """
    parts = _parts(f"{name}.mjs", set())
    whole = "".join(text for text, _ in parts), "".join(mask for _, mask in parts)
    return _replaced(_LEFT, "", _used(whole))[0]  # indentation inside literals stays: it may be Python's


def script(name: str) -> str:
    """The same as a classic script for `host.js`: a page opened from a file loads no modules."""
    text = module(name)
    mask = masked(text)
    if (count := len(_DEFAULT.findall(mask))) != 1:
        raise ValueError(f"{name}.mjs needs exactly one `export default`, got {count}")
    body, _ = _replaced(_DEFAULT, "return ", (text, mask))
    return f"dlfigures.define('{name}', () => {{\n'use strict';\n{body}}});\n"


def host() -> str:
    """The script that runs figures on the site, without its comments."""
    return _replaced(_LEFT, "", _bare((FOLDER / "host.js").read_text("utf8")))[0]


def style() -> str:
    """The style sheet of all figures, without its comments."""
    return _CSS.sub(lambda found: found[1] or "", (FOLDER / "figures.css").read_text("utf8"))


def _replaced(pattern: re.Pattern[str], by: str, code: Masked) -> Masked:
    """`code` with each match in its mask replaced, in both."""
    text, mask = code
    texts, masks, at = [], [], 0
    for found in pattern.finditer(mask):
        new = " " if found.groupdict().get("between") else by  # two words must not become one
        texts += [text[at : found.start()], new]
        masks += [mask[at : found.start()], new]
        at = found.end()
    return "".join([*texts, text[at:]]), "".join([*masks, mask[at:]])


def _bare(text: str) -> Masked:
    """The text without comments; a line that held nothing else goes with them."""
    return _replaced(_COMMENTS, "", (text, masked(text)))


def _used(code: Masked) -> Masked:
    """The code without what it exports and never names again, if to define it does nothing else."""
    text, mask = code
    kept, starts = [], [0, *(found.start() for found in _STATEMENT.finditer(mask)), len(mask)]
    for start, end in pairwise(starts):
        if not _is_unused(_NAMED.match(mask, start, end), mask):
            kept.append((text[start:end], mask[start:end]))
    return "".join(text for text, _ in kept), "".join(mask for _, mask in kept)


def _is_unused(found: re.Match[str] | None, mask: str) -> bool:
    """Whether an export can go: nothing names it, and to define it calls nothing."""
    if not found:
        return False
    name, value = found[1] or found[3] or found[4], found["value"] or ""
    once = len(re.findall(rf"(?<![\w$]){name}(?![\w$])", mask)) == 1
    return once and (bool(_FUNCTION.match(value)) or not _CALLS.search(value))


def _parts(file: str, seen: set[str]) -> list[Masked]:
    """The code of a module, without its comments, after that of those it imports, each once."""
    seen.add(file)
    path = FOLDER / file
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in FOLDER.glob("*.mjs")))
        raise ValueError(f"there is no {file} beside the figures; there are {known}")
    text, mask = _bare(path.read_text("utf8"))
    before: list[Masked] = []
    for found in _IMPORT.finditer(mask):
        sibling = re.fullmatch(r"\./([\w-]+\.mjs)", text[found.start(1) + 1 : found.end(1) - 1])
        if not sibling:
            raise _cannot_put(file, text[found.start() : found.end()].strip())
        if sibling[1] not in seen:
            before += _parts(sibling[1], seen)
    text, mask = _replaced(_IMPORT, "", (text, mask))
    if other := _OTHER.search(mask):
        raise _cannot_put(file, text[other.start() : other.end()])
    return [*before, (text, mask)]


def _cannot_put(file: str, statement: str) -> ValueError:
    return ValueError(
        f"{file}: cannot put {statement!r} in place; write: import {{ name }} from './sibling.mjs'; "
        "and export each thing where it is made"
    )
