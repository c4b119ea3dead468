"""Printed characters, drawn from the fonts that travel inside matplotlib."""

from pathlib import Path

import numpy as np

from dlcourse.data._package import expect, folder_of, sources
from dlcourse.data.digits import Split

_SLANTED = ("", "-Bold", "-BoldOblique", "-Oblique")
FONTS = (
    *(f"DejaVu{family}{style}" for family in ("Sans", "SansMono") for style in _SLANTED),
    *(f"DejaVuSerif{style}" for style in ("", "-Bold", "-BoldItalic", "-Italic")),
    *(f"STIXGeneral{style}" for style in ("", "Bol", "BolIta", "Italic")),
    *("cmb10", "cmr10", "cmss10", "cmtt10"),
)
_EM = 96  # pixels of the large drawing that is turned, slanted and then made small


def glyphs(
    characters: str = "0123456789",
    *,
    size: int = 8,
    copies: int = 10,
    distort: float = 1.0,
    test_fonts: int = 4,
    seed: int = 0,
) -> Split:
    """Characters in 20 fonts, as rows of `size * size` pixels in [0, 1] (ink is 1), like `digits`.

    The split is by font: the test part holds fonts that training never saw. `y` is the place of the
    character in `characters`.

    Parameters
    ----------
    characters : str
        Two or more different ones, letters or digits of ASCII (every font has these).
    size : int
        Height and width in pixels, from 6 to 64.
    copies : int
        How many drawings of each character in each font, each turned, slanted, stretched and moved anew.
    distort : float
        How strongly, from 0 (all copies alike) to 2; at 1 a character is turned by up to 15 degrees.
    test_fonts : int
        How many of the 20 fonts, drawn with `seed`, make up the test part: 1 to 19.

    Raises
    ------
    ValueError
        For a value out of its range.

    Notes
    -----
    DejaVu (Bitstream Vera and Arev licenses), STIX (STIX Font License) and Computer Modern (D. Knuth;
    BaKoMa) as matplotlib ships them. Pixels may differ a little between versions of Pillow's font renderer.

    Examples
    --------
    >>> data = glyphs(copies=2)
    >>> data.X_train.shape, data.X_test.shape
    ((320, 64), (80, 64))
    """
    known = set(characters) <= {c for c in map(chr, range(128)) if c.isalnum()}
    if not known or len(set(characters)) != len(characters) or len(characters) < 2:
        raise ValueError(f"characters must be two or more different letters or digits, got {characters!r}")
    if not (6 <= size <= 64 and copies >= 1 and 0 <= distort <= 2 and 1 <= test_fonts < len(FONTS)):
        raise ValueError(
            "need size from 6 to 64, copies >= 1, distort from 0 to 2, test_fonts from 1 to 19; "
            f"got size={size}, copies={copies}, distort={distort}, test_fonts={test_fonts}"
        )
    files = [folder_of("matplotlib") / f"mpl-data/fonts/ttf/{font}.ttf" for font in FONTS]
    content = b"".join(file.read_bytes() for file in files)
    expect(content, sources()["made"]["fonts"], "the set of fonts in the installed matplotlib")
    rng = np.random.default_rng(seed)
    fonts = rng.permutation(len(FONTS))
    drawn = [[_draw(file, c, size, copies, distort, rng) for c in characters] for file in files]
    X = np.array(drawn).reshape(len(FONTS), len(characters) * copies, size * size)
    y = np.tile(np.repeat(np.arange(len(characters)), copies), (len(FONTS), 1))
    parts = []
    for chosen in (fonts[test_fonts:], fonts[:test_fonts]):
        order = rng.permutation(y[chosen].size)
        parts += [X[chosen].reshape(-1, size * size)[order], y[chosen].reshape(-1)[order]]
    return Split(*parts)


def _draw(file: Path, char: str, size: int, copies: int, distort: float, rng: np.random.Generator) -> list:
    """`copies` drawings of one character, float32 (size, size): large, distorted, then averaged down."""
    from PIL import Image, ImageFont

    font = ImageFont.truetype(str(file), _EM, layout_engine=ImageFont.Layout.BASIC)
    mask = font.getmask(char, mode="L")
    ink = Image.frombytes("L", mask.size, bytes(mask))
    ink = ink.crop(ink.getbbox())
    side = size * 8
    drawn = []
    for _ in range(copies):
        turn, slant, wide, high, right, down = distort * rng.uniform(-1, 1, 6)
        height = (
            0.94 * side * (1 + 0.06 * high)
        )  # the digits of scikit-learn fill their box from top to bottom
        width = min(height * ink.width / ink.height, 0.94 * side) * (1 + 0.15 * wide)
        cos, sin = np.cos(np.radians(15) * turn), np.sin(np.radians(15) * turn)
        # PIL asks where in the ink each pixel of the result comes from: (x, y) = back @ pixel + shift
        back = np.array([[1, 0.25 * slant], [0, 1]]) @ np.array([[cos, -sin], [sin, cos]])
        back *= [[ink.width / width], [ink.height / height]]
        middle = side * np.array([0.5 + 0.04 * right, 0.5 + 0.04 * down])
        shift = np.array([ink.width / 2, ink.height / 2]) - back @ middle
        affine = (*back[0], shift[0], *back[1], shift[1])
        big = ink.transform((side, side), Image.Transform.AFFINE, affine, Image.Resampling.BILINEAR)
        drawn.append(np.asarray(big.resize((size, size), Image.Resampling.BOX), np.float32) / 255)
    return drawn
