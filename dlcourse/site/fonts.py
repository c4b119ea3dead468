"""Web fonts with the glyphs that the pages show, and no others."""

import logging
from pathlib import Path


def subset(source: Path, target: Path, code_points: set[int]) -> None:
    """Write the woff2 font `source` to `target`, with the glyphs of `code_points` alone."""
    from fontTools import subset

    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it logs every table it touches
    options = subset.Options(flavor="woff2", notdef_outline=True)
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points)
    subsetter.subset(font)
    target.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(target), options)
