"""`card`: what a chapter teaches, needs and costs, generated from its notebook's metadata."""

import re
from html import escape

from dlcourse.page import source
from dlcourse.page.output import STYLE, Output

_WORDS_A_MINUTE = 200
_SECONDS_A_CODE_LINE = 3  # a code line is read slower than a line of prose


def card(topic: str) -> Output:
    """The card of the chapter on `topic`: outcomes, needs, reading and run time, data, verified versions.

    Raises
    ------
    ValueError
        If there is no such chapter.
    """
    path = source.chapter(topic)
    nb = source.notebook(path)
    meta = nb["metadata"]["dlcourse"]
    outcomes = [f"{verb} (exercise `{topic}.{exercise}`)" for verb, exercise in meta["outcomes"]]
    run = source.timings()
    seconds = run["chapters"].get(path.stem)
    rows = {
        "Needs": ", ".join(meta["needs"]) or "Python and school calculus",
        "Time": f"read {reading_minutes(nb)} min"
        + (f", runs in {seconds:.0f} s on {run['machine']['cores']} cores" if seconds else ""),
        "Data": ", ".join(meta["data"]),
        "Verified": f"with torch {run['versions']['torch']}, {run['date']}",
    }
    items = "".join(f"<li>{_code(item)}</li>" for item in outcomes)
    facts = "".join(f"<li><b>{name}:</b> {escape(value)}</li>" for name, value in rows.items())
    html = f'{STYLE}<div class="dlc"><p><b>After this chapter you can</b></p><ul>{items}</ul><ul>{facts}</ul></div>'
    text = "After this chapter you can\n" + "\n".join(f"- {item}" for item in outcomes)
    return Output(html, text + "\n" + "\n".join(f"{name}: {value}" for name, value in rows.items()))


def reading_minutes(nb: dict) -> int:
    """How long a notebook takes to read: 200 words of prose a minute, three seconds for a line of code."""
    prose = " ".join("".join(cell["source"]) for cell in nb["cells"] if cell["cell_type"] == "markdown")
    lines = sum(len("".join(c["source"]).splitlines()) for c in nb["cells"] if c["cell_type"] == "code")
    return max(1, round(len(re.findall(r"\w+", prose)) / _WORDS_A_MINUTE + lines * _SECONDS_A_CODE_LINE / 60))


def _code(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
