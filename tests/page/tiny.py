"""A small book of its own, so that no test here depends on what the chapters say."""

QUIZ = """
[[question]]
id = "the-formula"
ask = "What is `w * x + b`?"
[[question.choice]]
says = "A *line*"
right = true
because = "Its points are where it is < 0 & > 0."
[[question.choice]]
says = "A curve"
because = "Nothing bends it."
"""


def cell(kind, source, **nbgrader):
    return {"cell_type": kind, "source": source, "metadata": {"nbgrader": nbgrader} if nbgrader else {}}


def notebook(*cells, **course):
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"dlcourse": course} if course else {},
        "cells": list(cells),
    }


CHAPTER = notebook(
    cell("markdown", ["# Lines\n", "**What is a line?**"]),
    cell("code", "card('lines')"),
    topic="lines",
    outcomes=[["draw a line & <erase> it", "draw"], ["say where `b` goes", "explain"]],
    needs=["points"],
    data=["drawn here"],
)
ASSIGNMENT = notebook(
    cell("code", "import numpy", grade_id="lines-imports", grade=False, solution=False),
    cell(
        "markdown",
        "Draw.\n\n*Difficulty 1 of 3 · about 10 minutes*",
        grade_id="lines-draw-task",
        grade=False,
        solution=False,
    ),
    cell("code", "...", grade_id="lines-draw", grade=False, solution=True),
    cell("code", "same(...)", grade_id="lines-draw-tests", grade=True, solution=False, points=2),
    cell(
        "markdown",
        "*Difficulty 2 of 3 · about 5 minutes · graded by hand*\n\nWhy?",
        grade_id="lines-explain",
        grade=True,
        solution=True,
        points=1,
    ),
    topic="lines",
    asks={"draw": "a line through `n` points", "explain": "why it is straight"},
)
TIMINGS = {
    "machine": {"cores": 2},
    "versions": {"torch": "2.9.1"},
    "date": "2026-01-31",
    "chapters": {"03_lines": {"seconds": 12.4}},
}
