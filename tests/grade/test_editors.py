"""What editors write, and what people do in them, changes neither answers nor points."""

import base64
import copy
import json
from collections.abc import Callable
from typing import Any

import nbformat
import pytest

from dlcourse.grade.assignment import by_id
from dlcourse.grade.gradebook.course import Course, template
from dlcourse.grade.submission import reader
from dlcourse.grade.submission.graft import graft
from dlcourse.grade.submission.reader import parse
from tests.exercises import stock

TEMPLATE = template(stock.notebook("solutions", "neurons"), Course(stock.ROOT).config)
ANSWERS = [name for name, cell in by_id(TEMPLATE).items() if cell.metadata.nbgrader.solution]
#: A picture of 1.5 MB, as base64.
PICTURE = base64.b64encode(bytes(range(256)) * 6000).decode()


def handed_in() -> dict[str, Any]:
    """A solved notebook as plain JSON, one string a source."""
    nb = json.loads(nbformat.writes(stock.submission("neurons"), version=4))
    for cell in nb["cells"]:
        cell["source"] = "".join(cell["source"])
    return nb


def sources(nb: nbformat.NotebookNode) -> dict[str, str]:
    """The answers and tests of a grafted notebook."""
    return {name: cell.source for name, cell in by_id(nb).items()}


TRUE = sources(graft(parse(json.dumps(handed_in()).encode()).cells, TEMPLATE)[0])


def code(nb: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in nb["cells"] if cell["cell_type"] == "code"]


def answer(nb: dict[str, Any], name: str = "neurons-perceptron") -> dict[str, Any]:
    (found,) = (c for c in nb["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == name)
    return found


def each(change: Callable[[dict[str, Any]], object], kind: str = "") -> Callable[[dict[str, Any]], None]:
    """The same change of every cell, or of those of one kind."""

    def edit(nb: dict[str, Any]) -> None:
        for cell in nb["cells"]:
            if kind in ("", cell["cell_type"]):
                change(cell)

    return edit


def shows(*outputs: Any) -> Callable[[dict[str, Any]], None]:
    return each(lambda cell: cell.update(outputs=list(outputs)), "code")


def deep(levels: int) -> Any:
    return {"a": deep(levels - 1)} if levels else 1


SLIPS: dict[str, Callable[[dict[str, Any]], object]] = {
    "no cell metadata": each(lambda cell: cell.pop("metadata")),
    "cell metadata null": each(lambda cell: cell.update(metadata=None)),
    "cell metadata a list": each(lambda cell: cell.update(metadata=[])),
    "tags a string": each(lambda cell: cell["metadata"].update(tags="x")),
    "name and title of odd types": each(lambda cell: cell["metadata"].update(name=None, title=[1])),
    "collapsed null, scrolled a string": each(
        lambda cell: cell["metadata"].update(collapsed=None, scrolled="auto")
    ),
    "jupyter and vscode extras": each(
        lambda cell: cell["metadata"].update(jupyter={"x": None}, vscode={"languageId": "python"})
    ),
    "colab ids in cells": each(lambda cell: cell.update(id_="x", executionInfo={"status": "ok"})),
    "no notebook metadata": lambda nb: nb.pop("metadata"),
    "notebook metadata null": lambda nb: nb.update(metadata=None),
    "kernelspec null": lambda nb: nb["metadata"].update(kernelspec=None),
    "kernelspec without a name": lambda nb: nb["metadata"].update(kernelspec={"display_name": None}),
    "authors a string, title a list": lambda nb: nb["metadata"].update(authors="ada", title=["a"]),
    "widgets": lambda nb: nb["metadata"].update(widgets={"state": {"x": {"model": None}}}),
    "unknown keys at the top": lambda nb: nb.update(signature="x", colab={"y": 1}),
    "format 4.4 with ids": lambda nb: nb.update(nbformat_minor=4),
    "format 4.0": lambda nb: nb.update(nbformat_minor=0),
    "format 4.99": lambda nb: nb.update(nbformat_minor=99),
    "no minor format": lambda nb: nb.pop("nbformat_minor"),
    "format a string": lambda nb: nb.update(nbformat="4"),
    "format a float": lambda nb: nb.update(nbformat=4.0),
    "no format": lambda nb: nb.pop("nbformat"),
    "no ids": each(lambda cell: cell.pop("id", None)),
    "one id for all": each(lambda cell: cell.update(id="same")),
    "empty ids": each(lambda cell: cell.update(id="")),
    "long ids": each(lambda cell: cell.update(id="x" * 300)),
    "odd ids": each(lambda cell: cell.update(id="ä b/c")),
    "ids that are numbers": each(lambda cell: cell.update(id=7)),
    "no outputs": each(lambda cell: cell.pop("outputs"), "code"),
    "outputs null": each(lambda cell: cell.update(outputs=None), "code"),
    "outputs an object": each(lambda cell: cell.update(outputs={}), "code"),
    "outputs of Markdown": each(lambda cell: cell.update(outputs=[], execution_count=1), "markdown"),
    "an error without traceback": shows({"output_type": "error", "ename": "E"}),
    "a traceback that is a string": shows({"output_type": "error", "traceback": "E"}),
    "a result without count": shows({"output_type": "execute_result", "data": {}, "metadata": {}}),
    "a display without metadata": shows({"output_type": "display_data", "data": {"text/plain": [1]}}),
    "a stream with metadata": shows({"output_type": "stream", "name": "x", "text": None, "metadata": 1}),
    "outputs of unknown types": shows({"output_type": "pyout"}, None, 3, "x"),
    "a deep output": shows({"output_type": "display_data", "data": {"application/json": deep(25)}}),
    "count a string": each(lambda cell: cell.update(execution_count="3"), "code"),
    "no count": each(lambda cell: cell.pop("execution_count"), "code"),
    "attachments null": each(lambda cell: cell.update(attachments=None), "markdown"),
    "attachments a list": each(lambda cell: cell.update(attachments=["x"]), "markdown"),
    "attachments of code": each(lambda cell: cell.update(attachments={"x": {"image/png": 1}})),
    "sources as lists": each(lambda cell: cell.update(source=cell["source"].splitlines(True))),
    "sources as lists of characters": each(lambda cell: cell.update(source=list(cell["source"]))),
    "CRLF": each(lambda cell: cell.update(source=cell["source"].replace("\n", "\r\n"))),
    "CR": each(lambda cell: cell.update(source=cell["source"].replace("\n", "\r"))),
    "a mark of byte order in a source": each(lambda cell: cell.update(source="\ufeff" + cell["source"])),
    "blank ends": each(lambda cell: cell.update(source=cell["source"] + "\n\n\n")),
    "an empty cell without source": lambda nb: nb["cells"].append({"cell_type": "code", "source": None}),
    "a cell of an unknown kind": lambda nb: nb["cells"].append({"cell_type": "sql", "source": "SELECT 1"}),
    "a cell without a kind": lambda nb: nb["cells"].append({"source": "x"}),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_of_an_editor_changes_no_answer_and_is_not_worth_a_word(name):
    nb = handed_in()
    SLIPS[name](nb)
    made, findings = graft(parse(json.dumps(nb).encode()).cells, TEMPLATE)
    assert {key: text.strip() for key, text in sources(made).items()} == TRUE
    stripped = any("metadata" not in cell or not cell["metadata"] for cell in nb["cells"][:-1])
    assert [one for one in findings if "without their ids" not in one.text or not stripped] == []


def as_text(nb: dict[str, Any]) -> str:
    return json.dumps(nb, ensure_ascii=False)


@pytest.mark.parametrize(
    "encode",
    [
        lambda nb: as_text(nb).encode("utf-8-sig"),
        lambda nb: as_text(nb).encode("utf-16"),
        lambda nb: as_text(nb).encode("utf-16-le"),
        lambda nb: as_text(nb).encode("utf-32"),
        lambda nb: json.dumps(nb, ensure_ascii=True).encode("ascii"),
        lambda nb: json.dumps(nb, indent=8).replace("\n", "\r\n").encode(),
        lambda nb: json.dumps(nb, separators=(",", ":")).encode() + b"\n\n",
        lambda nb: json.dumps({**nb, "x": float("nan")}).encode(),
    ],
    ids=[
        "BOM",
        "UTF-16",
        "UTF-16 without BOM",
        "UTF-32",
        "ASCII",
        "CRLF",
        "blank lines",
        "NaN",
    ],
)
def test_a_notebook_is_read_however_it_is_encoded(encode):
    nb = parse(encode(handed_in()))
    assert sources(graft(nb.cells, TEMPLATE)[0]) == TRUE
    assert nb.findings == []
    assert nb.topic == "neurons"


BEFORE = [
    "%%time\n",
    "%%timeit -n1\n\n",
    "#@title Exercise 1 { run: 'auto' }\n",
    "\n\n  \n",
    "import math\n\n",
    "# mine\n",
]
MARKERS = [
    "# exercise: {}",
    "#exercise: {}",
    "#  exercise:{}",
    "## exercise : {}  ",
    "   # exercise: {}",
    "# Exercise: {}",
]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("marker", MARKERS)
def test_a_marker_is_found_wherever_it_stands(before, marker):
    nb = handed_in()
    cell = answer(nb)
    body = cell["source"].replace("# exercise: neurons.perceptron\n", "").replace("perceptron", "other_name")
    cell["source"] = before + marker.format("neurons.perceptron") + "\n" + body
    for one in nb["cells"]:
        one["metadata"] = {}
    made, findings = graft(parse(json.dumps(nb).encode()).cells, TEMPLATE)
    assert sources(made) == {**TRUE, "neurons-perceptron": cell["source"]}
    assert "deleted" not in " ".join(map(str, findings))


@pytest.mark.parametrize("kind", ["markdown", "raw", "heading", "", None])
@pytest.mark.parametrize("stripped", [False, True])
def test_an_answer_whose_cell_was_turned_into_another_kind_is_read_as_code(kind, stripped):
    nb = handed_in()
    cell = answer(nb)
    cell["cell_type"] = kind
    if stripped:
        cell["metadata"] = {}
    made, findings = graft(parse(json.dumps(nb).encode()).cells, TEMPLATE)
    assert by_id(made)["neurons-perceptron"].cell_type == "code"
    assert sources(made) == TRUE
    assert "was changed from code to" in " ".join(map(str, findings))


def merge(nb: dict[str, Any], first: str, *others: str) -> None:
    """Merge cells as Jupyter does: one source, the metadata of the first."""
    cells = [answer(nb, name) for name in (first, *others)]
    cells[0]["source"] = "\n\n".join(cell["source"] for cell in cells)
    for cell in cells[1:]:
        nb["cells"].remove(cell)


@pytest.mark.parametrize("stripped", [False, True])
def test_an_answer_that_was_merged_with_its_tests_is_found(stripped):
    nb = handed_in()
    merge(nb, "neurons-perceptron", "neurons-perceptron-tests")
    cell = answer(nb)
    if stripped:
        cell["metadata"] = {}
    made, findings = graft(parse(json.dumps(nb).encode()).cells, TEMPLATE)
    assert sources(made) == {**TRUE, "neurons-perceptron": cell["source"]}
    assert "cell neurons-perceptron-tests: was deleted; restored from the template" in map(str, findings)


PASTED = {
    "Colab": ("![image.png](data:image/png;base64,{})", None),
    "HTML": ('<img src="data:image/jpeg;base64,{}" width=300>', None),
    "by reference": ("![a figure][image1]\n\n[image1]: <data:image/png;base64,{}>", None),
    "JupyterLab": ("![my picture.png](attachment:my%20picture.png)", "my picture.png"),
    "a UUID": ("![](attachment:5c7a8e3e-e6cd.png)", "5c7a8e3e-e6cd.png"),
}


@pytest.mark.parametrize("name", PASTED)
def test_a_pasted_picture_stays_and_is_no_reason_to_refuse(name):
    text, attached = PASTED[name]
    nb = handed_in()
    (prose,) = (by_id(TEMPLATE)[one] for one in ANSWERS if by_id(TEMPLATE)[one].cell_type == "markdown")
    cell = answer(nb, prose.metadata.nbgrader.grade_id)
    cell["source"] = "Before.\n\n" + text.format(PICTURE) + "\n\nBehind."
    if attached:
        cell["attachments"] = {attached: {"image/png": PICTURE}}
    nb["cells"].append(copy.deepcopy(cell))  # several are fine, too
    made, _ = graft(parse(json.dumps(nb).encode()).cells, TEMPLATE)
    source = sources(made)[prose.metadata.nbgrader.grade_id]
    assert PICTURE in source
    words = reader.PICTURE.sub("", source)
    assert "Before." in words and "Behind." in words and len(words) < 200
