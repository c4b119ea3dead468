"""`similar`: pairs of answers that share more than template and chance explain; a report, never a penalty.

Winnowing (Schleimer, Wilkerson & Aiken 2003) on tokens: own names and literals are made alike, comments and
layout do not count, and what the template holds is taken out. Tokens rather than a syntax tree, because
source that does not parse is compared, too, and hostile source can crash a parser.
"""

import io
import keyword
import tokenize
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from zlib import crc32

import nbformat

from dlcourse.grade.assignment import by_id
from dlcourse.grade.gradebook.course import Course

_GRAM, _WINDOW = 9, 5  # a match of 13 tokens is always found; fewer than 9 never are
_LEAST = 8  # fingerprints: a shorter answer says nothing
_SKIP = {
    *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
    *(tokenize.ENCODING, tokenize.ENDMARKER),
}


@dataclass(frozen=True)
class Pair:
    """Two students' answers to one exercise, and the share of the shorter one that both hold, 0 to 1."""

    exercise: str
    one: str
    other: str
    share: float


def similar(root: Path, assignment: str, *, least: float = 0.8) -> list[Pair]:
    """Pairs that share at least `least` of what they added to the template, the most alike first.

    What more than a third of a class of ten or more wrote is common knowledge, and does not count.
    """
    course = Course(root)
    prints: dict[str, dict[str, set[int]]] = defaultdict(dict)
    for name, template in course.templates(assignment).items():
        ours = {key: cell for key, cell in by_id(template).items() if cell.metadata.nbgrader.get("solution")}
        given = {key: fingerprints(cell.source, every=True) for key, cell in ours.items()}
        for student in course.students(assignment):
            path = course.folder("autograded", student, assignment) / f"{name}.ipynb"
            cells = by_id(nbformat.read(path, as_version=4)) if path.exists() else {}
            for key in ours.keys() & cells.keys():
                if cells[key].cell_type == "code":
                    prints[key][student] = fingerprints(cells[key].source) - given[key]
    pairs = [pair for key, of_key in prints.items() for pair in _pairs(key, of_key) if pair.share >= least]
    return sorted(pairs, key=lambda pair: (-pair.share, pair.exercise, pair.one, pair.other))


def fingerprints(source: str, *, every: bool = False) -> set[int]:
    """Hashes of runs of tokens: the smallest of each window, or every one."""
    tokens = _tokens(source)
    grams = [crc32("\0".join(tokens[at : at + _GRAM]).encode()) for at in range(len(tokens) - _GRAM + 1)]
    if every or len(grams) <= _WINDOW:
        return set(grams)
    return {min(grams[at : at + _WINDOW]) for at in range(len(grams) - _WINDOW + 1)}


def _pairs(exercise: str, prints: dict[str, set[int]]) -> list[Pair]:
    often = Counter(mark for marks in prints.values() for mark in marks)
    common = {mark for mark, n in often.items() if len(prints) >= 10 and n > len(prints) / 3}
    rare = {student: marks - common for student, marks in prints.items() if len(marks - common) >= _LEAST}
    return [
        Pair(exercise, one, other, len(rare[one] & rare[other]) / min(len(rare[one]), len(rare[other])))
        for one, other in combinations(sorted(rare), 2)
    ]


def _tokens(source: str) -> list[str]:
    """The tokens up to the first that is none; a docstring is a literal that stands alone on its line."""
    tokens: list[str] = []
    fresh = True  # at the begin of a statement
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.STRING and fresh:
                continue
            fresh = token.type in _SKIP
            if token.type not in _SKIP:
                tokens.append(_alike(token, tokens[-1:] == ["."]))
    except (tokenize.TokenError, SyntaxError):  # unbalanced brackets, odd indentation
        pass
    return tokens


def _alike(token: tokenize.TokenInfo, attribute: bool) -> str:
    """A token without what is easily changed; which functions of a library are called is not."""
    if not attribute and token.type == tokenize.NAME and not keyword.iskeyword(token.string):
        return "name"
    return {tokenize.NUMBER: "0", tokenize.STRING: "''"}.get(token.type, token.string)
