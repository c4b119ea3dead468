"""Data that needs no network: real sets that travel inside scikit-learn, and points drawn by the project.

Public: `digits`, `points`, `Split`.
"""

from dlcourse.data.digits import Split, digits
from dlcourse.data.points import points

__all__ = ["Split", "digits", "points"]
