"""Photographs and textures that travel inside scikit-learn and scikit-image."""

import io
from typing import Literal, get_args

import numpy as np

from dlcourse.data._package import packaged

Photo = Literal[
    "china", "flower", "astronaut", "brick", "camera", "coffee", "coins", "grass", "gravel", "rocket"
]


def photo(name: Photo) -> np.ndarray:
    """A photograph: uint8, shape (height, width, 3) in color or (height, width) in gray.

    Parameters
    ----------
    name : str
        "china" and "flower" come with scikit-learn, the others with scikit-image; "brick", "grass" and
        "gravel" are textures.

    Raises
    ------
    ValueError
        For an unknown name.
    ImportError
        If the package that carries the photograph is missing.

    Notes
    -----
    Sources and licenses, as the two packages state them. CC BY 2.0: "china" (danielbuechele, Flickr) and
    "flower" (vultilion, Flickr; the package's note credits danielbuechele). CC0: "brick" and "gravel"
    (CC0Textures), "grass" (linolafett), "camera" (Lav Varshney), "coffee" (Rachel Michetti). Public
    domain: "astronaut" (NASA), "rocket" (SpaceX). No known restrictions: "coins" (Brooklyn Museum).

    Examples
    --------
    >>> photo("china").shape
    (427, 640, 3)
    """
    if name not in get_args(Photo):
        raise ValueError(f"photo must be one of {', '.join(get_args(Photo))}; got {name!r}")
    if name in ("china", "flower"):
        content = packaged("sklearn", f"datasets/images/{name}.jpg")
    else:
        content = packaged("skimage", f"data/{name}.{'jpg' if name == 'rocket' else 'png'}")
    from PIL import Image

    return np.array(Image.open(io.BytesIO(content)))
