"""`release`: make what students get from the sources, by the rules of `lint`; tests mean one thing."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from nbformat import NotebookNode

from dlcourse.files import replace
from dlcourse.grade import AssignmentError, kernel, need, ways
from dlcourse.grade.answers import BLANK, REFERENCE, Answer, batch, kept, of_notebook, student
from dlcourse.grade.assignment import by_id, grade_id, read
from dlcourse.grade.gradebook.course import Course
from dlcourse.grade.judge import lint_notebook
from dlcourse.grade.lint import lint_release, lint_source

Step = Callable[[str, int, int], None]


def topics(course: Course, names: Sequence[str]) -> list[str]:
    """The assignments of the course, or those asked for; an AssignmentError if there is no such one."""
    there = course.assignments()
    for name in set(names) - set(there):
        course.notebooks(name)  # which raises, and lists those that there are
    return list(dict.fromkeys(names)) or there


def release(root: Path, names: Sequence[str], step: Step, *, quick: bool = False) -> list[str]:
    """Regenerate the released assignments, and return those that changed.

    All are generated, linted and graded in three ways before the first file is written: the reference, what
    is handed out, and every answer that the course keeps. Stock nbgrader, which takes seconds for each, gets
    the first two. With `quick` nothing is run.

    Raises
    ------
    AssignmentError
        If there is no such assignment, a notebook is damaged, a rule is broken (all findings are
        listed) or a folder cannot be written to.
    """
    course, findings = Course(root), []
    with tempfile.TemporaryDirectory(prefix="dlcourse-release-") as aside:
        wanted, new = topics(course, names), Course(Path(aside), copied=True)
        for topic in wanted:
            findings += [f"{topic}: {finding}" for finding in _make(course, topic, new, step, quick)]
        if findings:
            raise AssignmentError("nothing was released:\n" + "\n".join(f"- {one}" for one in findings))
        return [topic for topic in wanted if _swap(_released(new, topic), _released(course, topic))]


def out_of_step(root: Path, names: Sequence[str]) -> list[str]:
    """The assignments whose release is not what their source would give now; nothing is written.

    Raises
    ------
    AssignmentError
        If there is no such assignment, or nbgrader refuses one.
    """
    course, differ = Course(root), []
    with tempfile.TemporaryDirectory(prefix="dlcourse-release-") as aside:
        for topic in (wanted := topics(course, names)):
            generate(root, topic, Path(aside))
            new = _released(Course(Path(aside), copied=True), topic)
            if _files(_released(course, topic)) != _files(new):
                differ.append(topic)
    there = {path.name for path in _released(course, "_").parent.glob("*/") if not path.name.startswith(".")}
    gone = [] if names else sorted(there - set(wanted))
    return differ + [f"{name} (it has no source any more: delete it)" for name in gone]


def generate(root: Path, topic: str, aside: Path) -> tuple[str, str]:
    """Let nbgrader make the release of one assignment in a copy of the course, without a gradebook.

    Returns the stubs that stand in place of a solution, in code and in text.

    Raises
    ------
    AssignmentError
        If nbgrader is not installed, or refuses the source.
    """
    need("grade")
    from nbgrader.converters import GenerateAssignment
    from nbgrader.preprocessors import ClearSolutions

    aside.mkdir(parents=True, exist_ok=True)
    copy = Course(root).copy(aside, topic)
    copy.config.GenerateAssignment.no_database, copy.config.SaveCells.enabled = True, False
    copy.convert(GenerateAssignment, topic)
    stubs = ClearSolutions(config=copy.config)
    return stubs.code_stub["python"], stubs.text_stub


def _make(course: Course, topic: str, new: Course, step: Step, quick: bool) -> list[str]:
    """Generate one assignment in the copy `new`; return what is wrong with it."""
    sources = {path: read(path) for path in course.notebooks(topic)}
    if findings := [finding for nb in sources.values() for finding in lint_source(nb, topic)]:
        return findings
    stubs = generate(course.root, topic, new.root)
    answers, handed_in = kept(course.root, topic), {}
    for path, source in sources.items():
        released = read(_released(new, topic) / path.name)
        findings += lint_release(source, released, stubs) + lint_notebook(source)
        findings += [] if quick else _run(source, path.parent)
        handed_in[path.stem] = batch(source, released, of_notebook(answers, source))
    if findings or quick:
        return findings
    few = {name: {who: given[who] for who in (REFERENCE, BLANK)} for name, given in handed_in.items()}
    stock = ways.by_nbgrader(course, topic, few)
    for done, (path, source) in enumerate(sources.items(), 1):
        template = course.template(path)
        given = {who: ways.grafted(nb, template) for who, nb in handed_in[path.stem].items()}
        found = {"judged": ways.judged(given), "in process": ways.in_process(given)}
        findings += ways.differences({**found, "by nbgrader": stock[path.stem]})
        findings += misgraded(found["judged"], source, of_notebook(answers, source))
        step(topic, done, len(sources))
    return findings


def misgraded(found: ways.Outcomes, source: NotebookNode, answers: list[Answer]) -> list[str]:
    """Where points are not what the course says of its answers, a sentence each.

    `found` is what the `answers.batch` of these answers to the notebook `source` earns.
    """
    wrong = {(student(one, answers), f"{one.cell}-tests"): one for one in answers if one.wrong}
    most = {name: cell.metadata.nbgrader.get("points") for name, cell in by_id(source).items()}
    said = []
    for who, row in found.items():
        for cell, outcome in row.items():
            about = f"{who}, cell {cell}: "
            if outcome.points is None or (who == BLANK and "dlcourse" not in source.metadata):
                continue
            answer = wrong.get((who, cell))
            if answer or who == BLANK:
                if outcome.points:
                    said.append(f"{about}{answer.path.name if answer else 'no answer'} earns points")
                elif answer and answer.must_read not in outcome.message:
                    said.append(f"{about}its student must read {answer.must_read!r}, not {outcome.message!r}")
            elif outcome.points != most[cell]:
                said.append(f"{about}a right answer earns {outcome.points:g} points: {outcome.message}")
    return said


def _run(source: NotebookNode, folder: Path) -> list[str]:
    """What fails when the reference is run as it stands, with the files beside it."""
    findings = []
    for done in kernel.run(source, folder, timeout=ways.SECONDS_A_CELL):
        cell = source.cells[done]
        name = grade_id(cell) or cell.get("id", "")
        findings += [f"{name}: {error}" for error in kernel.errors(cell, stderr=True)]
    return findings


def _released(course: Course, topic: str) -> Path:
    return course.folder("release", ".", topic)


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
