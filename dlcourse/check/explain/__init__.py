"""What a difference looks like, in words: wrong shape, wrong kind of number, or a pattern in the values.

Public: `explain_shape`, `explain_dtype`, `explain_values`. Each cause is one small function that returns a
sentence if the data show it, else "". To add one: write it in the module it belongs to, put it into the
table at that module's end, and add a case to `tests/check/test_patterns.py`.
"""

from dlcourse.check.explain.dtypes import explain_dtype
from dlcourse.check.explain.shapes import explain_shape
from dlcourse.check.explain.values import explain_values

__all__ = ["explain_dtype", "explain_shape", "explain_values"]
