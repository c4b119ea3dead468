"""`grade`: everything that was handed in for an assignment, into nbgrader's gradebook.

Submissions pass the gate and are grafted here, are judged by the workers, and their rows are written
here, by one writer. What was judged is kept in `.grading/`, so a grading that was stopped goes on.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from dlcourse import files
from dlcourse.grade import AssignmentError
from dlcourse.grade.gradebook import seeds, tasks
from dlcourse.grade.gradebook.course import Course
from dlcourse.grade.gradebook.rows import Rows
from dlcourse.grade.gradebook.workers import results, workers
from dlcourse.grade.submission.ingest import Submission, check_name, collect
from dlcourse.grade.submission.reader import Finding

Step = Callable[[str, int, int], None]
_AHEAD = 64  # notebooks read ahead of the judges: enough for a cluster, little memory


@dataclass(frozen=True)
class Done:
    """What became of one notebook: "graded", "kept" from last time, "refused" or "missing"."""

    student: str
    notebook: str
    state: str
    findings: tuple[Finding, ...] = field(default=())


def grade(
    root: Path,
    assignment: str,
    *,
    jobs: int | None = None,
    cluster: str | None = None,
    force: bool = False,
    unsafe: bool = False,
    step: Step = lambda *_: None,
) -> list[Done]:
    """Grade an assignment, and return what became of each notebook, sorted by student.

    Parameters
    ----------
    root : Path, the course
    assignment : str, its name
    jobs, cluster : see `workers`
    force : bool, judge and write also what did not change since the last time
    unsafe : bool, grade even where there is no sandbox: only what you trust
    step : called with the assignment, notebooks done and notebooks in all

    Raises
    ------
    AssignmentError
        If there is no such assignment, nothing was handed in, another grading is at work, there is no
        sandbox, or a folder or the gradebook cannot be written. A bad submission never raises: it is
        a finding.
    """
    from filelock import FileLock, Timeout

    course = Course(root)
    if not cluster and (force or not (course.grading / assignment).exists()):
        tasks.begin()  # everything must be judged, and nbgrader takes as long to import as torch
    templates = course.templates(assignment)
    students = course.students(assignment)
    if not students:
        where = course.folder("submitted", "STUDENT", assignment)
        raise AssignmentError(f"nothing was handed in: there is no {where}/")
    secret = seeds.secret(course.secret())
    of, finished = len(students) * len(templates), []
    try:
        kept = course.grading / assignment
        kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        with ExitStack() as stack:
            stack.enter_context(FileLock(course.grading / "lock", timeout=0))
            rows = stack.enter_context(Rows(course, assignment))
            executor = stack.enter_context(workers(jobs, cluster))
            step(assignment, 0, of)
            batch = _Batch(course, assignment, templates, secret, 1 if unsafe else 2, kept, rows, force)
            for done in batch.run(students, executor, window=_AHEAD):
                finished.append(done)
                step(assignment, len(finished), of)
            batch.forget()
    except Timeout:
        raise AssignmentError(f"another grading is at work in {course.grading}; wait for it") from None
    except OSError as refused:
        raise AssignmentError(
            f"cannot write {refused.filename or course.grading}: {refused.strerror}; mend that (free space, "
            "rights) and run this again: what was judged is kept"
        ) from refused
    return sorted(finished, key=lambda done: (done.student, done.notebook))


@dataclass(frozen=True)
class _Entry:
    """A submission, and what a judge gets of it; None if there is nothing to judge."""

    given: Submission
    task: bytes | None

    @property
    def key(self) -> str:
        """A hash of all that its rows and its graded notebook depend on."""
        sources = [cell.source for cell in self.given.nb.cells] if self.given.nb is not None else ["none"]
        parts = (tasks.key(self.task or b""), self.given.when, *self.given.findings, *sources)
        return hashlib.sha256("\0".join(map(str, parts)).encode("utf8", "replace")).hexdigest()


@dataclass
class _Batch:
    """One grading of one assignment: where things are, and which of the kept files were of use."""

    course: Course
    assignment: str
    templates: dict[str, NotebookNode]
    secret: bytes
    tier: int
    kept: Path
    rows: Rows
    force: bool
    used: set[Path] = field(default_factory=set)

    def run(self, students: list[str], executor: Executor, *, window: int) -> Iterator[Done]:
        known = self.rows.students()
        for one, result in results(executor, self._todo(students, known), window=window):
            if isinstance(result, bytes) and one.task:
                files.replace(self._result(one.task), result)
            same = None if result else self._unchanged(one, known)
            yield same or self._write(one, result or self._recall(one))

    def _todo(self, students: list[str], known: set[str]) -> Iterator[tuple["_Entry", bytes | None]]:
        """Every notebook, with its task if that has to be judged."""
        for one in (one for student in students for one in self._read(student)):
            if one.task:
                self._result(one.task)  # in use, and so not forgotten, even if it need not be read
            done = not self.force and (self._unchanged(one, known) or self._recall(one))
            yield one, None if done else one.task

    def _read(self, student: str) -> Iterator["_Entry"]:
        seed = seeds.seed(self.secret, student, self.assignment)
        folder = self.course.folder("submitted", student, self.assignment)
        for given in collect(folder, student, self.templates):
            judged = None if given.refused else given.nb
            yield _Entry(given, tasks.pack(judged, seed, tier=self.tier) if judged else None)

    def _write(self, one: "_Entry", result: bytes | Exception | None) -> Done:
        """The notebook to autograded/, then the rows, then the note that both were written."""
        given, findings, odd = one.given, one.given.findings, dict[str, str]()
        if isinstance(result, bytes) and given.nb is not None:
            odd = tasks.fill(given.nb, result)
            findings += tuple(Finding(f"cell {name}", text) for name, text in odd.items())
        elif result is not None:
            text = (
                f"could not be judged ({result!s}); 0 points until this is run again or a person has looked"
            )
            findings += (Finding(f"{given.notebook}.ipynb", text, refused=True),)
        refused = any(finding.refused for finding in findings)
        state = "refused" if refused else "missing" if given.nb is None else "graded"
        if not check_name(given.student):
            self._save(given)
            who = (given.student, given.notebook)
            self.rows.write(*who, given.nb, given.when, refused=refused, waits=odd.keys())
        done = Done(given.student, given.notebook, state, findings)
        if not isinstance(result, Exception):
            files.replace(self._note(given), json.dumps({**asdict(done), "key": one.key}).encode("utf8"))
        return done

    def _save(self, given: Submission) -> None:
        path = self._place(given)
        path.parent.mkdir(parents=True, exist_ok=True)
        for aside in path.parent.glob(f".{path.name}.*"):  # of a grading that was killed just here
            aside.unlink()
        if given.nb is None:
            path.unlink(missing_ok=True)  # of an earlier submission
        else:
            files.replace(path, nbformat.writes(given.nb).encode("utf8"))
        if given.when:  # by which nbgrader knows that its feedback is older
            files.replace(path.with_name("timestamp.txt"), f"{given.when} UTC".encode())

    def _unchanged(self, one: "_Entry", known: set[str]) -> Done | None:
        """What was noted when exactly this was written the last time."""
        given, (key, done) = one.given, _noted(self._note(one.given))
        there = given.student in known and self._place(given).exists() == (given.nb is not None)
        if self.force or not there or not done or key != one.key:
            return None
        return replace(done, state="kept") if done.state == "graded" else done

    def _place(self, given: Submission) -> Path:
        folder = self.course.folder("autograded", given.student, self.assignment)
        return folder / f"{given.notebook}.ipynb"

    def _recall(self, one: "_Entry") -> bytes | None:
        path = self._result(one.task) if one.task else None
        return path.read_bytes() if path and _load(path) is not None else None

    def _result(self, task: bytes) -> Path:
        return self._use(f"result-{tasks.key(task)}.json")

    def _note(self, given: Submission) -> Path:
        who = hashlib.sha256(f"{given.student}\0{given.notebook}".encode("utf8", "replace")).hexdigest()
        return self._use(f"note-{who}.json")

    def _use(self, name: str) -> Path:
        self.used.add(self.kept / name)
        return self.kept / name

    def forget(self) -> None:
        """Remove what was kept of submissions that are no longer there."""
        for path in set(self.kept.iterdir()) - self.used:
            path.unlink()


def refused(course: Course, assignment: str) -> list[Done]:
    """What was refused when the assignment was last graded, and so waits for a person, sorted by student.

    It lists also whom the gradebook cannot hold, because of the name of their folder.
    """
    noted = [_noted(path)[1] for path in (course.grading / assignment).glob("note-*.json")]
    found = [done for done in noted if done and done.state == "refused"]
    return sorted(found, key=lambda done: (done.student, done.notebook))


def _noted(path: Path) -> tuple[str, Done | None]:
    """The key of what was written for a notebook, and what became of it; None if that is not known."""
    note = _load(path)
    if not isinstance(note, dict):
        return "", None
    found = tuple(Finding(**one) for one in note["findings"])
    return note["key"], Done(note["student"], note["notebook"], note["state"], found)


def _load(path: Path) -> object:
    """What a kept file holds; None if it is not there, or damaged."""
    try:
        return json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
