"""A course as nbgrader sees it: its settings, its folders, and the templates of an assignment."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from nbformat import NotebookNode

from dlcourse.grade import AssignmentError, need
from dlcourse.grade.assignment import by_id, read

if TYPE_CHECKING:
    from nbgrader.api import Gradebook
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config


T = TypeVar("T")
_TRIES = 6  # SQLite itself waits five seconds in each


@dataclass(frozen=True)
class Course:
    """The course in the folder `root`, with the settings of its `nbgrader_config.py`."""

    root: Path

    @cached_property
    def config(self) -> "Config":
        need("grade")
        from traitlets.config import PyFileConfigLoader

        return PyFileConfigLoader("nbgrader_config.py", path=str(self.root)).load_config()

    @cached_property
    def directory(self) -> "CourseDirectory":
        from nbgrader.coursedir import CourseDirectory

        return CourseDirectory(config=self.config, log=logging.getLogger("dlcourse.grade"))

    @property
    def grading(self) -> Path:
        """Where results are kept, so that grading goes on where it was stopped."""
        return self.root / ".grading"

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """The folder of one student in the step "submitted", "autograded" or "feedback"."""
        name = getattr(self.directory, f"{step}_directory")
        return self.root / self.directory.format_path(name, student, assignment)

    def students(self, assignment: str) -> list[str]:
        """Everybody who handed in, by the folders there are, whatever these are called."""
        above = self.folder("submitted", "_", assignment).parent.parent
        return sorted(path.name for path in above.glob("*") if os.path.lexists(path / assignment))

    def gradebook(self) -> "Gradebook":
        from nbgrader.api import Gradebook

        return patiently(lambda: Gradebook(self.directory.db_url, self.directory.course_id))

    def templates(self, assignment: str) -> dict[str, NotebookNode]:
        """Each notebook of the assignment by name: with hidden tests and without solutions.

        Raises
        ------
        AssignmentError
            If there is no such assignment, or it changed since nbgrader put it into the gradebook.
        """
        source = self.root / self.directory.format_path(self.directory.source_directory, ".", assignment)
        paths = sorted(source.glob("*.ipynb"))
        templates = {path.stem: template(read(path), self.config) for path in paths}
        if not templates:
            there = sorted(path.parent.name for path in source.parent.glob("*/*.ipynb"))
            raise AssignmentError(f"no assignment {assignment}; the assignments are {', '.join(there)}")
        if templates.keys() != (known := patiently(lambda: self._known(assignment))).keys() or any(
            known[name] != _checksums(nb) for name, nb in templates.items()
        ):
            raise AssignmentError(
                f"the gradebook does not hold {assignment} as it is in {source.parent.name}/; "
                f"run: nbgrader generate_assignment {assignment} --force"
            )
        return templates

    def _known(self, assignment: str) -> dict[str, dict[str, str]]:
        """The checksums of the cells that the gradebook holds, by notebook and cell."""
        from nbgrader.api import MissingEntry

        with self.gradebook() as gradebook:
            try:
                notebooks = gradebook.find_assignment(assignment).notebooks
            except MissingEntry:
                return {}
            return {nb.name: {cell.name: cell.checksum for cell in nb.source_cells} for nb in notebooks}


def patiently(action: Callable[[], T], again: Callable[[], object] = lambda: None) -> T:
    """What `action` returns, which is tried again while something else has locked the gradebook.

    Raises
    ------
    AssignmentError
        If it stays locked, or cannot be used.
    """
    from nbgrader.api import InvalidEntry
    from sqlalchemy.exc import OperationalError

    for last in (*[False] * (_TRIES - 1), True):
        try:
            return action()
        except (InvalidEntry, OperationalError) as error:  # nbgrader wraps some of these in its own
            again()
            if last or "locked" not in str(error):
                raise AssignmentError(
                    f"cannot use the gradebook: {str(error).splitlines()[0]}; mend that (free space? "
                    "is formgrader at work?) and run this again: what was judged is kept"
                ) from error
    raise AssertionError("the last try returns or raises")


def template(source: NotebookNode, config: "Config") -> NotebookNode:
    """What a submission is grafted on: the source of an assignment with its solutions taken out, in place."""
    from nbgrader.preprocessors import ClearOutput, ClearSolutions, ComputeChecksums, LockCells

    for step in (LockCells, ClearSolutions, ClearOutput, ComputeChecksums):
        step(config=config).preprocess(source, {})
    return source


def _checksums(nb: NotebookNode) -> dict[str, str]:
    return {name: cell.metadata.nbgrader.get("checksum") for name, cell in by_id(nb).items()}
