"""The gate: what lies in a student's folder, which file of it is which notebook, and what to grade.

Nothing that a student hands in makes this raise: whatever is wrong is a finding, and what cannot be graded
waits for a person.
"""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePath

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from dlcourse.grade import AssignmentError
from dlcourse.grade.submission.graft import graft, recognized, written
from dlcourse.grade.submission.reader import (
    LONGEST_NAME,
    WAITS,
    Finding,
    StudentNotebook,
    kind_of,
    parse,
    read_bytes,
)

MOST_FILES, MOST_LEVELS = 200, 8
_MOST_CANDIDATES = 20
#: What nbgrader itself puts beside a submission.
_BESIDE = {"timestamp.txt", "submission_secret.txt"}
#: What nbgrader's exchange writes. Its parser would open a file that is named as the time zone.
_TIME = re.compile(r"[\d:. T+-]{8,40}[A-Z]{0,5}")
#: What browsers and mail programs make of the end of a notebook's name.
_NOTEBOOK = re.compile(r"\.(ipynb|json)(\.\w+)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Submission:
    """One notebook of one student, ready to be judged."""

    student: str
    notebook: str
    nb: NotebookNode | None = None  # grafted; None if there was none
    when: datetime | None = None  # it was handed in, in UTC
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether it has no points until a person has looked."""
        return any(finding.refused for finding in self.findings)


def collect(folder: Path, student: str, templates: dict[str, NotebookNode]) -> Iterator[Submission]:
    """What one student handed in, in `folder`, for each notebook of an assignment, by its template's name."""
    if wrong := check_name(student) or _no_folder(folder.parent) or _no_folder(folder):
        for name in templates:
            yield Submission(student, name, findings=(Finding(ascii(student), wrong, refused=True),))
        return
    files, findings = look(folder)
    for name in templates:  # however many others there are
        if os.path.lexists(path := folder / f"{name}.ipynb"):
            files.setdefault(path.name, path)
    when, odd_time = _timestamp(files)
    found = _Notebooks(files, templates)
    graded = {name: found.find(name) for name in templates}
    left = files.keys() - {path for path, _ in graded.values()} - _BESIDE
    there = bool(left or findings)
    if unused := sorted(name for name in left if not _hidden(name)):
        text = f"not used, only the notebook is graded: {', '.join(unused)[:200]}"
        findings.append(Finding(folder.name, text))
    for name, template in templates.items():
        chosen, about = graded[name]
        nb = None
        if chosen:
            nb, more = _grade(found.read(chosen), name, template)
            about = [*about, *more]
        elif not about:
            text = f"was not handed in; {WAITS}" if there else "was not handed in: 0 points"
            about = [Finding(f"{name}.ipynb", text, refused=there)]
        if nb and (refused := [finding for finding in about if finding.refused]):
            nb.cells.insert(0, new_markdown_cell(f"**Not graded**: {refused[0]}"))
        yield Submission(student, name, nb, when, (*findings, *odd_time, *about))


def check_name(name: str) -> str:
    """What is wrong with the name of a student or an assignment; an empty string if nothing is."""
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
            kind = kind_of(entry.stat(follow_symlinks=False))
            if kind == "a folder" and level < MOST_LEVELS:
                pending.append((path, level + 1))
            elif kind != "file":
                what = f"a folder more than {MOST_LEVELS} deep" if kind == "a folder" else kind
                findings.append(Finding(about, f"{what} was left out; hand in plain files"))
            elif not entry.name.isprintable():
                findings.append(Finding(about, f"was left out: rename it, {entry.name!a} cannot be shown"))
            else:
                files[str(path.relative_to(folder))] = path
    return files, findings


class _Notebooks:
    """The files of one student that could be notebooks, each read once."""

    def __init__(self, files: dict[str, Path], templates: dict[str, NotebookNode]):
        self._files, self._templates = files, templates
        named = [name for name in files if _NOTEBOOK.search(name) and not _hidden(name)]
        exact = {f"{name}.ipynb" for name in templates}
        self._others = [name for name in named if name not in exact][:_MOST_CANDIDATES]
        self._read: dict[str, StudentNotebook] = {}

    def read(self, path: str) -> StudentNotebook:
        """A file; one that cannot be read has no cells, and a finding that says why."""
        if path not in self._read:
            try:
                self._read[path] = parse(read_bytes(self._files[path]))
            except Exception as wrong:  # whatever one submission provokes must not cost the others theirs
                self._read[path] = StudentNotebook([], [_unreadable(path, wrong)])
        return self._read[path]

    def find(self, name: str) -> tuple[str, list[Finding]]:
        """The file that is the notebook of this name, if there is one, and what to say about the choice."""
        about, exact = f"{name}.ipynb", f"{name}.ipynb" if f"{name}.ipynb" in self._files else ""
        if exact and written(self.read(exact).cells, self._templates[name]):
            return exact, []
        mine = [path for path in self._others if self._belongs(path) == name]
        answered = {
            tuple(cell.source for cell in self.read(path).cells): path
            for path in mine
            if written(self.read(path).cells, self._templates[name])
        }
        if len(answered) > 1:
            text = f"{' and '.join(sorted(answered.values()))[:200]} hold different answers; {WAITS}"
            return exact, [Finding(about, text, refused=True)]
        if answered or (mine and not exact):
            path = [*answered.values(), *mine][0]
            why = f", because {about} holds no answer" if exact else ""
            return path, [Finding(path, f"graded as {about}{why}")]
        if exact and self._others and not mine:
            text = f"holds no answer, and {', '.join(self._others)[:200]} was not recognized; {WAITS}"
            return exact, [Finding(about, text, refused=True)]
        if not exact and len(self._others) == len(self._templates) == 1:
            return self._others[0], [Finding(self._others[0], f"graded as {about}")]
        return exact, []

    def _belongs(self, path: str) -> str:
        """The notebook of which a file holds most cells; empty if it holds none."""
        count = {name: len(recognized(self.read(path).cells, nb)) for name, nb in self._templates.items()}
        best = max(count, key=lambda name: count[name])
        return best if count[best] else ""


def _grade(given: StudentNotebook, name: str, template: NotebookNode) -> tuple[NotebookNode, list[Finding]]:
    """The grafted notebook, and all findings about it."""
    try:
        nb, mended = graft(given.cells, template)
    except Exception as error:  # as above
        nb, mended = graft([], template)[0], [_unreadable(f"{name}.ipynb", error)]
    return nb, given.findings if any(one.refused for one in given.findings) else [*given.findings, *mended]


def _unreadable(about: str, error: Exception) -> Finding:
    why = str(error) if isinstance(error, AssignmentError) else f"cannot be read ({type(error).__name__})"
    return Finding(about, f"{why}; {WAITS}", refused=True)


def _no_folder(path: Path) -> str:
    is_folder = stat.S_ISDIR(os.lstat(path).st_mode)
    return "" if is_folder else "is no folder, or a link to one; hand in a folder with the notebook"


def _hidden(name: str) -> bool:
    """Whether editors and systems made a file for themselves, such as a checkpoint."""
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePath(name).parts)


def _timestamp(files: dict[str, Path]) -> tuple[datetime | None, list[Finding]]:
    """When a submission was handed in, as nbgrader's exchange noted it."""
    from nbgrader.utils import parse_utc

    if "timestamp.txt" not in files:
        return None, []
    try:
        text = read_bytes(files["timestamp.txt"], 100).decode("ascii").strip()
        if _TIME.fullmatch(text):
            return parse_utc(text), []
    except (ValueError, OverflowError):  # AssignmentError is a ValueError
        pass
    return None, [Finding("timestamp.txt", "holds no time; the submission counts as handed in on time")]


def _shown(path: Path, folder: Path) -> str:
    """A path for a message: relative to the student's folder, without characters that move others about."""
    name = str(path.relative_to(folder.parent))
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in name)[:200]
