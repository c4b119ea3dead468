"""Whatever a student's process or file says ends in a value or in the documented error, at little cost."""

import contextlib
import datetime
import json
import socket
import time
import tracemalloc
from decimal import Decimal

import nbformat
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.filters import markdown2html
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dlcourse.grade import AssignmentError
from dlcourse.grade.judge import seeds
from dlcourse.grade.judge.judging import _checked
from dlcourse.grade.judge.lint import AskInProbe
from dlcourse.grade.judge.probe import Boundary, Lost, StudentName
from dlcourse.grade.sandbox.wire import Broken, Ended, Wire
from dlcourse.grade.submission.graft import graft
from dlcourse.grade.submission.reader import parse
from dlcourse.grade.submission.sanitize import sanitize
from tests import clock
from tests.grade import tiny
from tests.grade.attacks.batch import leaks
from tests.grade.judge.test_codec import JSON, NODES, ends

FAST = settings(max_examples=150)
HONEST = [
    np.arange(6.0).reshape(2, 3),
    {"a": [1, 2.5, None, "x"], "b": (True, {3, 4})},
    torch.ones(3, 2, dtype=torch.bfloat16),
    np.array([[1, "x"], [None, 2.5]], object),
    torch.ones(2, requires_grad=True) * 2,
    (one for one in "an iterator"),
    [datetime.date(2026, 1, 2), Decimal("1.5"), np.datetime64("2026-01-02")],
    [range(10), slice(1, 2), 10**400, b"bytes", np.float32(1.5), torch.Size([1, 2])],
]


def sent(value: object) -> tuple[bytes, bytes]:
    """The text and the bytes of a reply with this value."""
    (slot, drew), nodes, blob, _ = ends()[1].encode(value, seeds.states())
    return json.dumps({"result": slot, "nodes": nodes, "drew": drew}).encode(), blob


REPLIES = [sent(value) for value in HONEST]
#: Edits of a text: where (as a share of its length), how many bytes go, and what comes in their place.
PIECES = [*map(bytes, zip(b'[]{},"0')), b"-1", b"1e999", b"9" * 20, b"null", b"NaN", b"\\ud800"]
PUT = st.binary(max_size=6) | st.sampled_from(PIECES)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 6), PUT), min_size=1, max_size=4)


def edited(text: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for share, gone, come in edits:
        at = int(share * len(text))
        text = text[:at] + come + text[at + gone :]
    return text


def size(value: object) -> int:
    """Bytes of all arrays and tensors in a value."""
    if isinstance(value, np.ndarray):
        return sum(map(size, value.flat)) if value.dtype == object else value.nbytes
    if isinstance(value, torch.Tensor):
        return value.nbytes
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return sum(map(size, parts))


@FAST
@given(st.sampled_from(REPLIES), EDITS, EDITS)
def test_a_damaged_reply_is_a_value_or_the_loss_of_the_student(reply, of_text, of_bytes):
    text, blob = edited(reply[0], of_text), edited(reply[1], of_bytes)
    ours, theirs = socket.socketpair()
    with ours, theirs, seeds.undrawn():
        theirs.sendall(len(text).to_bytes(4, "big") + len(blob).to_bytes(4, "big") + text + blob)
        theirs.shutdown(socket.SHUT_WR)
        boundary, value, ended = Boundary(), None, None
        boundary.begin(Wire(ours))
        seeds.part(seeds.states())  # so that the reply may tell of all of them
        try:
            value = StudentName(boundary, "f")(1)
        except (Lost, AskInProbe, Exception) as error:
            ended = error
        assert size(value) <= len(blob)
        # What a reply tells of is an error of the student's; all else loses the student's process.
        assert ended is None or hasattr(ended, "remote_traceback") or ended.verdict == "crashed"


KINDS = st.sampled_from(["<f8", "|b1", "|i1", "<U3", "float32", "bool", "qint8"])
SHAPES = st.lists(st.integers(0, 2**40), max_size=3)
ODD = st.tuples(KINDS, SHAPES, st.integers(0, 70), st.integers(0, 70))
EVEN = st.builds(lambda n, at: ("<f8", [n], at, 8 * n), st.integers(0, 8), st.integers(0, 8))
ARRAYS = st.lists(ODD | EVEN, max_size=8) | st.lists(EVEN, max_size=3)


@FAST
@given(ARRAYS, st.binary(max_size=64) | st.just(bytes(range(128))))
def test_arrays_never_hold_more_than_their_message(arrays, blob):
    arrays = [
        ["array", *one[:2], "C", True, *one[2:]]
        if one[0][0] in "<|"
        else ["tensor", False, 0, None, *one[:2], None, None, None, *one[2:]]
        for one in arrays
    ]
    nodes = [[2 * at + 3, node] for at, node in enumerate(arrays)]
    table = ends()[0]
    with contextlib.suppress(Broken):
        table.decode([*nodes, [1, ["list", [[number] for number, _ in nodes]]]], blob)
        assert size(table.value([1])) <= len(blob)


@pytest.mark.parametrize("raw", [b"\x02\xff\x00", b"\x80\x7f\x01"])
@pytest.mark.parametrize(
    "node",
    [["array", "|b1", [3], "C", True], ["tensor", False, 0, None, "bool", [3], None, None, None]],
    ids=["array", "tensor"],
)
def test_a_truth_value_is_true_or_false(raw, node):
    table = ends()[0]
    table.decode([[1, [*node, 0, 3]]], raw)
    got = table.value([1])
    assert bytes(np.asarray(got).view(np.uint8)) == bytes(int(bool(one)) for one in raw)


VALUES = st.sampled_from([b"[]", b"1", b"null", b'"x"', b"{}", b"[" * 9999])


@FAST
@given(st.binary(max_size=300) | VALUES, st.booleans())
def test_any_bytes_on_the_wire_end_in_a_message_or_the_documented_errors(data, framed):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall((len(data).to_bytes(4, "big") + bytes(4) if framed else b"") + data)
        theirs.shutdown(socket.SHUT_WR)
        with contextlib.suppress(Broken, Ended):
            assert isinstance(Wire(ours).receive()[0], dict)


def mostly(right: st.SearchStrategy) -> st.SearchStrategy:
    return st.integers(0, 9).flatmap(lambda n: right if n else JSON)


TEXT = mostly(st.text(max_size=5) | st.sampled_from(["x" * 999, "\ud800"]))
MIMES = st.dictionaries(st.sampled_from(["text/plain", "image/png", "x" * 200]), TEXT)
OUTPUTS = st.fixed_dictionaries(
    {
        "output_type": mostly(st.sampled_from(["stream", "error", "display_data", "execute_result"])),
        "name": mostly(st.sampled_from(["stdout", "stderr"])),
        **dict.fromkeys(("text", "ename", "evalue"), TEXT),
        "traceback": mostly(st.lists(TEXT, max_size=3)),
        "data": mostly(MIMES),
    },
    optional=dict.fromkeys(("metadata", "more"), JSON),
)


@FAST
@given(mostly(st.lists(mostly(OUTPUTS), max_size=6)), JSON)
def test_any_outputs_of_a_cell_are_valid_in_a_notebook_and_within_the_limit(outputs, failed):
    found = _checked({"outputs": outputs, "failed": failed}, 2000)
    assert len(str(found["outputs"])) <= 2000 + 20
    cell = new_code_cell("x", outputs=[nbformat.from_dict(output) for output in found["outputs"]])
    nbformat.validate(new_notebook(cells=[cell]))


def test_floods_of_outputs_are_cut():
    many = [{"output_type": "stream", "name": "stdout", "text": ""}] * 100_000
    assert len(_checked({"outputs": many}, 10**6)["outputs"]) <= 2000
    large = [
        {
            "output_type": "error",
            "ename": "E" * 10**6,
            "evalue": "x" * 10**6,
            "traceback": ["y" * 10**6] * 100,
        }
    ]
    assert len(str(_checked({"outputs": large}, 200_000))) < 200_000


NOTEBOOK = nbformat.writes(tiny.source()).encode()


@FAST
@given(EDITS)
def test_a_damaged_notebook_is_refused_or_grafted_and_can_be_written(edits):
    try:
        cells = parse(edited(NOTEBOOK, edits)).cells
    except AssignmentError:
        return
    nb, findings = graft(cells, tiny.source())
    sanitize(nb)
    nbformat.validate(nb)
    nbformat.writes(nb).encode("utf8"), [str(one).encode("utf8", "replace") for one in findings]


@pytest.mark.parametrize(
    "part",
    [
        "[],",
        '"ab",',
        "1,",
        "1.5,",
        '{"a":1},',
        '{"cell_type":"code","source":""},',
        '"\\u1234",',
        "[[[[1]]]],",
    ],
)
def test_the_gate_costs_little_more_than_what_it_reads(part):
    data = ('{"nbformat": 4, "cells": [' + part * (2_000_000 // len(part)) + "1]}").encode()
    tracemalloc.start()
    began = time.process_time()
    try:
        with pytest.raises(AssignmentError):
            parse(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 60 * len(data)
    assert time.process_time() - began < 250 * clock.loop()


TAGS = ["<script>", "</script>", "<img src=x onerror=y>", "<style>", "<!--", "-->", "<svg/onload=y>"]
LINKS = [
    "[x](javascript:y)",
    "[x](java&#115;cript:y)",
    "[a]: javascript:x\n",
    "[a]",
    "attachment:a",
    "![",
    "](",
]
MARKS = ["`", "```\n", "~~~\n", "\n", "> ", "* ", "$", "&lt;", "<a href='java\nscript:x'>", "text "]
PARTS = st.sampled_from([*TAGS, *LINKS, *MARKS]) | st.text(max_size=5)
MARKDOWN = st.lists(PARTS, max_size=12).map("".join)


@FAST
@given(MARKDOWN)
def test_prose_of_a_graded_notebook_runs_nothing_in_any_viewer(source):
    nb = new_notebook(cells=[new_markdown_cell(source)])
    sanitize(nb)
    page = markdown2html(nb.cells[0].source)
    assert not [one for one in leaks(page) if "src=" not in one and one != "<math>"]


def test_words_and_pictures_of_an_honest_answer_stay_as_they_are():
    source = (
        "# Why\n$a < b$ & `<script>` is *code*; see [there](https://example.org), <b>bold</b>.\n\n| a | b |"
    )
    nb = new_notebook(cells=[new_markdown_cell(source)])
    sanitize(nb)
    assert nb.cells[0].source == source


def test_an_output_keeps_its_harmless_part():
    data = {
        "text/plain": "t",
        "text/html": "<b>x</b><script>y</script>",
        "application/javascript": "z",
        "image/png": "eA==",
    }
    cell = new_code_cell("", outputs=[NotebookNode(output_type="display_data", data=data, metadata={})])
    nb = new_notebook(cells=[cell])
    sanitize(nb)
    assert nb.cells[0].outputs[0].data == {"text/plain": "t", "text/html": "<b>x</b>", "image/png": "eA=="}


@FAST
@given(NODES, st.binary(max_size=64))
def test_any_table_of_values_is_read_in_no_time(nodes, blob):
    with contextlib.suppress(Broken):
        ends()[0].decode([[2 * at + 1, node] for at, node in enumerate(nodes)], blob)
