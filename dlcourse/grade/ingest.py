"""The gate: what a student handed in, as plain sources, or a finding that says what to do about it.

Nothing here trusts the files: they are opened without following links, measured before they are parsed,
and parsed by `json` alone. What comes out are sources and what their metadata claims, which only the
graft reads, to find out which cell is which.
"""

import json
import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

_MEGABYTE = 1_000_000
#: Caps far above what any honest notebook needs.
MOST_BYTES, MOST_SOURCE, MOST_CELLS, MOST_DEPTH, MOST_BRACKETS = 20 * _MEGABYTE, _MEGABYTE, 1000, 40, 500_000
MOST_FILES, MOST_LEVELS, LONGEST_NAME = 200, 8, 100
# A string as a whole, or one bracket. Each string, also one that never ends, is read once: linear time.
_JSON_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[][{}]', re.DOTALL)
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00": "UTF-16 or UTF-32"}
#: Follow no link, wait for no writer of a pipe; systems without these flags have no such files.
_CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_START_AGAIN = "open it in JupyterLab and save it again, or put the answers into a new copy"


@dataclass(frozen=True)
class Finding:
    """Something that people should know about one submission.

    Attributes
    ----------
    about : str
        The file or the cell.
    text : str
        What was found, what was done, and what to do.
    refused : bool
        Whether the notebook was not graded because of it.
    """

    about: str
    text: str
    refused: bool = False

    def __str__(self) -> str:
        return f"{self.about}: {self.text}"


@dataclass(frozen=True)
class Cell:
    """One cell as a student left it: its kind, its source, and what its metadata claims about it."""

    kind: str
    source: str
    claims: dict[str, Any] = field(default_factory=dict)

    @property
    def claimed_id(self) -> str:
        given = self.claims.get("grade_id")
        return unicodedata.normalize("NFC", given.strip()) if isinstance(given, str) else ""


class Refused(ValueError):
    """A file that is not graded; the message says why, and what its student can do."""


def check_name(name: str) -> str:
    """What is wrong with the name of a student, an assignment or a file; an empty string if nothing is."""
    if not name or len(name) > LONGEST_NAME:
        return f"its name has {len(name)} characters; give it 1 to {LONGEST_NAME}"
    if unicodedata.normalize("NFC", name) != name:
        return "its accents are stored as separate characters; rename it in Unicode form NFC"
    bad = [one for one in name if not (one.isalnum() or one in " ._@+-'()" or unicodedata.combining(one))]
    if bad or name.startswith(".") or name != name.strip():
        what = f"holds {bad[0]!a}" if bad else "begins with a dot or has a blank at an end"
        return f"its name {name!a} {what}; rename it: letters, digits and ._@+- are fine"
    return ""


def look(folder: Path) -> tuple[dict[str, Path], list[Finding]]:
    """The regular files of a submission, by path relative to `folder`; all else there is a finding."""
    files: dict[str, Path] = {}
    findings: list[Finding] = []
    pending, seen = [(folder, 0)], 0
    while pending:
        where, level = pending.pop()
        try:
            entries = sorted(islice(os.scandir(where), MOST_FILES + 1), key=lambda entry: entry.name)
        except OSError as refused:
            findings.append(Finding(_shown(where, folder), f"cannot be read: {refused.strerror}"))
            continue
        for entry in entries:
            path, about = Path(entry.path), _shown(Path(entry.path), folder)
            seen += 1
            if seen > MOST_FILES:
                text = f"more than {MOST_FILES} files and folders were handed in; the rest was left out"
                return files, [*findings, Finding(_shown(folder, folder), text)]
            kind = _kind(entry.stat(follow_symlinks=False))
            if kind == "a folder" and level < MOST_LEVELS:
                pending.append((path, level + 1))
            elif kind != "file":
                what = f"a folder more than {MOST_LEVELS} deep" if kind == "a folder" else kind
                text = f"{what} was left out; hand in plain files"
                findings.append(Finding(about, text))
            elif wrong := check_name(entry.name):
                findings.append(Finding(about, f"was left out: {wrong}"))
            else:
                files[str(path.relative_to(folder))] = path
    return files, findings


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """The content of a regular file of at most `most` bytes; no link is followed and no pipe waited for.

    Raises
    ------
    Refused
        If it is anything else, too large, or cannot be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | _CAREFULLY)
    except OSError as refused:
        raise Refused(f"cannot be opened ({refused.strerror}); hand in a plain file") from None
    try:
        if (kind := _kind(os.fstat(handle))) != "file":
            raise Refused(f"{kind} is not graded; hand in a plain file")
        with open(handle, "rb", closefd=False) as file:
            data = file.read(most + 1)
    finally:
        os.close(handle)
    if len(data) > most:
        limit = f"{most // _MEGABYTE} MB" if most >= _MEGABYTE else f"{most} bytes"
        raise Refused(f"is larger than {limit}; clear the outputs (Edit > Clear All Outputs) and save")
    return data


def parse(data: bytes) -> tuple[list[Cell], list[Finding]]:
    """The cells of a notebook in format 4, and a finding for each cell that had to be left out.

    Raises
    ------
    Refused
        If the bytes are no such notebook.
    """
    text = _decode(data)
    _measure(data)
    try:
        nb = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(f"is no notebook, or was cut off: it does not hold JSON; {_START_AGAIN}") from None
    if not isinstance(nb, dict) or "nbformat" not in nb:
        raise Refused(f"is JSON but no notebook; {_START_AGAIN}")
    version = nb["nbformat"]
    if version != 4 or isinstance(version, bool):
        raise Refused(f"is a notebook in format {str(version)[:20]}, not 4; {_START_AGAIN}")
    if not isinstance(nb.get("cells"), list):
        raise Refused(f"is a notebook without cells; {_START_AGAIN}")
    if len(nb["cells"]) > MOST_CELLS:
        raise Refused(f"has {len(nb['cells'])} cells, more than {MOST_CELLS}; hand in only the assignment")
    cells, findings = [], []
    for number, raw in enumerate(nb["cells"], 1):
        if cell := _cell(raw):
            cells.append(cell)
        else:
            findings.append(Finding(f"cell {number}", "is damaged and was left out"))
    if sum(len(cell.source) for cell in cells) > MOST_SOURCE:
        raise Refused(f"has more than {MOST_SOURCE:,} characters of source; hand in only the assignment")
    return cells, findings


def _cell(raw: Any) -> Cell | None:
    """One cell, or None if it has not the shape of one."""
    if not isinstance(raw, dict) or raw.get("cell_type") not in ("code", "markdown", "raw"):
        return None
    source = raw.get("source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    # Half a surrogate pair is legal in JSON, and no encoder takes it afterwards.
    source = source.encode("utf8", "replace").decode("utf8").replace("\r\n", "\n")
    metadata = raw.get("metadata")
    claims = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    plain = {key: value for key, value in claims.items() if _plain(value)} if isinstance(claims, dict) else {}
    return Cell(raw["cell_type"], source, plain)


def _plain(value: Any) -> bool:
    return isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= LONGEST_NAME)


def _decode(data: bytes) -> str:
    if not data.strip():
        raise Refused("is empty; hand in the saved notebook")
    for start, name in _BOMS.items():
        if data.startswith(start):
            raise Refused(f"is encoded in {name}, a notebook is UTF-8; {_START_AGAIN}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Refused(f"is not UTF-8 (byte {wrong.start}); {_START_AGAIN}") from None


def _measure(data: bytes) -> None:
    """Count brackets before any parser builds objects from them."""
    depth = 0
    for count, token in enumerate(_JSON_TOKEN.finditer(data)):
        first = data[token.start()]
        depth += 1 if first in b"[{" else -1 if first in b"]}" else 0
        if depth > MOST_DEPTH or count > MOST_BRACKETS:
            what = f"is nested more than {MOST_DEPTH} deep" if depth > MOST_DEPTH else "holds too many values"
            raise Refused(f"{what}; {_START_AGAIN}")


def _kind(status: os.stat_result) -> str:
    if stat.S_ISDIR(status.st_mode):
        return "a folder"
    if not stat.S_ISREG(status.st_mode):
        names = {stat.S_IFLNK: "a symbolic link", stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}
        return names.get(stat.S_IFMT(status.st_mode), "a device")
    return "file" if status.st_nlink == 1 else "a hard link"


def _shown(path: Path, folder: Path) -> str:
    """A path for a message: relative to the student's folder, without characters that move others about."""
    name = str(path.relative_to(folder.parent))
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in name)[:200]
