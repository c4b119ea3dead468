"""How the results of a self-check are shown: a table for people, JSON for programs."""

import json
from dataclasses import asdict

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from dlcourse.grade.selfcheck import Checked, Result
from dlcourse.page import source

_LINES_OF_A_MESSAGE = 4
ASKED = (
    "Please do not write the solution. Ask me what I think happens, point to the line to look at, "
    "give one small hint at a time, and check what I answer."
)


def to_json(checked: Checked) -> str:
    """The results as JSON: the points in all, each exercise, and the findings."""
    exercises = [asdict(result) for result in checked.results]
    findings = [str(finding) for finding in checked.findings]
    return json.dumps({**_sums(checked.results), "exercises": exercises, "findings": findings}, indent=2)


def show(checked: Checked, console: Console | None = None) -> None:
    """Print a table, the messages of what failed with a hint for each, and the points."""
    console, results = console or Console(highlight=False), checked.results
    table = Table(
        *(Column(name, no_wrap=True) for name in ("exercise", "points", "")),
        Column("", no_wrap=True, overflow="ellipsis", ratio=1),
        box=SIMPLE_HEAD,
        expand=True,
    )
    for result in results:
        earned = "–" if result.earned is None else f"{result.earned:g}"
        mark = "–" if result.earned is None else "✓" if result.passed else "✗"
        notes = [*result.message.splitlines()[:1], *(["graded by a person"] if mark == "–" else [])]
        table.add_row(result.exercise, f"{earned} of {result.points:g}", mark, Text(", ".join(notes)))
    console.print(table)
    for result in results:
        if not result.passed:
            lines = result.message.splitlines()[:_LINES_OF_A_MESSAGE]
            console.print(Text.assemble((result.exercise, "bold"), ": ", "\n".join(lines)))
            if result.hint:
                console.print(Padding(Markdown(result.hint), (0, 0, 1, 4)))
    for finding in checked.findings:
        console.print(Text(str(finding)))
    sums = _sums(results)
    console.print(f"{sums['points']:g} of {sums['of']:g} points from the visible tests.", end=" ")
    console.print("Hidden tests may ask more: they use other inputs.")
    if sums["passed"]:
        console.print(f"Tick its section in the book: {source.passed(checked.topic)}", soft_wrap=True)


def question(checked: Checked) -> str:
    """The first exercise that fails as a text for somebody to ask, a person or an AI assistant.

    It holds what is asked, the student's code and the message of the visible test, and asks for no solution.
    It is empty if every exercise passes.
    """
    result = next((result for result in checked.results if not result.passed), None)
    if result is None:
        return ""
    return (
        f"I am working on this exercise and want to solve it myself. {ASKED}\n\n"
        f"{result.task}\n\nMy code:\n\n```python\n{result.answer}\n```\n\n"
        f"Its test says:\n\n```text\n{result.message}\n```\n"
    )


def _sums(results: list[Result]) -> dict[str, object]:
    graded = [result for result in results if result.earned is not None]
    return {
        "passed": all(result.passed for result in results),
        "points": sum(result.earned or 0 for result in graded),
        "of": sum(result.points for result in graded),
    }
