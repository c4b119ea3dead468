"""The checks behind `diagnose`, in the order in which one finding explains the next.

Each takes the case and returns what it found. Public: `Case`, `examine`.
"""

import math
from collections.abc import Callable

from dlcourse.check.findings import Finding
from dlcourse.check.symptoms import data, outputs, steps
from dlcourse.check.symptoms.case import Case, Found, restoring

__all__ = ["Case", "examine"]

CHECKS: dict[str, Callable[[Case], Found]] = {
    "input": data.input, "output": outputs.output, "start": outputs.start,
    "independence": outputs.independence, "modes": outputs.modes, "dead units": outputs.dead_units,
    "gradients": steps.gradients, "updates": steps.updates, "overfit": steps.overfit,
    "labels": data.labels, "leakage": data.leakage,
}  # fmt: skip


def examine(case: Case) -> tuple[Finding, ...]:
    """All findings; when the input or the output is broken, the checks that build on it are skipped."""
    found: list[Finding] = []
    for check, symptom in CHECKS.items():
        needed = ("input",) if check in ("labels", "leakage") else ("input", "output")
        stopped = [f.check for f in found if f.verdict == "broken" and f.check in needed]
        if stopped:
            found.append(Finding(check, "skipped", math.nan, f"not run: fix the {stopped[0]} first"))
            continue
        with restoring(case):
            got = symptom(case)
        remedy = "" if got.verdict == "ok" else got.remedy
        found.append(Finding(check, got.verdict, got.number, got.says, remedy, got.layers))
    return tuple(found)
