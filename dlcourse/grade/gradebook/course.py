"""A course as nbgrader sees it: its settings, its folders, and the templates of an assignment."""

import io
import logging
import os
import re
import shutil
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from nbformat import NotebookNode

from dlcourse.grade import AssignmentError, need
from dlcourse.grade.assignment import by_id, read
from dlcourse.grade.gradebook import seeds

if TYPE_CHECKING:
    from nbgrader.api import Gradebook
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config


T = TypeVar("T")
_TRIES = 6  # SQLite itself waits five seconds in each
_CONFIG = "nbgrader_config.py"
_CAUSE = re.compile(r"^\s*[\w.]+(?:Error|Exception): (.+)", re.MULTILINE)


def find() -> "Course":
    """The course around the working folder; an AssignmentError if neither it nor one above it holds one."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / _CONFIG).is_file():
            return Course(folder)
    raise AssignmentError(
        f"no course here: neither {here} nor a folder above it holds {_CONFIG}; go to the folder of your "
        "course first"
    )


@dataclass(frozen=True)
class Course:
    """The course in the folder `root`, with the settings of its `nbgrader_config.py`.

    `copied` says that it is a copy for one use, whose folders and gradebook lie in `root` whatever these say.
    """

    root: Path
    copied: bool = False

    @cached_property
    def config(self) -> "Config":
        need("grade")
        from traitlets.config import PyFileConfigLoader

        try:
            config = PyFileConfigLoader(_CONFIG, path=str(self.root)).load_config()
        except Exception as wrong:  # the file is a program
            text = f"{self.root / _CONFIG} does not run: {type(wrong).__name__}: {wrong}"
            raise AssignmentError(f"{text}; mend it first") from wrong
        # nbgrader calls `alembic` by its bare name, which an environment that is not active would not find.
        # The file may have put this folder there too, each time it is read.
        path = [sysconfig.get_path("scripts"), *os.environ.get("PATH", "").split(os.pathsep)]
        os.environ["PATH"] = os.pathsep.join(dict.fromkeys(path))
        named = "" if self.copied else str(config.CourseDirectory.get("root", ""))
        config.CourseDirectory.root = str((self.root / named).resolve())
        if self.copied:
            config.CourseDirectory.db_url = f"sqlite:///{self.root / 'gradebook.db'}"
        for part in config.IncludeHeaderFooter.keys() & {"header", "footer"}:
            config.IncludeHeaderFooter[part] = str(self.root / config.IncludeHeaderFooter[part])
        return config

    @cached_property
    def directory(self) -> "CourseDirectory":
        from nbgrader.coursedir import CourseDirectory

        return CourseDirectory(config=self.config, log=logging.getLogger("dlcourse.grade"))

    @property
    def grading(self) -> Path:
        """Where results are kept, so that grading goes on where it was stopped."""
        return self.root / ".grading"

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """The folder of one student in the step "submitted", "autograded" or "feedback"; of everybody, with
        the student ".", in "source" or "release"."""
        name = getattr(self.directory, f"{step}_directory")
        return Path(self.directory.format_path(name, student, assignment))

    def assignments(self) -> list[str]:
        """The names of all that have a notebook among the sources."""
        above = self.folder("source", ".", "_").parent
        return sorted({path.parent.name for path in above.glob("*/*.ipynb") if path.parent.name[0] != "."})

    def notebooks(self, assignment: str) -> list[Path]:
        """The source notebooks of an assignment; an AssignmentError that lists the others if it has none."""
        if found := sorted(self.folder("source", ".", assignment).glob("*.ipynb")):
            return found
        there = ", ".join(self.assignments()) or f"none in {self.folder('source', '.', '_').parent}"
        raise AssignmentError(f"no assignment {assignment}; the assignments are {there}")

    def students(self, assignment: str) -> list[str]:
        """Everybody who handed in, by the folders there are, whatever these are called."""
        steps = self.folder("submitted", "\0", assignment).parts
        at = steps.index("\0")
        above, below = Path(*steps[:at]), Path(*steps[at + 1 :])
        return sorted(path.name for path in above.glob("*") if os.path.lexists(path / below))

    def misplaced(self) -> list[str]:
        """Notebooks in submitted/ that lie in no folder of a student and an assignment."""
        top = Path(self.directory.root) / self.directory.submitted_directory
        return sorted(str(path) for depth in ("*.ipynb", "*/*.ipynb") for path in top.glob(depth))

    def copy(self, root: Path, assignment: str) -> "Course":
        """A copy in `root` with the sources of one assignment, and nothing of its students.

        An AssignmentError if the settings name folders outside the course.
        """
        new = Course(root, copied=True)
        shutil.copy(self.root / _CONFIG, root)
        for part in self.config.IncludeHeaderFooter.keys() & {"header", "footer"}:
            beside = Path(new.config.IncludeHeaderFooter[part])
            beside.parent.mkdir(parents=True, exist_ok=True)
            if not beside.exists():
                shutil.copy(self.config.IncludeHeaderFooter[part], beside)
        if not new.folder("source", ".", assignment).is_relative_to(new.directory.root):
            raise AssignmentError(
                f"{_CONFIG} names folders by absolute paths; give their place in the course"
            )
        shutil.copytree(self.folder("source", ".", assignment), new.folder("source", ".", assignment))
        return new

    def convert(self, step: type, assignment: str) -> None:
        """Run one of nbgrader's converters, such as `GenerateAssignment`, on an assignment.

        An AssignmentError if that fails; its notes hold the end of the log.
        """
        log, text = logging.Logger("nbgrader"), io.StringIO()
        log.addHandler(logging.StreamHandler(text))
        self.config.CourseDirectory.assignment_id = assignment
        try:
            directory = type(self.directory)(config=self.config, log=log)
            step(coursedir=directory, config=self.config, log=log).start()
        except Exception as refused:  # nbgrader raises as many types as it has preprocessors
            causes = _CAUSE.findall(text.getvalue())  # its own error only says that there was one
            source = self.folder("source", ".", assignment).relative_to(self.directory.root)
            wrong = AssignmentError(f"nbgrader refuses {source}: {[refused, *causes][-1]}")
            wrong.add_note(text.getvalue()[-4000:])
            raise wrong from refused

    def secret(self) -> Path:
        """Where the secret of this course is kept."""
        return seeds.secret_path(self.directory.course_id or self.root.resolve().name)

    def gradebook(self) -> "Gradebook":
        from nbgrader.api import Gradebook

        return patiently(lambda: Gradebook(self.directory.db_url, self.directory.course_id))

    def template(self, path: Path) -> NotebookNode:
        """What submissions of the source notebook at `path` are grafted on."""
        return template(read(path), self.config, {"metadata": {"path": str(path.parent)}})

    def templates(self, assignment: str) -> dict[str, NotebookNode]:
        """Each notebook of the assignment by name: with hidden tests and without solutions.

        Raises
        ------
        AssignmentError
            If there is no such assignment, or it changed since nbgrader put it into the gradebook.
        """
        templates = {path.stem: self.template(path) for path in self.notebooks(assignment)}
        if templates.keys() != (known := patiently(lambda: self._known(assignment))).keys() or any(
            known[name] != _checksums(nb) for name, nb in templates.items()
        ):
            raise AssignmentError(
                f"the gradebook does not hold {assignment} as its source is; "
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


def template(source: NotebookNode, config: "Config", resources: dict[str, Any] | None = None) -> NotebookNode:
    """What a submission is grafted on: the source of an assignment with its solutions taken out.

    These are the steps of `nbgrader generate_assignment`, as the course sets them, up to where it fills the
    gradebook; the hidden tests are still there. Another language than Python is an AssignmentError.
    """
    from nbgrader.converters import GenerateAssignment
    from nbgrader.preprocessors import SaveCells
    from traitlets.utils.importstring import import_item

    language = source.metadata.get("kernelspec", {}).get("language", "python")
    if language != "python":
        raise AssignmentError(f"it is in {language}, not in Python; grade it with: nbgrader autograde")
    for step in GenerateAssignment(config=config).preprocessors:
        kind = import_item(step) if isinstance(step, str) else step
        if kind is SaveCells:
            break
        source, _ = kind(config=config).preprocess(source, resources or {})
    return source


def _checksums(nb: NotebookNode) -> dict[str, str]:
    return {name: cell.metadata.nbgrader.get("checksum") for name, cell in by_id(nb).items()}
