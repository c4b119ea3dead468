"""Checks that explain themselves: `same` compares two results, `claim` backs a sentence, `rng` draws test inputs.

Public: `same`, `claim`, `rng`.
"""

from dlcourse.check.claim import claim
from dlcourse.check.random import rng
from dlcourse.check.same import same

__all__ = ["claim", "rng", "same"]
