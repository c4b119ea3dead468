"""Stock nbgrader as an instructor runs it: its commands, as processes, in copies of the course."""

import copy
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = ROOT / "tests" / "answers"
TOPICS = sorted(path.parent.name for path in (ROOT / "solutions").glob("*/*.ipynb"))


@dataclass(frozen=True)
class Answer:
    """One kept answer to one exercise: the file, and for a wrong one the text its student must read."""

    topic: str
    exercise: str
    name: str

    @property
    def path(self) -> Path:
        return ANSWERS / self.topic / self.exercise / f"{self.name}.py"

    @property
    def student(self) -> str:
        """Who hands it in. nbgrader takes seconds a notebook, so one student gives several answers, each
        to another exercise; of the wrong ones never to two neighbors, so that what a wrong answer costs
        beyond its own exercise would show.
        """
        kind = self.name.split("_")[0]
        number = answers(kind, self.topic, self.exercise).index(self)
        return f"{kind}-{number}" + (
            f"-{auto_graded(self.topic).index(self.exercise) % 2}" if kind == "wrong" else ""
        )

    @property
    def source(self) -> str:
        """The content of the solution cell, without the line that is for us."""
        lines = self.path.read_text("utf8").strip("\n").split("\n")
        assert lines[0] == f"# exercise: {self.topic}.{self.exercise}", f"{self.path}: its first line"
        return "\n".join(line for line in lines if not line.startswith("# must read: "))

    @property
    def must_read(self) -> str:
        second = self.path.read_text("utf8").split("\n")[1]
        assert second.startswith("# must read: "), f"{self.path}: its second line"
        return second.removeprefix("# must read: ").strip()


@dataclass(frozen=True)
class Grade:
    """What nbgrader recorded for one test cell, and the error that its student reads."""

    auto: float | None
    most: float
    by_hand: bool
    error: str


def answers(kind: str, topic: str = "*", exercise: str = "*") -> list[Answer]:
    """The kept answers of one kind ("wrong" or "right"), of one topic or exercise or of all."""
    found = sorted(ANSWERS.glob(f"{topic}/{exercise}/{kind}_*.py"))
    return [Answer(path.parts[-3], path.parts[-2], path.stem) for path in found]


def notebook(folder: str, topic: str) -> NotebookNode:
    return nbformat.read(ROOT / folder / topic / f"{topic}.ipynb", as_version=4)


def by_id(nb: NotebookNode) -> dict[str, NotebookNode]:
    return {cell.metadata.nbgrader.grade_id: cell for cell in nb.cells if "nbgrader" in cell.metadata}


@cache
def auto_graded(topic: str) -> list[str]:
    """The exercises of a topic that a machine grades, in order."""
    ids = [i for i, cell in by_id(notebook("solutions", topic)).items() if cell.metadata.nbgrader.grade]
    return [i.removeprefix(f"{topic}-").removesuffix("-tests") for i in ids if i.endswith("-tests")]


def batch(topic: str) -> dict[str, NotebookNode]:
    """What is handed in: every kept answer, the reference and the release as it is."""
    students: dict[str, list[Answer]] = {"reference": []}
    for answer in [*answers("wrong", topic), *answers("right", topic)]:
        students.setdefault(answer.student, []).append(answer)
    handed_in = {student: submission(topic, *given) for student, given in students.items()}
    return {**handed_in, "blank": notebook("exercises", topic)}


def submission(topic: str, *given: Answer) -> NotebookNode:
    """The released notebook with the reference solutions, some of them replaced by other answers."""
    reference, nb = by_id(notebook("solutions", topic)), notebook("exercises", topic)
    for grade_id, cell in by_id(nb).items():
        if cell.metadata.nbgrader.solution:
            cell.source = reference[grade_id].source
    for answer in given:
        by_id(nb)[f"{topic}-{answer.exercise}"].source = answer.source
    return nb


def nbgrader(course: Path, *arguments: str) -> None:
    """One nbgrader command, run in the folder of the course; raises with its errors if it fails twice."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    # Kernels talk over sockets in files: free TCP ports are looked up first and bound later, and among many
    # kernels that start at a time another one may have taken them.
    sockets = ["--KernelManager.transport=ipc", f"--KernelManager.ip={course / 'kernel'}"]
    command = [sys.executable, "-m", "nbgrader", *arguments, *sockets]
    for _ in range(2):  # a second run grades only whom the first one failed to
        done = subprocess.run(
            command, cwd=course, env=environment, capture_output=True, text=True, timeout=600
        )
        if done.returncode == 0:
            return
    _, _, errors = done.stderr.partition("| ERROR]")
    raise AssertionError(f"{' '.join(command)} failed:\n{(errors or done.stderr)[:4000]}")


def course(where: Path, topic: str) -> Path:
    """A copy of the course with one topic, its assignment generated and in the gradebook."""
    (where / "solutions").mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", where)
    shutil.copytree(ROOT / "solutions" / topic, where / "solutions" / topic)
    nbgrader(where, "generate_assignment", topic)
    return where


def autograde(where: Path, topic: str, students: dict[str, NotebookNode]) -> dict[str, dict[str, Grade]]:
    """Grade every student's notebook; several copies of the course at a time, since nbgrader is serial."""
    shutil.rmtree(where, ignore_errors=True)  # what a run that failed left behind
    first = course(where / "0", topic)
    courses = [first]
    for number in range(1, min(os.cpu_count() or 1, len(students) // 4 + 1)):
        courses.append(Path(shutil.copytree(first, where / str(number))))
    for number, (student, nb) in enumerate(students.items()):
        folder = courses[number % len(courses)] / "submitted" / student / topic
        folder.mkdir(parents=True)
        nbformat.write(nb, folder / f"{topic}.ipynb")
    with ThreadPoolExecutor(len(courses)) as pool:
        list(pool.map(lambda c: nbgrader(c, "autograde", topic), courses))
    return {student: grades for c in courses for student, grades in read_grades(c, topic).items()}


def read_grades(where: Path, topic: str) -> dict[str, dict[str, Grade]]:
    """What the gradebook says, by student and exercise."""
    from nbgrader.api import Gradebook

    found: dict[str, dict[str, Grade]] = {}
    with Gradebook(f"sqlite:///{where / 'gradebook.db'}") as gradebook:
        for one in gradebook.assignment_submissions(topic):
            path = where / "autograded" / one.student.id / topic / f"{topic}.ipynb"
            cells = by_id(nbformat.read(path, as_version=4))
            found[one.student.id] = {
                grade.name.removeprefix(f"{topic}-").removesuffix("-tests"): Grade(
                    grade.auto_score, grade.max_score, grade.needs_manual_grade, error(cells[grade.name])
                )
                for grade in one.notebooks[0].grades
            }
    return found


def error(cell: NotebookNode) -> str:
    """The message of the error in a cell, without the traceback: source lines in there prove nothing."""
    errors = [o for o in cell.get("outputs", []) if o.output_type == "error"]
    return "\n".join(f"{o.ename}: {o.evalue}" for o in errors)


def as_json(grades: dict[str, dict[str, Grade]]) -> str:
    return json.dumps({s: {e: asdict(g) for e, g in row.items()} for s, row in grades.items()})


def from_json(text: str) -> dict[str, dict[str, Grade]]:
    return {s: {e: Grade(**g) for e, g in row.items()} for s, row in json.loads(text).items()}


def under_seeds(topic: str, seeds: range) -> NotebookNode:
    """The reference once for each seed, in one notebook: every name is forgotten before the next seed."""
    source = notebook("solutions", topic)
    nb = copy.deepcopy(source)
    nb.cells = []
    for seed in seeds:
        forget = f"%reset -f\nimport os\nos.environ['DLCOURSE_SEED'] = '{seed}'"
        nb.cells += [nbformat.v4.new_code_cell(forget), *copy.deepcopy(source.cells)]
    return nb
