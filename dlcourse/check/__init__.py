"""Checks that explain themselves.

Public: `same` compares two results, `returned` takes one apart, `unchanged` guards arguments, `probe` asks
about a student's objects, `claim` backs a sentence, `rng` draws the inputs of a test; `diagnose` examines a
PyTorch model, its loss and a batch, and says what keeps it from learning: a `Report`, one `Finding` a check.
"""

from dlcourse.check.claim import claim
from dlcourse.check.diagnose import diagnose
from dlcourse.check.findings import Finding, Report
from dlcourse.check.probe import probe
from dlcourse.check.random import rng
from dlcourse.check.returned import returned
from dlcourse.check.same import same
from dlcourse.check.unchanged import unchanged

__all__ = ["Finding", "Report", "claim", "diagnose", "probe", "returned", "rng", "same", "unchanged"]
