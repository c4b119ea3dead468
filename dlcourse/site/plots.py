"""Plots leave the text of a page and become files, fetched when the reader comes near them.

A notebook holds a plot as SVG in the color of the text around it. An image has no text around it, so there
are two files, for light and for dark; the style sheet shows one, and the browser fetches that one alone.
"""

import hashlib
import re
from pathlib import Path

from sphinx.errors import ExtensionError

_PLOT = re.compile(
    r'(?P<figure><figure class="dlc-figure"[^>]*>)'
    r'<svg viewBox="0 0 (?P<width>\S+) (?P<height>\S+)" role="img" '
    r'aria-label="(?P<alt>[^"]*)" style="(?P<size>width:(?P<shown>\d+)px;.*?height:auto);(?P<style>[^"]*)">'
    r"(?P<body>.*?)</svg>",
    re.S,
)
_INK = re.compile(r'html\[data-theme="(light|dark)"\] \{[^}]*?--pst-color-text-base: (#[0-9a-f]{6});')
_FOLDER = "_images/plots"


def ink(css: str) -> dict[str, str]:
    """The color of text in each of the site's two themes, as its style sheet says it.

    Raises
    ------
    ExtensionError
        If it does not say both.
    """
    found = dict(_INK.findall(css))
    if found.keys() != {"light", "dark"}:
        raise ExtensionError(f"course.css names the text color of {sorted(found)}, need light and dark")
    return found


def to_files(html: str, out: Path, colors: dict[str, str]) -> str:
    """A page with each plot as two images, whose files are written.

    Parameters
    ----------
    html : str
        A page of the top folder of the site.
    out : Path
        That folder.
    colors : dict
        From `ink`.

    Raises
    ------
    ExtensionError
        If a plot is written in a way that is not known here.
    """
    html, count = _PLOT.subn(lambda plot: plot["figure"] + _images(plot, out, colors), html)
    if count != (has := html.count('<figure class="dlc-figure"')):
        raise ExtensionError(
            f"{has} plots on a page, {count} of them as dlcourse.plot writes them: adapt plots.py"
        )
    return html


def _images(plot: re.Match, out: Path, colors: dict[str, str]) -> str:
    height = int(plot["shown"]) * float(plot["height"]) / float(plot["width"])
    tags = []
    for theme, color in colors.items():
        style = plot["style"].replace("color:inherit", f"color:{color}")
        box = f'viewBox="0 0 {plot["width"]} {plot["height"]}"'
        text = f'<svg xmlns="http://www.w3.org/2000/svg" {box} style="{style}">{plot["body"]}</svg>'
        name = f"{_FOLDER}/{hashlib.sha256(text.encode()).hexdigest()[:16]}.svg"
        (out / _FOLDER).mkdir(parents=True, exist_ok=True)
        (out / name).write_text(text, "utf8")
        tags.append(
            f'<img class="dlc-plot dlc-{theme} dark-light" src="{name}" alt="{plot["alt"]}" '
            f'width="{plot["shown"]}" height="{height:.0f}" style="{plot["size"]}" '
            'loading="lazy" decoding="async" />'
        )
    return "".join(tags)
