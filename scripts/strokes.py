"""Digits as pen strokes: drawn by code for training, traced from handwriting and from fonts for the test.

A drawing is a list of strokes, a stroke an array of places (points, 2), x to the right and y down, in any
unit: `image` cuts a drawing out, scales it and centers it.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from dlcourse.data.glyphs import FONTS

Drawing = list[np.ndarray]
SIDE, BOX, PEN = 16, 11.0, 0.9  # pixels: of the image, of the drawing in it, of the pen's radius

#: Ways to write a digit. A stroke is a curve through its points; a point given twice is a corner.
WAYS: dict[int, list[str]] = {
    0: [
        "55,2 25,12 8,48 18,88 48,98 80,84 92,46 78,10 52,2",
        "50,0 24,20 18,50 26,82 50,100 74,82 82,50 74,18 48,0",
        "78,14 52,2 20,18 8,56 24,92 58,98 86,74 90,36 70,8",
        "40,0 72,8 92,44 82,86 52,100 20,90 8,52 20,10 44,-2 56,4",
    ],
    1: [
        "50,0 50,50 50,100",
        "60,0 50,50 40,100",
        "22,28 38,18 54,0 54,0 53,50 52,100",
        "10,36 56,0 56,0 56,100",
        "26,22 52,0 52,0 52,100; 22,100 82,100",
        "40,12 52,2 52,2 52,98 52,98 30,98 78,98",
    ],
    2: [
        "12,26 22,8 50,0 78,10 82,32 62,60 32,84 8,98 8,98 50,96 92,98",
        "10,20 40,2 74,8 80,34 50,68 20,92 10,84 24,78 48,92 72,100 94,90",
        "8,4 80,4 80,4 8,98 8,98 90,98",
        "16,30 20,10 48,0 72,10 74,30 54,56 12,100 12,100 84,100",
        "14,16 44,0 76,14 70,44 30,80 12,96 12,96 34,90 64,98 90,96",
    ],
    3: [
        "12,10 42,0 76,10 76,34 40,48 40,48 80,58 86,82 54,100 10,92",
        "10,2 80,2 80,2 38,40 38,40 76,50 86,76 60,98 12,96",
        "16,14 46,0 74,18 56,44 36,48 64,52 84,74 60,98 12,90",
        "20,6 60,2 78,22 44,46 34,48 34,48 66,52 78,78 48,102 8,88",
    ],
    4: [
        "30,0 22,30 14,60 14,60 84,60; 62,30 60,64 58,100",
        "64,0 38,30 8,66 8,66 92,66; 64,0 64,50 64,100",
        "66,100 66,50 66,0 66,0 10,68 10,68 90,66",
        "20,4 16,44 30,58 74,50; 76,2 72,50 68,100",
        "26,2 18,50 18,50 80,48; 78,0 74,50 70,100",
        "70,0 12,62 12,62 88,62; 72,36 68,100",
    ],
    5: [
        "20,4 18,42 18,42 52,36 82,56 78,86 46,100 10,90; 20,4 84,2",
        "84,4 26,4 26,4 20,44 20,44 54,38 84,62 70,94 10,96",
        "80,0 40,4 24,20 36,40 66,54 78,76 56,98 14,92",
        "78,2 30,2 30,2 24,40 48,40 76,56 76,82 50,98 12,94",
        "22,2 20,46 20,46 60,40 80,68 60,94 12,98; 20,4 76,0",
    ],
    6: [
        "70,0 38,22 16,60 22,90 52,100 80,84 76,60 48,52 20,72",
        "38,0 18,46 18,84 44,100 74,90 78,64 54,52 20,68",
        "80,8 50,0 20,30 12,70 34,98 70,94 80,68 56,50 22,60 14,74",
        "30,0 22,50 26,88 54,100 78,80 66,58 38,60 24,84",
    ],
    7: [
        "10,4 88,4 88,4 56,50 38,100",
        "10,6 86,2 86,2 60,44 48,100; 34,50 80,48",
        "12,22 12,4 12,4 86,4 86,4 54,48 42,100",
        "8,10 30,0 56,10 86,2 86,2 58,48 44,100",
        "12,2 80,2 80,2 74,50 64,100",
        "10,4 90,4 90,4 34,100; 28,54 78,54",
    ],
    8: [
        "72,14 48,0 24,14 34,38 68,58 80,82 50,100 20,82 32,58 66,38 76,16",
        "50,46 22,24 46,0 76,22 50,46 18,74 48,100 82,76 52,46",
        "48,48 26,36 24,12 50,0 74,12 72,36 48,48; 48,48 20,64 20,90 50,100 80,90 78,62 50,48",
        "80,8 44,0 22,20 52,48 78,76 48,100 20,78 46,50 78,10",
    ],
    9: [
        "78,26 50,2 20,18 24,46 56,52 78,26 78,26 76,60 70,100",
        "76,10 40,0 18,28 40,52 74,32 78,6 78,6 76,60 74,100",
        "80,22 56,0 24,14 24,44 56,48 80,22 80,60 60,94 22,96",
        "74,32 46,48 18,30 36,4 70,8 74,32 62,68 38,100",
        "78,4 44,0 20,22 34,48 64,42 78,4 78,4 80,70 60,100 24,90",
    ],
}


def curve(points: np.ndarray, each: int = 6) -> np.ndarray:
    """A smooth line (Catmull-Rom) through `points` (n, 2), `each` places from one to the next."""
    padded = np.concatenate([points[:1], points, points[-1:]])
    t = np.arange(each)[:, None] / each
    parts = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        # a corner is a point that stands twice: the line arrives and leaves without a bend
        into, out = (c - a) / 2 * np.any(a != b), (d - b) / 2 * np.any(c != d)
        into, out = into * np.any(b != c), out * np.any(b != c)
        parts.append(
            (2 * t**3 - 3 * t**2 + 1) * b
            + (t**3 - 2 * t**2 + t) * into
            + (3 * t**2 - 2 * t**3) * c
            + (t**3 - t**2) * out
        )
    return np.concatenate([*parts, points[-1:]])


def parse(way: str) -> Drawing:
    """The strokes of an entry of `WAYS`, corners still twice."""
    return [np.array([place.split(",") for place in stroke.split()], float) for stroke in way.split(";")]


def written(digit: int, rng: np.random.Generator) -> Drawing:
    """A digit in one of its `WAYS`, by an unsteady hand: jitter, a bent sheet, a slant, a turn, a width."""
    strokes = parse(WAYS[digit][rng.integers(len(WAYS[digit]))])
    size = rng.uniform(1, 6)
    # equal points move equally, so that corners stay corners and strokes that meet still nearly meet
    moved: dict[tuple, np.ndarray] = {}
    hand = lambda p: moved.setdefault(tuple(p), p + rng.normal(0, size, 2))  # noqa: E731
    drawing = [curve(np.array([hand(p) for p in stroke])) for stroke in strokes]
    drawing = [stroke + rng.normal(0, 2, 2) for stroke in drawing]
    drawing = [_cut(stroke, rng) for stroke in drawing]
    return distorted(drawing, rng)


def _cut(stroke: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The stroke, ended a little too early or too late."""
    stroke = stroke[: max(2, len(stroke) - rng.integers(0, 3))]
    ends = stroke[-1] + (stroke[-1] - stroke[-2]) * rng.uniform(0, 1)
    return np.concatenate([stroke, [ends]])


def distorted(drawing: Drawing, rng: np.random.Generator, strength: float = 1.0) -> Drawing:
    """The drawing on a bent sheet, slanted, turned by up to 17 degrees and stretched."""
    every = np.concatenate(drawing)
    low, high = every.min(0), every.max(0)
    scale = max(np.ptp(every, 0).max(), 1e-9)
    waves = rng.normal(0, 0.05 * strength, (2, 2, 2))
    phases = rng.uniform(0, 2 * np.pi, (2, 2))
    turn = strength * rng.uniform(-0.3, 0.3)
    slant = strength * rng.normal(0, 0.2)
    wide = np.exp(strength * rng.normal(0, 0.2))
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = spin @ np.array([[wide, -slant], [0, 1]])

    def bend(stroke: np.ndarray) -> np.ndarray:
        unit = (stroke - (low + high) / 2) / scale
        shift = sum(waves[k] @ np.sin(2 * (k + 1) * unit + phases[k])[..., None] for k in range(2))
        return (unit + np.squeeze(shift, -1)) @ matrix.T

    return [bend(stroke) for stroke in drawing]


def image(drawing: Drawing, *, prepare: bool = True) -> np.ndarray:
    """The drawing as the net gets it, (16, 16) in [0, 1], in steps of 1/255; ink is 1.

    It is cut out, scaled until its longer side has `BOX` pixels, and its middle is put into the image's
    middle. Then a pixel's ink falls with its distance to the nearest line: 1 under the pen, 0 from a
    pixel beyond. Without `prepare` the drawing's unit is a pixel, and it stays where it is.
    """
    every = np.concatenate(drawing)
    low, high = every.min(0), every.max(0)
    scale = BOX / max((high - low).max(), 1e-6) if prepare else 1.0
    middle = (low + high) / 2 if prepare else np.full(2, SIDE / 2)
    placed = [(stroke - middle) * scale + SIDE / 2 for stroke in drawing]
    a = np.concatenate([stroke[:-1] if len(stroke) > 1 else stroke for stroke in placed])  # (lines, 2)
    b = np.concatenate([stroke[1:] if len(stroke) > 1 else stroke for stroke in placed])
    centers = np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE)), -1).reshape(-1, 1, 2) + 0.5
    along = b - a
    length = (along**2).sum(-1)
    t = ((centers - a) * along).sum(-1) / np.where(length > 0, length, 1)
    nearest = a + np.clip(t, 0, 1)[..., None] * along  # (pixels, lines, 2)
    distance = np.sqrt(((centers - nearest) ** 2).sum(-1).min(1))
    ink = np.clip(PEN + 0.5 - distance, 0, 1)
    return (np.floor(ink * 255 + 0.5) / 255).reshape(SIDE, SIDE)


def traced(ink: np.ndarray) -> Drawing:
    """The middle line of a picture (height, width) in which ink is true, as many short strokes."""
    from skimage.morphology import skeletonize

    places = set(zip(*np.nonzero(skeletonize(ink)), strict=True))
    lines = []
    for y, x in places:
        for dy, dx in ((0, 1), (1, 0), (1, 1), (1, -1)):
            # no short cut across a corner that two straight steps go around
            around = dy and dx and ({(y + dy, x), (y, x + dx)} & places)
            if (y + dy, x + dx) in places and not around:
                lines.append(np.array([[x, y], [x + dx, y + dy]], float))
    return lines or [np.array([[x, y]], float) for y, x in places]


def handwriting() -> Iterator[tuple[int, int, Drawing]]:
    """(group, digit, drawing) for each of scikit-learn's digits, its 8x8 pixels enlarged and traced.

    Each writer filled in the same form, and it begins with three times 0 to 9: there a new group begins,
    which holds one writer, or two where the form of the second begins otherwise.
    """
    from skimage.filters import gaussian
    from skimage.transform import resize
    from sklearn.datasets import load_digits

    data = load_digits()
    text = "".join(map(str, data.target))
    group = -1
    for row, (picture, digit) in enumerate(zip(data.images, data.target, strict=True)):
        group += text.startswith("0123456789" * 3, row)
        large = resize(np.pad(picture / picture.max(), 3), (112, 112), order=3)
        # ink is what is darker than its surroundings: holes stay open that a pixel of 8x8 nearly closes
        yield group, int(digit), traced((large > 0.4) & (large > 1.1 * gaussian(large, 8)))


def printed() -> Iterator[tuple[str, int, Drawing]]:
    """(font, digit, drawing) for each digit of the 20 fonts inside matplotlib, thinned to its middle line."""
    from PIL import Image, ImageDraw, ImageFont

    from dlcourse.data._package import folder_of

    for name in FONTS:
        file = folder_of("matplotlib") / f"mpl-data/fonts/ttf/{name}.ttf"
        font = ImageFont.truetype(str(file), 72, layout_engine=ImageFont.Layout.BASIC)
        for digit in range(10):
            sheet = Image.new("L", (110, 110))
            ImageDraw.Draw(sheet).text((25, 10), str(digit), fill=255, font=font)
            yield name, digit, traced(np.asarray(sheet) > 102)


def pictures(drawings: Iterable[Drawing]) -> np.ndarray:
    """The images of drawings, float32 (n, 1, 16, 16)."""
    return np.array([image(drawing) for drawing in drawings], np.float32)[:, None]
