"""The one reader of students' notebooks: any bytes to sources, or an error that says what to do.

Nothing here trusts the file: it is opened without following links, measured before it is parsed, and parsed
by `json` alone. Of what editors write, only sources, pictures and what the metadata claims come out; so it
does not matter in which form the rest is, and whether it is there.
"""

import json
import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from dlcourse.grade import AssignmentError

_MEGABYTE = 1_000_000
#: Caps far above what any honest notebook needs; pictures do not count as source.
MOST_BYTES, MOST_SOURCE, MOST_CELLS, MOST_DEPTH, MOST_BRACKETS = 50 * _MEGABYTE, _MEGABYTE, 1000, 40, 500_000
LONGEST_NAME = 100
# A string as a whole, or one bracket. Each string, also one that never ends, is read once: linear time.
_JSON_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[][{}]', re.DOTALL)
#: A picture that was pasted into prose, as its address.
PICTURE = re.compile(r"data:image/[\w.+-]+(?:;[\w=.+-]+)*;base64,[A-Za-z0-9+/=%\s]*+", re.IGNORECASE)
_IMAGES = ("image/png", "image/jpeg", "image/gif")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]++={0,2}\s*+")
_ATTACHED = re.compile(r"attachment:([^)\s\"'>]+)")
#: Follow no link, wait for no writer of a pipe; systems without these flags have no such files.
_CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_START_AGAIN = "open it in JupyterLab and save it again, or put the answers into a new copy"
_ONLY = "hand in only the assignment"
#: What became of a notebook that is not graded.
WAITS = "0 points until a person has looked"


@dataclass(frozen=True)
class Finding:
    """Something that people should know about one submission."""

    about: str  # a file or a cell
    text: str  # what was found, what was done, and what to do
    refused: bool = False  # whether the notebook was not graded because of it

    def __str__(self) -> str:
        return f"{self.about}: {self.text}"


@dataclass(frozen=True)
class Cell:
    """One cell as a student left it."""

    kind: str  # "code", "markdown" or "raw"
    source: str  # with the pictures that were pasted into prose
    claims: dict[str, Any] = field(default_factory=dict)  # what its nbgrader metadata says

    @property
    def claimed_id(self) -> str:
        given = self.claims.get("grade_id")
        return unicodedata.normalize("NFC", given.strip()) if isinstance(given, str) else ""


@dataclass(frozen=True)
class StudentNotebook:
    """The cells of a file, a finding for each that was left out, and the topic that its metadata names."""

    cells: list[Cell]
    findings: list[Finding]
    topic: str = ""


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """The content of a regular file of at most `most` bytes; anything else is an AssignmentError.

    No link is followed and no pipe waited for.
    """
    try:
        handle = os.open(path, os.O_RDONLY | _CAREFULLY)
    except OSError as refused:
        raise AssignmentError(f"cannot be opened ({refused.strerror}); hand in a plain file") from None
    try:
        if (kind := kind_of(os.fstat(handle))) != "file":
            raise AssignmentError(f"{kind} is not graded; hand in a plain file")
        with open(handle, "rb", closefd=False) as file:
            data = file.read(most + 1)
    finally:
        os.close(handle)
    if len(data) > most:
        limit = f"{most // _MEGABYTE} MB" if most >= _MEGABYTE else f"{most} bytes"
        raise AssignmentError(f"is larger than {limit}; clear its outputs (Edit > Clear All Outputs), save")
    return data


def kind_of(status: os.stat_result) -> str:
    """What a path leads to: "file", or what else it is, with its article."""
    if stat.S_ISDIR(status.st_mode):
        return "a folder"
    if not stat.S_ISREG(status.st_mode):
        names = {stat.S_IFLNK: "a symbolic link", stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}
        return names.get(stat.S_IFMT(status.st_mode), "a device")
    return "file" if status.st_nlink == 1 else "a hard link"


def parse(data: bytes) -> StudentNotebook:
    """A notebook in format 4, whatever its editor left out or put in; else an AssignmentError."""
    text = _decode(data)
    _measure(text.encode("utf8", "replace"))
    try:
        nb = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        raise AssignmentError(f"is no notebook, or was cut off: not JSON; {_START_AGAIN}") from None
    if not isinstance(nb, dict) or not nb.keys() & {"nbformat", "cells"}:
        raise AssignmentError(f"is JSON but no notebook; {_START_AGAIN}")
    version = nb.get("nbformat", 4)
    if isinstance(version, bool) or str(version) not in ("4", "4.0"):
        raise AssignmentError(f"is a notebook in format {str(version)[:20]}, not 4; {_START_AGAIN}")
    if not isinstance(nb.get("cells"), list):
        raise AssignmentError(f"is a notebook without cells; {_START_AGAIN}")
    if len(nb["cells"]) > MOST_CELLS:
        raise AssignmentError(f"has {len(nb['cells'])} cells, more than {MOST_CELLS}; {_ONLY}")
    cells, findings = [], []
    for number, raw in enumerate(nb["cells"], 1):
        if cell := _cell(raw):
            cells.append(cell)
        else:
            findings.append(Finding(f"cell {number}", "is damaged and was left out"))
    if sum(len(PICTURE.sub("", cell.source)) for cell in cells) > MOST_SOURCE:
        raise AssignmentError(f"has more than {MOST_SOURCE:,} characters of source; {_ONLY}")
    topic = _inside(nb, "metadata", "dlcourse").get("topic")
    return StudentNotebook(cells, findings, topic if isinstance(topic, str) else "")


def _cell(raw: Any) -> Cell | None:
    """One cell, or None if it has no source; of an unknown kind it counts as raw."""
    source = raw.get("source", 0) if isinstance(raw, dict) else 0
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if source is None and raw.get("cell_type") in ("code", "markdown", "raw"):
        source = ""
    if not isinstance(source, str):
        return None
    # Half a surrogate pair is legal in JSON, and no encoder takes it afterwards.
    source = source.encode("utf8", "replace").decode("utf8").removeprefix("\ufeff")
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    claims = _inside(raw, "metadata", "nbgrader")
    plain = {key: value for key, value in claims.items() if _plain(value)}
    kind = raw.get("cell_type") if raw.get("cell_type") in ("code", "markdown") else "raw"
    if pictures := _pictures(raw.get("attachments")):
        source = _ATTACHED.sub(lambda found: pictures.get(unquote(found[1]), found[0]), source)
    return Cell(str(kind), source, plain)


def _inside(data: dict[str, Any], *keys: str) -> dict[str, Any]:
    """The object behind these keys; empty if there is none."""
    for key in keys:
        inner = data.get(key)
        data = inner if isinstance(inner, dict) else {}
    return data


def _plain(value: Any) -> bool:
    return isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= LONGEST_NAME)


def _pictures(attachments: Any) -> dict[str, str]:
    """The images that JupyterLab keeps beside a source, by name, each as an address that holds it."""
    found = {}
    for name, bundle in attachments.items() if isinstance(attachments, dict) else ():
        for kind, data in bundle.items() if isinstance(bundle, dict) else ():
            text = "".join(map(str, data)) if isinstance(data, list) else data
            if kind in _IMAGES and isinstance(text, str) and _BASE64.fullmatch(text):
                found[name] = f"data:{kind};base64,{''.join(text.split())}"
    return found


def _decode(data: bytes) -> str:
    if not data.strip():
        raise AssignmentError("is empty; hand in the saved notebook")
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as wrong:
        raise AssignmentError(f"is not UTF-8 (byte {wrong.start}); {_START_AGAIN}") from None


def _measure(data: bytes) -> None:
    """Count brackets before any parser builds objects from them."""
    depth = 0
    for count, token in enumerate(_JSON_TOKEN.finditer(data)):
        first = data[token.start()]
        depth += 1 if first in b"[{" else -1 if first in b"]}" else 0
        if depth > MOST_DEPTH or count > MOST_BRACKETS:
            what = f"is nested more than {MOST_DEPTH} deep" if depth > MOST_DEPTH else "holds too many values"
            raise AssignmentError(f"{what}; {_START_AGAIN}")
