"""Checks that explain themselves.

Public: `same` compares two results, `unchanged` guards arguments, `claim` backs a sentence, `rng` draws
the inputs of a test.
"""

from dlcourse.check.claim import claim
from dlcourse.check.random import rng
from dlcourse.check.same import same
from dlcourse.check.unchanged import unchanged

__all__ = ["claim", "rng", "same", "unchanged"]
