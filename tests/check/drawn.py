"""Random arrays for property tests: hypothesis draws the shape and a seed, the entries are all different."""

import numpy as np
from hypothesis import strategies as st


@st.composite
def arrays(draw, *, dims=(1, 3), side=(2, 6), min_size=4):
    """A float64 array of normal numbers, and the generator that drew it."""
    sides = st.integers(*side)
    shapes = st.lists(sides, min_size=dims[0], max_size=dims[1]).filter(lambda s: np.prod(s) >= min_size)
    shape = draw(shapes)
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return rng.normal(size=shape), rng
