"""Which file of a student's folder is the notebook: it is graded, or it waits for a person."""

import json
import os
import socket
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode

from dlcourse.grade.assignment import by_id
from dlcourse.grade.gradebook.course import Course, template
from dlcourse.grade.submission import ingest
from dlcourse.grade.submission.ingest import Submission, check_name, collect, look
from tests.grade import tiny
from tests.grade.tiny import DOUBLE

TEMPLATE = template(tiny.source(), Course(tiny.ROOT).config)
SOLVED = f'{DOUBLE}\n"one"'


def solved(answer: str = SOLVED, *, stripped: bool = False) -> bytes:
    nb = template(tiny.source(), Course(tiny.ROOT).config)
    by_id(nb)["tiny-double"].source = answer or by_id(nb)["tiny-double"].source
    for cell in nb.cells if stripped else []:
        cell.metadata = NotebookNode()
    return nbformat.writes(nb).encode()


def handed_in(tmp_path: Path, files: dict[str, bytes]) -> Submission:
    """What is collected of a folder with these files."""
    folder = tmp_path / "submitted" / "ada" / "tiny"
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (found,) = collect(folder, "ada", {"tiny": TEMPLATE})
    return found


BLANK, BROKEN, OTHER = solved(""), b'{"cells": [', solved('def double(x):\n    return "other"')
STRANGE = json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": "milk, eggs"}]}).encode()
GRADED = {
    "as it should be": {"tiny.ipynb": solved()},
    "nested": {"tiny/tiny.ipynb": solved()},
    "nested twice, with a space": {"my work/tiny/tiny.ipynb": solved()},
    "renamed": {"Ada tiny.ipynb": solved()},
    "a second download": {"tiny (1).ipynb": solved()},
    "characters that are no letters": {"tiny–final[2], v#3.ipynb": solved()},
    "accents in pieces": {"u\u0308bung.ipynb": solved()},
    "txt behind it": {"tiny.ipynb.txt": solved()},
    "json behind it": {"tiny.ipynb.json": solved()},
    "json": {"tiny.json": solved()},
    "capitals": {"TINY.IPYNB": solved()},
    "nested and renamed, without ids": {"a/b/homework.ipynb.txt": solved(stripped=True)},
    "with a checkpoint": {"tiny (2).ipynb": solved(), ".ipynb_checkpoints/tiny-checkpoint.ipynb": BLANK},
    "only the copy was solved": {"tiny.ipynb": BLANK, "tiny-Copy1.ipynb": solved()},
    "only the nested copy was solved": {"tiny.ipynb": BLANK, "tiny/tiny.ipynb": solved()},
    "the other one is broken": {"tiny.ipynb": BROKEN, "tiny (1).ipynb": solved()},
    "the same twice": {"tiny (1).ipynb": solved(), "tiny (2).ipynb": solved()},
    "solved, and a blank copy": {"tiny (1).ipynb": solved(), "tiny (2).ipynb": BLANK},
    "beside a notebook of something else": {"tiny (1).ipynb": solved(), "shopping.ipynb": STRANGE},
    "two, one called right": {"tiny.ipynb": solved(), "tiny-Copy1.ipynb": OTHER},
    "of a Mac": {"tiny.ipynb": solved(), "__MACOSX/._tiny.ipynb": b"\0\5\26\7"},
}


@pytest.mark.parametrize("name", GRADED)
def test_one_recognizable_notebook_is_graded(tmp_path, name):
    found = handed_in(tmp_path, GRADED[name])
    assert not found.refused
    assert found.nb is not None
    assert by_id(found.nb)["tiny-double"].source == SOLVED
    text = " ".join(map(str, found.findings))
    assert ("graded as tiny.ipynb" in text) == ("tiny.ipynb" not in GRADED[name] or "because" in text)


WAITING = {
    "two that differ": {"tiny (1).ipynb": solved(), "tiny (2).ipynb": OTHER},
    "blank beside two that differ": {"tiny.ipynb": BLANK, "a.ipynb": solved(), "b.ipynb": OTHER},
    "a notebook of something else": {"shopping.ipynb": STRANGE},
    "called right, of something else": {"tiny.ipynb": STRANGE},
    "blank beside something else": {"tiny.ipynb": BLANK, "shopping.ipynb": STRANGE},
    "broken": {"tiny.ipynb": BROKEN},
    "two broken ones": {"tiny.ipynb": BROKEN, "tiny (1).ipynb": BROKEN},
    "empty": {"tiny.ipynb": b""},
    "an archive": {"tiny.zip": b"PK\x03\x04"},
    "a script": {"tiny.py": DOUBLE.encode()},
    "a page": {"tiny.html": b"<html>"},
    "a checkpoint alone": {".ipynb_checkpoints/tiny-checkpoint.ipynb": solved()},
}


@pytest.mark.parametrize("name", WAITING)
def test_what_cannot_be_told_waits_for_a_person_and_names_the_files(tmp_path, name):
    found = handed_in(tmp_path, WAITING[name])
    assert found.refused
    assert "0 points until a person has looked" in " ".join(map(str, found.findings))
    if found.nb is not None:
        assert found.nb.cells[0].source.startswith("**Not graded**: ")


def test_two_that_differ_are_both_named(tmp_path):
    (finding, *_) = [one for one in handed_in(tmp_path, WAITING["two that differ"]).findings if one.refused]
    assert "tiny (1).ipynb and tiny (2).ipynb hold different answers" in finding.text


def test_a_blank_release_and_an_empty_folder_are_final(tmp_path):
    blank = handed_in(tmp_path / "blank", {"tiny.ipynb": BLANK, "notes.md": b"x"})
    assert not blank.refused and blank.nb is not None
    empty = handed_in(tmp_path / "empty", {"timestamp.txt": b"2026-01-01 00:00:00 UTC"})
    assert not empty.refused and empty.nb is None
    assert str(empty.findings[-1]) == "tiny.ipynb: was not handed in: 0 points"


def test_several_notebooks_are_told_apart_by_what_they_hold(tmp_path):
    second = template(tiny.source(), Course(tiny.ROOT).config)
    for cell in second.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.grade_id = cell.metadata.nbgrader.grade_id.replace("tiny", "second")
        cell.source = cell.source.replace("tiny", "second").replace("double", "triple")
    answered = nbformat.from_dict(second)
    folder = tmp_path / "ada" / "both"
    folder.mkdir(parents=True)
    (folder / "two.ipynb").write_bytes(
        nbformat.writes(answered).replace("raise NotImplementedError", "return 3 * x").encode()
    )
    (folder / "one.ipynb").write_bytes(solved())
    found = {one.notebook: one for one in collect(folder, "ada", {"tiny": TEMPLATE, "second": second})}
    assert [str(f) for f in found["tiny"].findings] == ["one.ipynb: graded as tiny.ipynb"]
    assert [str(f) for f in found["second"].findings] == ["two.ipynb: graded as second.ipynb"]
    (folder / "two.ipynb").unlink()
    found = {one.notebook: one for one in collect(folder, "ada", {"tiny": TEMPLATE, "second": second})}
    assert not found["tiny"].refused
    assert str(found["second"].findings[-1]) == "second.ipynb: was not handed in: 0 points"


CONTENTS = {
    "solved": solved(),
    "other": OTHER,
    "blank": BLANK,
    "broken": BROKEN,
    "strange": STRANGE,
    "empty": b"",
}
names = st.text(max_size=20).filter(lambda name: name.isprintable() and "/" not in name)


@given(st.dictionaries(names.map(lambda name: f"x{name}.ipynb"), st.sampled_from(list(CONTENTS)), max_size=4))
def test_any_files_end_in_a_grade_or_in_a_finding_that_waits(tmp_path_factory, files):
    given = {name: CONTENTS[kind] for name, kind in files.items()}
    found, kinds = handed_in(tmp_path_factory.mktemp("any"), given), set(files.values())
    if len(answered := kinds & {"solved", "other"}) == 1:
        assert found.nb is not None and not found.refused
        assert "raise NotImplementedError" not in by_id(found.nb)["tiny-double"].source
    else:
        assert found.refused == (bool(files) and (len(answered) == 2 or "blank" not in kinds))


def test_folder_with_everything_that_is_no_plain_file(tmp_path):
    folder = tmp_path / "ada"
    folder.mkdir()
    (folder / "neurons.ipynb").write_bytes(BLANK)
    (tmp_path / "secret").write_text("s")
    os.symlink(tmp_path / "secret", folder / "link.txt")
    os.symlink(tmp_path, folder / "linked")
    os.link(tmp_path / "secret", folder / "hard.txt")
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(folder)  # the path of a socket has to be short
        try:
            listener.bind("socket")
        finally:
            os.chdir(here)
    deep = folder.joinpath(*"abcdefghij")
    deep.mkdir(parents=True)
    (deep / "f").touch()
    (folder / "right\u202eleft").touch()
    files, findings = look(folder)
    assert list(files) == ["neurons.ipynb"]
    text = "\n".join(map(str, findings))
    for kind in ("symbolic link", "hard link", "named pipe", "socket", "8 deep", r"'right\u202eleft'"):
        assert kind in text
    assert text.count("symbolic link") == 2
    assert "\u202e" not in text


def test_a_flood_of_files_is_cut(tmp_path):
    for number in range(ingest.MOST_FILES + 5):
        (tmp_path / str(number)).touch()
    files, findings = look(tmp_path)
    assert len(files) == ingest.MOST_FILES
    assert "more than 200 files" in str(findings[0])


def test_a_flood_of_folders_and_links_is_cut(tmp_path):
    for number in range(2 * ingest.MOST_FILES):
        (tmp_path / f"folder-{number}").mkdir()
        os.symlink("nowhere", tmp_path / f"link-{number}")
    files, findings = look(tmp_path)
    assert files == {}
    assert len(findings) <= ingest.MOST_FILES + 1
    assert "more than 200 files and folders" in str(findings[-1])


@pytest.mark.parametrize("name", ["ada", "ada.lovelace@uni.edu", "O'Neil-2", "משה", "李", "José", "a b"])
def test_names_of_people_are_fine(name):
    assert check_name(name) == ""


@pytest.mark.parametrize(
    "name",
    ["", "..", ".hidden", "../x", "a/b", "a\\b", "x" * 300, "a\u202eb", "a\nb", "Jose\u0301", "a ", "<b>"],
)
def test_names_that_could_mean_something_else_are_not(name):
    assert check_name(name)
    assert check_name(name).isprintable()


@given(st.text())
def test_any_name_gets_a_printable_answer(name):
    assert check_name(name).isprintable()
