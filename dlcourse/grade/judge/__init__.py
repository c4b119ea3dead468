"""Run a submission's cells so that student code cannot reach the tests that judge it.

Public: `Judge` runs notebooks; `Budgets` is what a submission may use; `CellResult` what came of a cell;
`Workspace` is what several judges share; `lint_notebook` says which tests ask what only a probe can ask, and
`AskInProbe` is the error of such a test.
"""

from dlcourse.grade.judge.lint import AskInProbe, kind_of, lint, lint_notebook
from dlcourse.grade.judge.run import BEYOND, Budgets, CellResult, Judge, SandboxError, Verdict
from dlcourse.grade.judge.workspace import Workspace

__all__ = [
    "BEYOND",
    "AskInProbe",
    "Budgets",
    "CellResult",
    "Judge",
    "SandboxError",
    "Verdict",
    "Workspace",
    "kind_of",
    "lint",
    "lint_notebook",
]
