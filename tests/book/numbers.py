"""Numbers in the prose: which of them does no output, claim or line of code stand behind?

A sentence is read without its code, mathematics, links and markup. Each number left in it must be found,
up to the rounding it is written with, in a code cell or an output of the same section (from one `##`
heading to the next); a summary may draw on the whole chapter.
"""

import re
from typing import Any

from tests.book.rules import Notebook, text

#: Counting words of everyday language: "one or 2 lines" needs no measurement.
FREE = {0.0, 1.0, 2.0}
_NUMBER = re.compile(r"(?<![\w.])[-−]?\d[\d,]*(?:\.\d+)?(?:[eE][-+−]?\d+)?(?:\s?%)?")
_SUMMARY = re.compile(r"##? .*summary", re.I)
_ANY = re.compile(r"[-−]?\d[\d,_]*(?:\.\d*)?(?:[eE][-+−]?\d+)?|[-−]?\.\d+")
_SKIP = [
    r"```.*?```",
    r"\$\$.*?\$\$",
    r"\$[^$\n]+\$",
    r"`[^`]*`",
    r"\[[^\]]*\]\([^)]*\)",  # links, citations
    r"<[^>]+>",
    r"^#[^\n]*$",  # headings
    r"^\s*\d+\.\s",  # list numbers
    r"\bchapters?\s+\d+(?:\s*(?:,|and|to|-)\s*\d+)*",
    r"\b\d+-D\b",
    r"\b(?:in|of|since|until)\s+(?:18|19|20)\d\d\b",  # years
]


def unbacked(executed: Notebook) -> list[str]:
    """One line for each sentence with a number that nothing in its section stands behind."""
    found = []
    for cells in _sections(executed):
        known = _known(executed["cells"] if _SUMMARY.match(text(cells[0])) else cells) if cells else set()
        for cell in cells:
            if cell["cell_type"] != "markdown":
                continue
            for sentence in _sentences(text(cell)):
                missing = [n for n in _NUMBER.findall(sentence) if not _backed(n, known)]
                if missing:
                    found.append(f"{', '.join(missing)}: {sentence.strip()}")
    return found


def _sections(nb: Notebook) -> list[list[dict[str, Any]]]:
    sections: list[list[dict[str, Any]]] = [[]]
    for cell in nb["cells"]:
        if cell["cell_type"] == "markdown" and re.match(r"##?\s", text(cell)):
            sections.append([])
        sections[-1].append(cell)
    return sections


def _sentences(markdown: str) -> list[str]:
    for pattern in _SKIP:
        markdown = re.sub(pattern, " ", markdown, flags=re.S | re.M | re.I)
    return [line for line in re.split(r"\n|(?<=[.!?])\s+(?=[A-Z])", markdown) if line.strip()]


def _known(cells: list[dict[str, Any]]) -> set[float]:
    """Every number in the section's code, its text outputs and its mathematics."""
    chunks = []
    for cell in cells:
        if cell["cell_type"] == "code":
            chunks.append(text(cell))
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                chunks += ["".join(output.get("text", "")), "".join(data.get("text/plain", ""))]
                # in HTML only what is read as text; the coordinates of an SVG back nothing
                html = re.sub(r"<style>.*?</style>", " ", "".join(data.get("text/html", "")), flags=re.S)
                chunks.append(re.sub(r"<[^>]+>", " ", html))
        else:
            chunks += re.findall(r"\$[^$]+\$|`[^`]+`", text(cell))
    return {value for chunk in chunks for n in _ANY.findall(chunk) if (value := _value(n)) is not None}


def _backed(number: str, known: set[float]) -> bool:
    value = _value(number)
    if value is None or abs(value) in FREE:
        return True
    digits = re.sub(r"[%\s,−-]", "", number).lower().split("e")[0]
    decimals = len(digits.split(".")[1]) if "." in digits else 0
    scales = (1.0, 0.01) if "%" in number else (1.0,)
    for scale in scales:
        # half a unit of the last digit that was written
        slack = 0.5000001 * 10.0**-decimals * scale * (10 ** _exponent(number))
        if any(abs(abs(k) - abs(value) * scale) <= slack for k in known):
            return True
    return False


def _exponent(number: str) -> int:
    m = re.search(r"[eE]([-+−]?\d+)", number)
    return int(m.group(1).replace("−", "-")) if m else 0


def _value(number: str) -> float | None:
    clean = re.sub(r"[%\s,_]", "", number.replace("−", "-"))
    try:
        return float(clean)
    except ValueError:
        return None
