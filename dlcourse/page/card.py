"""`card`: what a chapter teaches, needs and costs, generated from its notebook's metadata."""

import re
from html import escape

from dlcourse.page import source
from dlcourse.page.output import STYLE, Output, inline

_WORDS_A_MINUTE = 200
_SECONDS_A_CODE_LINE = 3  # a code line is read slower than a line of prose
_FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
_HIDDEN = {"hide-input", "setup"}


def card(topic: str) -> Output:
    """The card of the chapter on `topic`: outcomes, needs, reading and run time, data, verified versions.

    Raises
    ------
    ValueError
        If there is no such chapter, or its metadata are incomplete.
    """
    path = source.chapter(topic)
    meta = source.course_metadata(path, "outcomes", "needs", "data")
    outcomes = [f"{verb} (exercise `{topic}.{exercise}`)" for verb, exercise in meta["outcomes"]]
    run = source.timings()
    seconds = run["chapters"].get(path.stem, {}).get("seconds")
    rows = {
        "Needs": ", ".join(meta["needs"]) or "Python and school calculus",
        "Time": f"read {reading_minutes(source.notebook(path))} min"
        + (f", runs in {seconds:.0f} s on {run['machine']['cores']} cores" if seconds else ""),
        "Data": ", ".join(meta["data"]),
        "Verified": f"with torch {run['versions']['torch']}, {run['date']}",
    }
    items = "".join(f"<li>{inline(item)}</li>" for item in outcomes)
    facts = "".join(f"<li><b>{name}:</b> {escape(value)}</li>" for name, value in rows.items())
    lists = f"<p><b>After this chapter you can</b></p><ul>{items}</ul><ul>{facts}</ul>"
    text = "After this chapter you can\n" + "\n".join(f"- {item}" for item in outcomes)
    text += "\n" + "\n".join(f"{name}: {value}" for name, value in rows.items())
    return Output(f'{STYLE}<div class="dlc">{lists}</div>', text)


def reading_minutes(nb: dict) -> int:
    """How long a notebook takes to read, without what is folded away (code that is hidden, `<details>`).

    200 words of prose a minute, three seconds for a line of code.
    """
    shown = [cell for cell in nb["cells"] if not _HIDDEN & set(cell["metadata"].get("tags", []))]
    prose = " ".join("".join(cell["source"]) for cell in shown if cell["cell_type"] == "markdown")
    words = len(re.findall(r"\w+", _FOLDED.sub("", prose)))
    lines = sum(len("".join(c["source"]).splitlines()) for c in shown if c["cell_type"] == "code")
    return max(1, round(words / _WORDS_A_MINUTE + lines * _SECONDS_A_CODE_LINE / 60))
