"""Keep of Font Awesome what the pages show: a few glyphs out of two thousand, 4 KB instead of 300.

The theme draws its icons from three web fonts and names each glyph in its stylesheet. Both are
written anew from the theme's own files, with the icons that occur in the finished pages.
"""

import re
from pathlib import Path

from dlcourse.site.fonts import subset

_GLYPH_RULE = re.compile(r'((?:\.fa-[a-z0-9-]+::?before,?)+)\{content:"(\\[0-9a-f]+ ?|.)"\}')
_THEME_ICON = re.compile(r'--pst-icon-[a-z-]+:\s*"(.)"')
_USED = re.compile(r"\bfa-([a-z0-9-]+)")


def slim(out: Path, theme_static: Path) -> set[int]:
    """Rewrite stylesheet and fonts of the built site in `out`; the code points that were kept.

    Parameters
    ----------
    out : Path
        The built site.
    theme_static : Path
        The `static` folder of pydata-sphinx-theme, whose files are read and left as they are.

    Raises
    ------
    RuntimeError
        If the theme no longer looks as expected: fewer glyphs, icons or fonts found than there must be.
    """
    name = "styles/pydata-sphinx-theme.css"
    css = (theme_static / name).read_text("utf8")
    rules = _GLYPH_RULE.findall(css)
    theme_icons = {ord(character) for character in _THEME_ICON.findall(css)}
    used = _used_names(out)
    kept = theme_icons | {_code_point(code) for names, code in rules if used & set(_USED.findall(names))}
    fonts = sorted((theme_static / "vendor/fontawesome/webfonts").glob("*.woff2"))
    if len(rules) < 1000 or len(theme_icons) < 10 or len(kept) <= len(theme_icons) or len(fonts) != 3:
        raise RuntimeError(
            f"pydata-sphinx-theme draws its icons in another way than before ({len(rules)} glyph rules, "
            f"{len(theme_icons)} own icons, {len(kept)} in use, {len(fonts)} fonts); look at icons.py"
        )

    def keep_if_used(rule: re.Match) -> str:
        return rule.group(0) if used & set(_USED.findall(rule.group(1))) else ""

    slimmed = _GLYPH_RULE.sub(keep_if_used, css)
    slimmed = re.sub(r',url\([^)]*\.ttf\) format\("truetype"\)', "", slimmed)
    (out / "_static" / name).write_text(slimmed.replace("/*# sourceMappingURL=", "/* "), "utf8")
    for font in fonts:
        subset(font, out / "_static/vendor/fontawesome/webfonts" / font.name, kept)
    for old in (out / "_static/vendor/fontawesome/webfonts").glob("*.ttf"):
        old.unlink()
    return kept


def _used_names(out: Path) -> set[str]:
    """Icon names in the pages, and in the scripts that may add some."""
    scripts = [path for path in out.glob("_static/**/*.js") if path.name != "fontawesome.js"]
    return {
        name for path in [*out.rglob("*.html"), *scripts] for name in _USED.findall(path.read_text("utf8"))
    }


def _code_point(css: str) -> int:
    return int(css[1:].strip(), 16) if css.startswith("\\") else ord(css)
