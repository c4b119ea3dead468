"""Where in a JavaScript text comments and literals stand: nothing in them is code."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?\*/)"
    r"|(?P<string>'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\")"
    r"|(?P<word>[\w$]+)"
    r"|(?P<mark>=>|\+\+|--|\S)",
    re.S,
)
_TEMPLATE = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*(`|\$\{)", re.S)  # behind ` or the } of a substitution
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/\w*")

_HEADS = {"if", "while", "for", "with"}  # behind their parenthesis stands a statement
_ASKING = {
    "return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do", "instanceof",
    "yield", "await", "default",
}  # fmt: skip
_BLOCK_BEFORE = {";", "{", "}", "=>", "head)", ")", "else", "do", "try", "finally", "block}"}
_KEYWORDS = _HEADS | _ASKING | {"try", "finally"}
_VALUES = {"value", ")", "]", "}", "++", "--"}  # behind these a slash divides

COMMENT, LITERAL = "\ue000", "\ue001"  # of the private use area: no program has them


def masked(text: str) -> str:
    """`text` with every character of a comment as `COMMENT` and of a literal as `LITERAL`: strings,
    templates without their substitutions, regular expressions.

    Raises
    ------
    ValueError
        If a literal does not end.

    Examples
    --------
    >>> masked("a = 'b'; // c").replace(LITERAL, "L").replace(COMMENT, "C")
    'a = LLL; CCCC'
    """
    found = list(text)
    for start, end, kind in _spans(text):
        found[start:end] = kind * (end - start)
    return "".join(found)


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of each comment and literal, in order."""
    at, before, open_ = 0, ";", list[str]()
    while token := _TOKEN.search(text, at):
        start, at = token.span()
        kind, mark = token.lastgroup, token[0]
        if kind == "comment":
            yield start, at, COMMENT
        elif kind == "string":
            before = "value"
            yield start, at, LITERAL
        elif kind == "word":
            if (before, mark) != ("for", "await"):
                before = mark if mark in _KEYWORDS and before != "." else "value"
        elif mark == "`" or (mark == "}" and open_[-1:] == ["${"]):
            if mark == "}":
                open_.pop()
            at = _end(_TEMPLATE, text, at, start)
            yield start, at, LITERAL
            before = "value"
            if text[at - 1] == "{":
                open_.append("${")
                before = ";"
        elif mark == "/" and before not in _VALUES and (found := _REGEX.match(text, start)):
            at, before = found.end(), "value"
            yield start, at, LITERAL
        elif mark in "'\"":
            raise _unfinished(text, start)
        else:
            before = _nested(mark, before, open_)


def _end(pattern: re.Pattern[str], text: str, at: int, start: int) -> int:
    if not (found := pattern.match(text, at)):
        raise _unfinished(text, start)
    return found.end()


def _unfinished(text: str, start: int) -> ValueError:
    return ValueError(f"the literal that begins in line {text.count(chr(10), 0, start) + 1} does not end")


def _nested(mark: str, before: str, open_: list[str]) -> str:
    """What a mark is for what comes behind it; `open_` holds the brackets that are not closed."""
    if mark == "(":
        open_.append("head" if before in _HEADS else "(")
    elif mark == "{":
        open_.append("block" if before in _BLOCK_BEFORE else "{")
    elif mark in ")}" and open_:
        kind = open_.pop()
        return kind + mark if kind in ("head", "block") else mark
    return mark
