"""`Reader`: what each student handed in for an assignment, through the gate and grafted."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from dlcourse.grade import seeds, tasks
from dlcourse.grade.course import Course
from dlcourse.grade.graft import graft
from dlcourse.grade.ingest import Finding, Refused, check_name, look, parse, read_bytes

#: Files that nbgrader itself puts beside a submission.
_BESIDE = ("timestamp.txt", "submission_secret.txt")
#: What nbgrader's exchange writes. Its parser would open a file that is named as the time zone.
_TIME = re.compile(r"[\d:. T+-]{8,40}[A-Z]{0,5}")


@dataclass(frozen=True)
class Handed:
    """One notebook of one student, ready to be judged.

    Attributes
    ----------
    nb : notebook or None
        Grafted; None if there was none.
    task : bytes or None
        What a judge gets; None if there is nothing to judge.
    when : datetime or None
        When it was handed in, in UTC.
    """

    student: str
    notebook: str
    nb: NotebookNode | None
    task: bytes | None
    when: datetime | None
    findings: tuple[Finding, ...] = ()

    @property
    def key(self) -> str:
        """A hash of all that its rows depend on."""
        parts = (
            tasks.key(self.task) if self.task else "",
            str(self.when),
            str(self.nb is None),
            *map(str, self.findings),
        )
        return hashlib.sha256("\0".join(parts).encode("utf8", "replace")).hexdigest()


@dataclass(frozen=True)
class Reader:
    """Reads the submissions of one assignment; nothing that a student hands in makes it raise."""

    course: Course
    assignment: str
    templates: dict[str, NotebookNode]
    secret: bytes
    tier: int = 2

    def read(self, student: str) -> Iterator[Handed]:
        """The notebooks of one student, grafted; whatever is wrong with them is a finding."""
        folder = self.course.folder("submitted", student, self.assignment)
        if wrong := check_name(student) or _no_folder(folder.parent) or _no_folder(folder):
            for name in self.templates:
                yield Handed(student, name, None, None, None, (Finding(ascii(student), wrong, refused=True),))
            return
        there, findings = look(folder)
        when, more = _timestamp(there)
        paths = _notebooks(folder, there, list(self.templates))
        unused = there.keys() - {str(path.relative_to(folder)) for path in paths.values()} - set(_BESIDE)
        if unused:
            text = f"not used, only the notebook is graded: {', '.join(sorted(unused))[:200]}"
            more.append(Finding(self.assignment, text))
        for name, template in self.templates.items():
            handed = Handed(student, name, None, None, when, tuple(findings + more))
            yield self._graft(handed, template, paths.get(name))

    def _graft(self, handed: Handed, template: NotebookNode, path: Path | None) -> Handed:
        about = f"{handed.notebook}.ipynb"
        if path is None:
            text = "was not handed in: 0 points"
            return replace(handed, findings=(*handed.findings, Finding(about, text)))
        renamed = [] if path.name == about else [Finding(path.name, f"graded as {about}")]
        try:
            cells, damaged = parse(read_bytes(path))
            nb, mended = graft(cells, template)
        except Exception as error:  # whatever one submission provokes must not cost the others theirs
            why = str(error) if isinstance(error, Refused) else f"cannot be read ({type(error).__name__})"
            finding = Finding(path.name, f"{why}; 0 points until a person has looked", refused=True)
            nb, _ = graft([], template)
            nb.cells.insert(0, new_markdown_cell(f"**Not graded**: {finding}"))
            return replace(handed, nb=nb, findings=(*handed.findings, *renamed, finding))
        task = tasks.pack(nb, seeds.seed(self.secret, handed.student, self.assignment), tier=self.tier)
        return replace(handed, nb=nb, task=task, findings=(*handed.findings, *renamed, *damaged, *mended))


def _no_folder(path: Path) -> str:
    is_folder = stat.S_ISDIR(os.lstat(path).st_mode)
    return "" if is_folder else "is no folder, or a link to one; hand in a folder with the notebook"


def _notebooks(folder: Path, there: dict[str, Path], names: list[str]) -> dict[str, Path]:
    """The file of each notebook of the assignment; a single one may be called otherwise."""
    found = {name: folder / f"{name}.ipynb" for name in names if os.path.lexists(folder / f"{name}.ipynb")}
    others = [path for path in there.values() if path.parent == folder and path.suffix == ".ipynb"]
    return {names[0]: others[0]} if len(names) == len(others) == 1 and not found else found


def _timestamp(there: dict[str, Path]) -> tuple[datetime | None, list[Finding]]:
    """When a submission was handed in, as nbgrader's exchange noted it."""
    from nbgrader.utils import parse_utc

    if "timestamp.txt" not in there:
        return None, []
    try:
        text = read_bytes(there["timestamp.txt"], 100).decode("ascii").strip()
        if _TIME.fullmatch(text):
            return parse_utc(text), []
    except (ValueError, OverflowError):  # Refused is a ValueError
        pass
    return None, [Finding("timestamp.txt", "holds no time; the submission counts as handed in on time")]
