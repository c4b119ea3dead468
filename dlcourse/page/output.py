"""An output with an HTML face for notebooks and the site, and a plain one for a terminal."""

import re
from html import escape


class Output:
    """What a cell shows: `html` where that can be rendered, `text` elsewhere."""

    def __init__(self, html: str, text: str):
        self.html, self.text = html, text

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def inline(text: str) -> str:
    """Escaped HTML in which `code` and *emphasis* keep their meaning.

    Examples
    --------
    >>> inline("is `a * b * c` *smaller* than 2 * 3 * 4?")
    'is <code>a * b * c</code> <em>smaller</em> than 2 * 3 * 4?'
    """
    parts = re.split(r"`([^`]+)`", escape(text, quote=False))
    for i, part in enumerate(parts):
        # every second part stood between backticks; a star with a space or letter on both sides is a product
        parts[i] = (
            f"<code>{part}</code>"
            if i % 2
            else re.sub(r"(?<!\w)\*(?=\S)([^*]+)(?<=\S)\*(?!\w)", r"<em>\1</em>", part)
        )
    return "".join(parts)


#: Colors come from the site, JupyterLab or the browser, whichever surrounds the output.
STYLE = """<style>
.dlc{--line:var(--pst-color-border,var(--jp-border-color1,#8886));border:1px solid var(--line);
border-radius:10px;padding:.8em 1.1em;margin:1em 0;line-height:1.5}
.dlc p,.dlc ul,.dlc ol,.dlc dl{margin:.35em 0}.dlc dt{font-weight:600}.dlc dd{margin:0 0 .4em 1.2em}
.dlc summary{cursor:pointer;padding:.35em .2em}
.dlc summary:focus-visible{outline:3px solid #2a6be8;outline-offset:2px}
.dlc details{border-top:1px solid var(--line)}.dlc details p{margin:.1em 0 .7em 1.3em}
.dlc-q{font-weight:600;margin-top:1em!important}.dlc small{opacity:.85}
</style>"""
