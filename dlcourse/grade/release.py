"""`release`: make exercises/ from solutions/ with nbgrader, by the rules of `lint`."""

import io
import logging
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from dlcourse.files import replace
from dlcourse.grade import AssignmentError, kernel, need
from dlcourse.grade.assignment import grade_id, read
from dlcourse.grade.lint import lint_release, lint_source

Step = Callable[[str, int, int], None]
_SECONDS_A_CELL = 60
_CAUSE = re.compile(r"^\s*[\w.]+(?:Error|Exception): (.+)", re.MULTILINE)


def find() -> Path:
    """The course around the working folder.

    Raises
    ------
    AssignmentError
        If neither the working folder nor one above it holds a course.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "nbgrader_config.py").is_file() and (folder / "solutions").is_dir():
            return folder
    raise AssignmentError(
        f"no course here: neither {here} nor a folder above it holds nbgrader_config.py and solutions/; "
        "go to your clone of the course first"
    )


def topics(root: Path, names: tuple[str, ...] = ()) -> list[str]:
    """The assignments of the course, or those asked for.

    Raises
    ------
    AssignmentError
        If there is no such assignment; the message lists those that there are.
    """
    found = sorted(path.parent.name for path in (root / "solutions").glob("*/*.ipynb"))
    if unknown := [name for name in names if name not in found]:
        raise AssignmentError(f"no assignment {', '.join(unknown)}; the assignments are {', '.join(found)}")
    return list(dict.fromkeys(names)) or found


def release(root: Path, names: tuple[str, ...], step: Step) -> list[str]:
    """Regenerate the released assignments, and return those that changed.

    All are generated, linted and their reference solutions run before the first file is written.

    Raises
    ------
    AssignmentError
        If there is no such assignment, a notebook is damaged, a rule is broken (all findings are
        listed) or a folder cannot be written to.
    """
    with tempfile.TemporaryDirectory(prefix="dlcourse-release-") as aside:
        wanted, findings = topics(root, names), []
        for topic in wanted:
            findings += [f"{topic}: {finding}" for finding in _make(root, topic, Path(aside), step)]
        if findings:
            raise AssignmentError("nothing was released:\n" + "\n".join(f"- {one}" for one in findings))
        return [
            topic for topic in wanted if _swap(Path(aside) / "exercises" / topic, root / "exercises" / topic)
        ]


def out_of_step(root: Path, names: tuple[str, ...]) -> list[str]:
    """The assignments whose release is not what their source would give now; nothing is written.

    Raises
    ------
    AssignmentError
        If there is no such assignment, or nbgrader refuses one.
    """
    with tempfile.TemporaryDirectory(prefix="dlcourse-release-") as aside:
        wanted = topics(root, names)
        for topic in wanted:
            generate(root, topic, Path(aside))
        old, new = root / "exercises", Path(aside) / "exercises"
        differ = [topic for topic in wanted if _files(old / topic) != _files(new / topic)]
    gone = {path.name for path in old.glob("*/") if not path.name.startswith(".")} - set(topics(root))
    return differ + (
        [] if names else [f"{name} (no longer in solutions/: delete it)" for name in sorted(gone)]
    )


def generate(root: Path, topic: str, aside: Path) -> tuple[str, str]:
    """Let nbgrader make `aside/exercises/<topic>`, with the course's settings but without a gradebook.

    Returns the stubs that stand in place of a solution, in code and in text.

    Raises
    ------
    AssignmentError
        If nbgrader is not installed, or refuses the source.
    """
    need("grade")
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.preprocessors import ClearSolutions
    from traitlets.config import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.root, config.CourseDirectory.assignment_id = str(aside), topic
    config.GenerateAssignment.no_database, config.SaveCells.enabled = True, False
    shutil.copytree(root / "solutions" / topic, aside / "solutions" / topic)
    log, text = logging.Logger("nbgrader"), io.StringIO()
    log.addHandler(logging.StreamHandler(text))
    courses = CourseDirectory(config=config, log=log)
    try:
        GenerateAssignment(coursedir=courses, config=config, log=log).start()
    except Exception as refused:  # nbgrader raises as many types as it has preprocessors
        causes = _CAUSE.findall(text.getvalue())  # its own error only says that there was one
        raise AssignmentError(f"nbgrader refuses solutions/{topic}: {[refused, *causes][-1]}") from refused
    stubs = ClearSolutions(config=config)
    return stubs.code_stub["python"], stubs.text_stub


def _make(root: Path, topic: str, aside: Path, step: Step) -> list[str]:
    """Generate one assignment aside; return what is wrong with it."""
    source = read(root / "solutions" / topic / f"{topic}.ipynb")
    if findings := lint_source(source, topic):
        return findings
    stubs = generate(root, topic, aside)
    findings = lint_release(source, read(aside / "exercises" / topic / f"{topic}.ipynb"), stubs)
    for done in kernel.run(source, aside / "solutions" / topic, timeout=_SECONDS_A_CELL):
        step(topic, done + 1, len(source.cells))
        cell = source.cells[done]
        findings += [f"{grade_id(cell) or cell.id}: {error}" for error in kernel.errors(cell, stderr=True)]
    return findings


def _swap(new: Path, old: Path) -> bool:
    """Bring the folder `old` to the state of `new`, no file ever half-written; whether it changed."""
    files, before = _files(new), _files(old)
    try:
        for name in before.keys() - files.keys():
            (old / name).unlink()
        for name, data in files.items():
            if before.get(name) != data:
                (old / name).parent.mkdir(parents=True, exist_ok=True)
                replace(old / name, data)
    except OSError as refused:
        raise AssignmentError(
            f"cannot write {old}: {refused.strerror}; check that folder, its rights and free space"
        ) from refused
    return files != before


def _files(folder: Path) -> dict[str, bytes]:
    """The files below a folder by relative path, without what editors and Python leave there."""
    paths = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    left = {name for name in paths for part in name.parts if part.startswith(".") or part == "__pycache__"}
    return {str(name): path.read_bytes() for name, path in paths.items() if name not in left}
