"""Who grades by hand finds three answers to each question, and what they earn."""

import re
from itertools import pairwise
from pathlib import Path

import nbformat

from dlcourse.site.verified import title

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "book" / "hand_answers.md").read_text("utf8")
LEVEL = re.compile(r'^\*\*([\d.]+) of (\d+)\.\*\* "', re.M)


def questions() -> dict[str, float]:
    """Of each question graded by hand its heading on the page, and its points."""
    found = {}
    for chapter in sorted((ROOT / "book").glob("[0-9]*.ipynb")):
        topic = chapter.stem[3:]
        if not (notebook := ROOT / "solutions" / topic / f"{topic}.ipynb").is_file():
            continue
        cells = nbformat.read(notebook, as_version=4).cells
        for asked, cell in pairwise(cells):
            told = cell.metadata.get("nbgrader", {})
            if cell.cell_type == "markdown" and told.get("grade"):
                asks = re.match(r"## [\d.]+ (.*?)(?: \(graded by [\w ]+\))?$", asked.source, re.M)[1]
                found[f"{int(chapter.stem[:2])}. {title(chapter)}: {asks}"] = told["points"]
    return found


def test_every_question_graded_by_hand_has_answers_at_three_levels():
    sections = dict(part.split("\n", 1) for part in PAGE.split("\n## ")[1:])
    assert [heading for heading in sections if heading in questions()] == list(questions())
    for heading, points in questions().items():
        levels = [tuple(map(float, found)) for found in LEVEL.findall(sections[heading])]
        earned = [number for number, _ in levels]
        assert {of for _, of in levels} == {points}, heading
        assert len(earned) == 3, heading
        assert earned == sorted(set(earned), reverse=True), heading
        assert earned[0] == points, heading
        assert earned[-1] <= points / 2, heading
        whys = re.findall(r"^\*[^*].*\*$", sections[heading], re.M)
        assert len(whys) == 2, f"{heading}: say why the second and the third earn less"
