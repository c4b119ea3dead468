"""`Differing`: two arrays that differ, and what a pattern may ask about them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Differing:
    """Two float64 arrays of one shape, finite everywhere, that differ where `wrong` is True.

    Attributes
    ----------
    got, expected : float64 array
    wrong : bool array
    rtol : float
        How closely a pattern must fit, relative to the entries.
    """

    got: np.ndarray
    expected: np.ndarray
    wrong: np.ndarray
    rtol: float

    def close(self, a: np.ndarray, b: np.ndarray) -> bool:
        """Whether `a` is `b` up to rounding, also measured against the largest entry of `b`."""
        if not (np.isfinite(a).all() and np.isfinite(b).all()):
            return False
        return bool(np.allclose(a, b, rtol=self.rtol, atol=self.rtol / 100 * np.abs(b).max(initial=0.0)))

    def constant(self, a: np.ndarray) -> bool:
        """Whether all entries of `a` are the same."""
        return self.close(a, np.full_like(a, a.flat[0]))

    def distinct(self) -> int:
        """How many different values are expected."""
        return len(np.unique(self.expected))

    def distinct_sizes(self) -> int:
        """How many sizes, not counting the sign, the expected values have where they differ; at most 2."""
        sizes = np.abs(self.expected[self.wrong])
        return 2 if np.ptp(sizes) > self.rtol * sizes.max() else 1

    def evidence(self) -> bool:
        """Whether a formula that turns one array into the other is more than a coincidence.

        Two different entries prove it; a single one only if not both numbers are round: 4 for 2 is
        its double, its square and 2 more alike.
        """
        if self.distinct_sizes() > 1:
            return True
        return not (_is_round(self.expected[self.wrong].flat[0]) and _is_round(self.got[self.wrong].flat[0]))


Pattern = Callable[[Differing], str]


def each(axis: int, ndim: int) -> str:
    """What runs along `axis`, in words."""
    return ("each column", "each row")[axis] if ndim == 2 else f"each slice along axis {axis}"


def _is_round(number: float) -> bool:
    """Whether a person could have typed it: at most three decimals."""
    return bool(abs(number * 1000 - round(number * 1000)) < 1e-6)
