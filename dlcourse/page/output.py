"""An output with an HTML face for notebooks and the site, and a plain one for a terminal."""


class Output:
    """What a cell shows: `html` where that can be rendered, `text` elsewhere."""

    def __init__(self, html: str, text: str):
        self.html, self.text = html, text

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


#: Colours come from the site, JupyterLab or the browser, whichever surrounds the output.
STYLE = """<style>
.dlc{--line:var(--pst-color-border,var(--jp-border-color1,#8886));border:1px solid var(--line);border-radius:10px;
padding:.8em 1.1em;margin:1em 0;line-height:1.5}
.dlc p,.dlc ul,.dlc ol,.dlc dl{margin:.35em 0}.dlc dt{font-weight:600}.dlc dd{margin:0 0 .4em 1.2em}
.dlc summary{cursor:pointer;padding:.35em .2em}.dlc summary:focus-visible{outline:3px solid #3b7dd8;outline-offset:2px}
.dlc details{border-top:1px solid var(--line)}.dlc details p{margin:.1em 0 .7em 1.3em}
.dlc-q{font-weight:600;margin-top:1em!important}.dlc small{opacity:.85}
</style>"""
