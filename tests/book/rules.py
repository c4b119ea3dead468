"""The rules that every chapter keeps: from a notebook, as plain data, to one line for each violation.

Pages that are no chapters keep those that need no assignment: `about` and `generated_cells` are their part of
`metadata` and `parts`.
"""

import ast
import re
from statistics import median
from typing import Any

Notebook = dict[str, Any]
KEPT = "nbval-check-output"
MAX_LINES, MEDIAN_LINES = 30, 8
MAX_SECONDS, MAX_CELL_SECONDS = 90, 30


def text(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def code(nb: Notebook) -> list[dict[str, Any]]:
    return [cell for cell in nb["cells"] if cell["cell_type"] == "code"]


def tags(cell: dict[str, Any]) -> list[str]:
    return cell["metadata"].get("tags", [])


def cell_length(nb: Notebook) -> list[str]:
    lengths = [len(text(cell).splitlines()) for cell in code(nb)]
    found = [f"a code cell has {n} lines, at most {MAX_LINES}" for n in lengths if n > MAX_LINES]
    shown = [len(text(cell).splitlines()) for cell in code(nb) if "hide-input" not in tags(cell)]
    if shown and median(shown) > MEDIAN_LINES:
        found.append(f"the median code cell that is shown has {median(shown)} lines, at most {MEDIAN_LINES}")
    return found


def shown_figures(nb: Notebook) -> list[str]:
    """`show` gives a figure to the page only as a cell's last line; anywhere else it is lost."""
    found = []
    for i, cell in enumerate(nb["cells"]):
        if cell["cell_type"] == "code" and "setup" not in tags(cell):
            *others, _ = [ast.unparse(statement) for statement in ast.parse(text(cell)).body] or [""]
            if any(re.match(r"show\(", statement) for statement in others):
                found.append(f"cell {i} goes on after show(...): its figure is not on the page")
    return found


def stored_outputs(nb: Notebook) -> list[str]:
    found = []
    for i, cell in enumerate(nb["cells"]):
        if cell["cell_type"] != "code":
            continue
        if KEPT not in tags(cell) and (cell["outputs"] or cell["execution_count"] is not None):
            found.append(f"cell {i} keeps its output without the tag {KEPT}")
        if KEPT in tags(cell) and not cell["outputs"]:
            found.append(f"cell {i} is tagged {KEPT} but stores no output to compare with")
    if not any(KEPT in tags(cell) for cell in code(nb)):
        found.append(f"no cell is tagged {KEPT}: nothing that the reader sees is compared")
    return found


def metadata(nb: Notebook, exercises: set[str], chapters: set[str]) -> list[str]:
    """`exercises`: names in the chapter's assignment; `chapters`: the topics that the book has."""
    meta = nb["metadata"].get("dlcourse", {})
    missing = {"topic", "question", "description", "outcomes", "needs", "data"} - set(meta)
    if missing:
        return [f"metadata.dlcourse lacks {', '.join(sorted(missing))}"]
    found = []
    if not 3 <= len(meta["outcomes"]) <= 5:
        found.append(f"{len(meta['outcomes'])} outcomes, should be 3 to 5")
    outcomes = [(verb, name) for verb, name in meta["outcomes"] if name not in exercises]
    found += [f"outcome {verb!r}: there is no exercise {name!r}" for verb, name in outcomes]
    found += [f"needs {topic!r}, which is not a chapter" for topic in meta["needs"] if topic not in chapters]
    return found + about(nb)


def about(nb: Notebook) -> list[str]:
    """What any notebook says of itself: its question, and a description for search engines."""
    meta = nb["metadata"].get("dlcourse", {})
    if missing := {"topic", "question", "description"} - set(meta):
        return [f"metadata.dlcourse lacks {', '.join(sorted(missing))}"]
    found = []
    if not 50 <= len(meta["description"]) <= 160:
        found.append(f"the description has {len(meta['description'])} characters, should be 50 to 160")
    if not meta["question"].endswith("?"):
        found.append("the question does not end in a question mark")
    if meta["question"] not in text(nb["cells"][0]):
        found.append("the first cell does not ask the question of the metadata")
    return found


def parts(nb: Notebook) -> list[str]:
    """The generated parts that every chapter has, each once, called with its own topic."""
    source = "\n".join(text(cell) for cell in code(nb))
    topic = nb["metadata"]["dlcourse"]["topic"]
    found = [
        f"{call} appears {source.count(call)} times, should once"
        for call in (f'card("{topic}")', f'quiz("{topic}")', f'exercises("{topic}")')
        if source.count(call) != 1
    ]
    return found + generated_cells(nb)


def generated_cells(nb: Notebook) -> list[str]:
    """The cells that `dlcourse tidy` fills."""
    found = []
    for tag in ("links", "setup"):
        if sum(tag in tags(cell) for cell in nb["cells"]) != 1:
            found.append(f"needs exactly one cell tagged {tag!r}")
    setup = [text(cell) for cell in nb["cells"] if "setup" in tags(cell)]
    if setup and len(setup[0].splitlines()) > 6:
        found.append("the setup cell is longer than 6 lines")
    return found


def plain_markdown(nb: Notebook) -> list[str]:
    """MyST shows as raw text in JupyterLab and Colab, so a chapter uses none."""
    pattern = re.compile(
        r"^\s*(:::|```\{)|\{(?:cite|ref|term|doc|eq|numref|math)\b[^}]*\}`|^\([\w-]+\)=", re.M
    )
    return [
        f"cell {i} uses MyST ({m.group().strip()!r}), which JupyterLab and Colab show as raw text"
        for i, cell in enumerate(nb["cells"])
        if cell["cell_type"] == "markdown" and (m := pattern.search(text(cell)))
    ]


def figures(executed: Notebook) -> list[str]:
    """Every picture on the page went through `show`, so that it has a caption and alt text."""
    found = []
    for i, cell in enumerate(executed["cells"]):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if any(kind.startswith("image/") for kind in data):
                found.append(f"cell {i} shows a bare image; end it with show(fig, caption, alt=...)")
            html = "".join(data.get("text/html", ""))
            if "dlc-figure" in html:
                alt = re.search(r'aria-label="([^"]*)"', html)
                caption = re.search(r"<figcaption[^>]*>(.*?)</figcaption>", html, re.S)
                if not alt or len(alt.group(1).split()) < 5:
                    found.append(f"cell {i}: the alt text says too little: {alt and alt.group(1)!r}")
                if not caption or len(caption.group(1).split()) < 4:
                    found.append(f"cell {i}: the caption says too little: {caption and caption.group(1)!r}")
    return found


def warnings(executed: Notebook) -> list[str]:
    """A reader should not meet warnings that the prose does not announce."""
    return [
        f"cell {i} prints to stderr: {''.join(output['text'])[:120]!r}"
        for i, cell in enumerate(executed["cells"])
        for output in cell.get("outputs", [])
        if output.get("name") == "stderr" and "shows-warning" not in tags(cell)
    ]


def time_budget(timing: dict[str, Any]) -> list[str]:
    """`timing`: the seconds of one run, and of its slowest cell, as the build notes them."""
    found = []
    if timing["seconds"] > MAX_SECONDS:
        found.append(f"ran {timing['seconds']:.0f} s, at most {MAX_SECONDS} s")
    if timing["slowest_cell"]["seconds"] > MAX_CELL_SECONDS:
        found.append(f"a cell ran {timing['slowest_cell']['seconds']:.0f} s, at most {MAX_CELL_SECONDS} s")
    return found
