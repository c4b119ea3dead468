"""The assignments of this course, the answers that it keeps, and nbgrader's commands in a copy of it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import pytest
from nbformat import NotebookNode

from dlcourse.grade import answers as kept
from dlcourse.grade import kernel
from dlcourse.grade.answers import Answer
from dlcourse.grade.assignment import by_id
from dlcourse.grade.gradebook.course import Course
from dlcourse.grade.provisioner import MODULES

ROOT = Path(__file__).resolve().parents[2]
COURSE = Course(ROOT)
TOPICS = COURSE.assignments()


def answers(kind: str = "*", topic: str = "*", exercise: str = "*") -> list[Answer]:
    """The kept answers of one kind ("wrong" or "right"), of one topic or exercise or of all."""
    return kept.kept(ROOT, topic, exercise, kind)


def answer(topic: str, exercise: str, name: str) -> Answer:
    """One kept answer."""
    return Answer(ROOT / "tests" / "answers" / topic / exercise / f"{name}.py")


def notebook(folder: str, topic: str) -> NotebookNode:
    return nbformat.read(ROOT / folder / topic / f"{topic}.ipynb", as_version=4)


@cache
def auto_graded(topic: str) -> list[str]:
    """The exercises of a topic that a machine grades, in order."""
    ids = [i for i, cell in by_id(notebook("solutions", topic)).items() if cell.metadata.nbgrader.grade]
    return [i.removeprefix(f"{topic}-").removesuffix("-tests") for i in ids if i.endswith("-tests")]


def submission(topic: str, *given: Answer) -> NotebookNode:
    """The released notebook with the reference solutions, some of them replaced by other answers."""
    return kept.solved(notebook("solutions", topic), notebook("exercises", topic), *given)


def batch(topic: str) -> dict[str, NotebookNode]:
    """What is handed in: every kept answer, the reference and the release as it is."""
    source = notebook("solutions", topic)
    return kept.batch(source, notebook("exercises", topic), kept.of_notebook(answers(topic=topic), source))


@contextmanager
def warm_kernels() -> Iterator[None]:
    """Kernels are forks of one process that has imported what answers take, also nbgrader's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "dlcourse-warm")
        patch.setenv("DLCOURSE_WARM", f"{MODULES},torch._dynamo,sklearn")
        with TemporaryDirectory() as empty, kernel.started(Path(empty)):
            pass  # beside the first kernel the warm process starts, and gets ready while others work
        yield


def nbgrader(course: Path, *arguments: str) -> None:
    """One nbgrader command, run in the folder of the course; raises with its errors if it fails."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    # Kernels talk over sockets in files: free TCP ports are looked up first and bound later, and among many
    # kernels that start at a time another one may have taken them.
    kernels = ["--KernelManager.transport=ipc", f"--KernelManager.ip={course / 'kernel'}"]
    kernels += ["--Execute.shutdown_kernel=immediate"]  # what they gave is written by then
    command = [sys.executable, "-m", "nbgrader", *arguments, *kernels]
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
    _, _, errors = done.stderr.partition("| ERROR]")
    assert done.returncode == 0, f"{' '.join(command)} failed:\n{(errors or done.stderr)[:4000]}"


def course(where: Path, topic: str) -> Path:
    """A copy of the course with one topic, its assignment generated and in the gradebook."""
    where.mkdir(parents=True, exist_ok=True)
    COURSE.copy(where, topic)
    nbgrader(where, "generate_assignment", topic)
    return where
