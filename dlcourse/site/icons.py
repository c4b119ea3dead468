"""Keep of Font Awesome what the pages show: a few glyphs out of two thousand, 4 KB instead of 300.

The theme draws its icons from three web fonts, and names each glyph in its style sheet. Of that, the sheet of
the finished site has the rules that apply to something; they say which glyphs the fonts must have.
"""

import re
from pathlib import Path

from dlcourse.site.fonts import subset

#: What a rule, or a variable of the theme, puts on the page.
_GLYPH = re.compile(r':\s*"(?:\\([0-9a-f]+) ?|(.))"')


def subset_fonts(static: Path, sheet: str) -> set[int]:
    """Write the icon fonts of the built site anew, with the glyphs in its style sheet; their code points.

    Parameters
    ----------
    static : Path
        The site's folder `_static`.
    sheet : str
        All its CSS.

    Raises
    ------
    RuntimeError
        If the theme no longer looks as expected: fewer glyphs or fonts found than there must be.
    """
    kept = {int(code, 16) if code else ord(character) for code, character in _GLYPH.findall(sheet)}
    fonts = sorted((static / "vendor/fontawesome/webfonts").glob("*.woff2"))
    if len(kept) < 10 or len(fonts) != 3:
        raise RuntimeError(
            f"pydata-sphinx-theme draws its icons in another way than before ({len(kept)} glyphs in use, "
            f"{len(fonts)} fonts); look at icons.py"
        )
    for font in fonts:
        subset(font, font, kept)
    return kept
