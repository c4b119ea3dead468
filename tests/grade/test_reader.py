"""The gate takes any bytes and any folder, and answers with sources or with a sentence."""

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dlcourse.grade import AssignmentError
from dlcourse.grade.submission.reader import Cell, parse, read_bytes

ROOT = Path(__file__).resolve().parents[2]
EMPTY = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}


def notebook(*cells: object, **changed: object) -> bytes:
    return json.dumps({**EMPTY, "cells": list(cells), **changed}).encode("utf8")


def read(*cells: object) -> list[Cell]:
    return parse(notebook(*cells)).cells


def code(source: object, **nbgrader: object) -> dict[str, object]:
    return {"cell_type": "code", "source": source, "metadata": {"nbgrader": nbgrader}, "outputs": []}


def test_every_release_passes_the_gate_whole():
    for path in (ROOT / "exercises").glob("*/*.ipynb"):
        cells = parse(path.read_bytes()).cells
        assert parse(path.read_bytes()).findings == []
        raw = json.loads(path.read_bytes())["cells"]
        assert [cell.source for cell in cells] == ["".join(cell["source"]) for cell in raw]


def test_only_sources_and_plain_claims_come_out():
    cells = read(code(["a\n", "b"], grade_id=" x ", points=2, more={"deep": 1}, long="l" * 999))
    assert cells == [Cell("code", "a\nb", {"grade_id": " x ", "points": 2})]
    assert cells[0].claimed_id == "x"


MALFORMED = {
    "empty": (b"", "is empty"),
    "blank": (b" \n\t", "is empty"),
    "list": (b"[]", "no notebook"),
    "number": (b"4", "no notebook"),
    "no nbformat": (b"{}", "no notebook"),
    "no cells": (b'{"nbformat": 4}', "without cells"),
    "cells no list": (notebook(cells={}), "without cells"),
    "truncated": (notebook(code("x = 1"))[:-9], "cut off"),
    "format 3": (notebook(nbformat=3), "format 3, not 4"),
    "format 5": (notebook(nbformat=5), "format 5, not 4"),
    "format true": (notebook(nbformat=True), "format True"),
    "format list": (notebook(nbformat=[4]), "not 4"),
    "Latin-1": ('{"é": 1}'.encode("latin-1"), "is not UTF-8 (byte 2)"),
    "deep lists": (b"[" * 100_000, "nested more than 40 deep"),
    "deep objects": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested more than 40 deep"),
    "deep, after a string with quotes": (rb'["\"[",' + b"[" * 50, "nested more than 40 deep"),
    "many values": (b"[" + b"[]," * 600_000 + b"[]]", "too many values"),
    "a number of 5,000 digits": (b'{"nbformat": ' + b"4" * 5000 + b"}", "not JSON"),
    "too many cells": (notebook(*[code("")] * 1001), "has 1001 cells, more than 1000"),
    "too much source": (notebook(code("x" * 600_000), code("y" * 600_000)), "more than 1,000,000 characters"),
    "HTML": (b"<!DOCTYPE html><html></html>", "not JSON"),
    "a zip": (b"PK\x03\x04" + bytes(100), "JSON"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_notebook_is_refused_with_what_to_do(name):
    data, reason = MALFORMED[name]
    with pytest.raises(AssignmentError) as refused:
        parse(data)
    assert reason in str(refused.value)
    assert any(word in str(refused.value) for word in ("hand in", "open it in JupyterLab"))


def test_a_byte_order_mark_of_utf8_is_no_mistake():
    assert parse(b"\xef\xbb\xbf" + notebook(code("é"))).cells == [Cell("code", "é")]


def test_half_a_surrogate_pair_can_be_encoded_afterwards():
    cells = parse(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\\ud800"}]}').cells
    assert cells[0].source.encode("utf8") == b"?"


@pytest.mark.parametrize("damaged", [None, 3, [], {}, {"cell_type": "heading"}, code(3), code(["a", 1])])
def test_a_damaged_cell_costs_only_itself(damaged):
    nb = parse(notebook(code("a"), damaged, code("b")))
    assert [cell.source for cell in nb.cells] == ["a", "b"]
    assert str(nb.findings[0]) == "cell 2: is damaged and was left out"


@pytest.mark.parametrize("metadata", [None, [], "x", {"nbgrader": []}, {"nbgrader": {"grade_id": {"a": 1}}}])
def test_odd_metadata_claims_nothing(metadata):
    cells = read({"cell_type": "code", "source": "a", "metadata": metadata})
    assert cells[0].claimed_id == ""


@given(st.binary())
@example(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "\\')
@example(b'"\\')
def test_any_bytes_end_in_cells_or_a_refusal(data):
    try:
        nb = parse(data)
    except AssignmentError:
        return
    assert all(isinstance(one, Cell) for one in nb.cells) and all(map(str, nb.findings))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
odd_cells = st.dictionaries(
    st.sampled_from(["cell_type", "source", "metadata", "id"]),
    st.sampled_from(["code", "markdown", "raw"]) | json_values,
)


@given(st.lists(odd_cells | json_values, max_size=6))
def test_any_json_for_cells_ends_in_sources_that_can_be_written(raw):
    nb = parse(notebook(*raw))
    assert len(nb.cells) + len(nb.findings) == len(raw)
    for cell in nb.cells:
        assert cell.kind in ("code", "markdown", "raw")
        cell.source.encode("utf8"), cell.claimed_id.encode("utf8", "replace")


@given(json_values, st.integers(0, 300))
def test_a_valid_notebook_cut_anywhere_is_refused_or_whole(value, at):
    data = notebook(code("x"), metadata={"any": value})
    if at >= len(data):
        assert parse(data).cells == [Cell("code", "x")]
    else:
        with pytest.raises(AssignmentError):
            parse(data[:at])


@pytest.mark.parametrize(
    "data",
    [b'"' + rb"\"" * 5_000_000, b'"' * 9_999_999, b"\\" * 10_000_000, b"[]" * 5_000_000, b'"\\' * 5_000_000],
    ids=["escapes", "quotes", "backslashes", "brackets", "both"],
)
def test_measuring_takes_linear_time(data):
    def seconds(part: bytes) -> float:
        start = time.process_time()
        with pytest.raises(AssignmentError):
            parse(part)
        return time.process_time() - start

    seconds(data[:1000])
    assert seconds(data) < 100 * max(seconds(data[: len(data) // 10]), 0.02)


def test_sixty_megabytes_are_refused_unread(tmp_path):
    path = tmp_path / "big.ipynb"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(AssignmentError, match=r"larger than 50 MB; clear its outputs"):
        read_bytes(path)


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: os.symlink("/etc/hostname", path), os.mkdir])
def test_reading_anything_but_a_file_returns_at_once(tmp_path, make):
    make(tmp_path / "x.ipynb")
    with pytest.raises(AssignmentError, match="hand in a plain file"):
        read_bytes(tmp_path / "x.ipynb")
