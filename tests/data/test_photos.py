"""Photographs: the pixels that their packages show, and no download behind anybody's back."""

from typing import get_args

import numpy as np
import pytest

from dlcourse.data import photo
from dlcourse.data.photos import Photo


@pytest.mark.parametrize("name", ["china", "flower"])
def test_the_pixels_are_those_that_scikit_learn_returns(name):
    from sklearn.datasets import load_sample_image

    np.testing.assert_array_equal(photo(name), load_sample_image(f"{name}.jpg"))


@pytest.mark.parametrize("name", [name for name in get_args(Photo) if name not in ("china", "flower")])
def test_the_pixels_are_those_that_scikit_image_returns(name):
    import skimage.data

    np.testing.assert_array_equal(photo(name), getattr(skimage.data, name)())


@pytest.mark.parametrize("name", get_args(Photo))
def test_shapes_and_types(name):
    image = photo(name)
    assert image.dtype == np.uint8
    assert image.ndim == 2 or image.shape[2] == 3
    assert image.flags.writeable
    assert image.std() > 20


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"photo must be one of china, .*rocket; got 'cat'"):
        photo("cat")
