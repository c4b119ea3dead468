"""For nbgrader's own `autograde` and the button in formgrader: the same gate, graft and judge.

In `nbgrader_config.py`:

    from dlcourse.grade.gradebook.bridge import use

    use(c)
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from dlcourse.grade.gradebook import seeds, tasks
from dlcourse.grade.gradebook.course import Course
from dlcourse.grade.submission.graft import graft
from dlcourse.grade.submission.reader import parse

if TYPE_CHECKING:
    from traitlets.config import Config


def use(c: "Config") -> None:
    """Let nbgrader graft and judge where it would overwrite cells and execute them."""
    c.Autograde.sanitize_preprocessors = ["dlcourse.grade.gradebook.bridge.Graft"]
    c.Autograde.autograde_preprocessors = [
        "dlcourse.grade.gradebook.bridge.Judged",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
    ]


class Graft(NbGraderPreprocessor):
    """The instructor's notebook with the student's sources; what was mended goes into nbgrader's log."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        about = resources["nbgrader"]
        given = parse(nbformat.writes(nb).encode("utf8", "replace"))
        template = _course(self).templates(about["assignment"])[about["notebook"]]
        grafted, mended = graft(given.cells, template)
        for finding in (*given.findings, *mended):
            self.log.warning("%s: %s", about["student"], finding)
        return grafted, resources


class Judged(NbGraderPreprocessor):
    """The outputs that the judge gives."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        about = resources["nbgrader"]
        secret = seeds.secret(_course(self).secret())
        result = tasks.judge(tasks.pack(nb, seeds.seed(secret, about["student"], about["assignment"])))
        for name, text in tasks.fill(nb, result).items():
            self.log.warning("%s: cell %s: %s", about["student"], name, text)
        return nb, resources


def _course(preprocessor: NbGraderPreprocessor) -> Course:
    return Course(Path(preprocessor.config.CourseDirectory.root))
