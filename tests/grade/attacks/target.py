"""The assignment that is attacked, its course, and the students who solve it honestly."""

import shutil
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from dlcourse.grade.assignment import by_id, read
from tests.grade import tiny

NAME = "target"
#: A word and a number that stand in hidden tests alone: who shows them has read those.
CANARY, NUMBER = "canary-of-the-hidden-tests", "7.25390625"
#: What an attacker may keep: "steps" is answered honestly, and an attack on "tanh" must not cost it.
HONEST = 2.0
HONEST_STUDENTS = ("aa-first", "nn-warns", "zz-last")

IMPORTS = """import numpy as np
import torch

from dlcourse.check import probe, rng, same"""
ANSWERS = {
    "tanh": "# exercise: target.tanh\ndef tanh(x):\n    return np.tanh(x)",
    "steps": "# exercise: target.steps\ndef square(n):\n    return n * n",
    "scale": "# exercise: target.scale\nclass Scale(torch.nn.Module):\n"
    "    def __init__(self, factor):\n        super().__init__()\n"
    "        self.factor = torch.nn.Parameter(torch.tensor(float(factor)))\n\n"
    "    def forward(self, x):\n        return self.factor * x",
}
TESTS = {
    "tanh": f"""x = np.linspace(-2, 2, 5)
same(tanh(x.copy()), np.tanh(x), "tanh")
### BEGIN HIDDEN TESTS
canary = "{CANARY}"
z = np.full(3, {NUMBER})
got = tanh(z.copy())
assert abs(got[0] - np.tanh(z[0])) < 1e-6, "a large input"
assert (got == np.tanh(z)).all(), "three equal inputs"
z = rng("target.tanh").normal(size=8)
got = tanh(z.copy())
assert np.allclose(got, np.tanh(z)), "random inputs"
assert np.abs(got - np.tanh(z)).max() < 1e-6, "random inputs"
### END HIDDEN TESTS""",
    "steps": "correct = sum(square(n) == n * n for n in range(1, 5))\nfloat(correct) / 2",
    "scale": """@probe
def scaled(factor, z):
    layer = Scale(factor)
    is_a_module, out = isinstance(layer, torch.nn.Module), layer(z)
    out.sum().backward()
    return is_a_module, out.detach(), layer.factor.grad, len(list(layer.parameters()))


z = torch.tensor(rng("target.scale").normal(size=4))
is_a_module, out, gradient, count = scaled(3.0, z)
assert is_a_module, "Scale is a torch.nn.Module"
assert torch.allclose(out.double(), 3.0 * z), "the output"
assert torch.isclose(gradient.double(), z.sum()), "the gradient"
assert count == 1, 'one parameter'""",
}


def source() -> NotebookNode:
    """What the instructor writes: three exercises of 2 points each, and a question for a person."""
    nb = new_notebook(metadata={"dlcourse": {"topic": NAME}, "kernelspec": tiny._KERNEL})
    nb.cells = [new_code_cell(IMPORTS, metadata=_flags("imports", locked=True))]
    for name, answer in ANSWERS.items():
        first, start, *body = answer.split("\n")
        solved = [first, start, "    ### BEGIN SOLUTION", *body, "    ### END SOLUTION"]
        tests = f"# tests: {NAME}.{name}\n{TESTS[name]}"
        nb.cells += [
            new_markdown_cell(f"Write {name}.", metadata=_flags(f"{name}-task", locked=True)),
            new_code_cell("\n".join(solved), metadata=_flags(name, solution=True)),
            new_code_cell(tests, metadata=_flags(f"{name}-tests", grade=True, locked=True, points=2)),
        ]
    nb.cells.append(new_markdown_cell("So.", metadata=_flags("why", grade=True, solution=True, points=1)))
    for number, cell in enumerate(nb.cells):
        cell.id = f"target-{number}"
    return nb


def _flags(grade_id: str, **given: Any) -> dict[str, Any]:
    flags = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    return {"nbgrader": {**flags, "grade_id": f"{NAME}-{grade_id}", **given}}


def make(where: Path) -> Path:
    """A course with this assignment, released and in the gradebook."""
    (where / "solutions" / NAME).mkdir(parents=True)
    (where / "nbgrader_config.py").write_text((tiny.ROOT / "nbgrader_config.py").read_text("utf8"), "utf8")
    nbformat.write(source(), where / "solutions" / NAME / f"{NAME}.ipynb")
    tiny.nbgrader(where, "generate_assignment", NAME)
    return where


def answered(course: Path, **answers: str) -> NotebookNode:
    """The release with some answers in it."""
    nb = read(course / "exercises" / NAME / f"{NAME}.ipynb")
    for name, text in answers.items():
        by_id(nb)[f"{NAME}-{name}"].source = text
    return nb


def folder(course: Path, student: str) -> Path:
    made = course / "submitted" / student / NAME
    made.mkdir(parents=True, exist_ok=True)
    return made


def hand_in(course: Path, student: str, nb: NotebookNode | bytes) -> Path:
    """Put a notebook where nbgrader's collect puts it; returns its folder."""
    where = folder(course, student)
    text = nb if isinstance(nb, bytes) else nbformat.writes(nb).encode("utf8")
    (where / f"{NAME}.ipynb").write_bytes(text)
    return where


def copy(made: Path, where: Path) -> Path:
    """A course of its own: its gradebook's path is that of its folder."""
    return Path(shutil.copytree(made, where))


def honest(course: Path) -> None:
    """Students whose answers are right; they stand first, among and behind the attackers."""
    warns = 'import warnings\n\nwarnings.warn("mind the step")\n' + ANSWERS["tanh"].split("\n", 1)[1]
    for student in HONEST_STUDENTS:
        answers = {**ANSWERS, "tanh": warns} if student == "nn-warns" else ANSWERS
        hand_in(course, student, answered(course, **answers))


def points(course: Path) -> dict[str, float | None]:
    """What nbgrader's gradebook says: automatic points by student; None if there is nothing."""
    with tiny.gradebook(course) as book:
        return {
            one.student_id: sum(grade.auto_score or 0 for nb in one.notebooks for grade in nb.grades)
            for one in book.assignment_submissions(NAME)
        }
