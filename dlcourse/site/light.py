"""What the stock theme loads and the book does not need is taken out of the finished pages.

Every edit says how often it must apply. A theme that writes its pages in another way therefore stops
the build here, instead of letting a heavy or broken page out.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from sphinx.errors import ExtensionError

#: The browser itself refuses what is not ours; inline scripts and styles are the theme's and the figures'.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; media-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'"
)
_POLICY_TAG = f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}" />'

#: The reader's choice of a theme, or the system's; the theme's own script writes "mode" at the button.
_THEME = """(root => {
      root.mode = localStorage.getItem("mode") || "auto";
      const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      root.theme = root.mode === "auto" ? system : root.mode;
      let shown; // paper is light
      addEventListener("beforeprint", () => { shown = root.theme; root.theme = "light"; });
      addEventListener("afterprint", () => { root.theme = shown; });
    })(document.documentElement.dataset);"""

_DROPPED = (
    *("scripts/fontawesome.js", "scripts/*.map", "styles/*.map"),
    *("webpack-macros.html", "sbt-webpack-macros.html", "vendor/fontawesome/webfonts/*.ttf"),
)


@dataclass(frozen=True)
class Edit:
    """One replacement in a page, with the number of times it must apply.

    Attributes
    ----------
    why : str
    pattern, replacement : str
        As for `re.sub`.
    times : range
        How many matches are right.
    """

    why: str
    pattern: str
    replacement: str
    times: range

    def apply(self, html: str, page: str) -> str:
        """The page with the edit made.

        Raises
        ------
        ExtensionError
            If it matched more or less often than it must.
        """
        html, count = re.subn(self.pattern, self.replacement, html)
        if count not in self.times:
            raise ExtensionError(
                f"{page}: expected {self.times.start} to {self.times.stop - 1} matches, got {count}, "
                f"of {self.pattern!r} ({self.why}); the theme changed: adapt dlcourse/site/light.py"
            )
        return html


_ONCE, _SOME = range(1, 2), range(1, 100)

_EDITS = [
    Edit(
        "a page may ask nothing of other hosts",
        r'(<meta charset="utf-8" />)', rf"\1\n    {_POLICY_TAG}", _ONCE,
    ),
    Edit(
        "1.5 MB of script for icons that the web fonts draw already",
        r'\s*<!-- So that users [^>]*-->\s*<script defer src="[^"]*/fontawesome\.js[^>]*></script>',
        "", _ONCE,
    ),
    Edit(
        "a theme that is set when all scripts are there shows the page in no theme first, and moves it then",
        r'(<script data-cfasync="false">)[^<]*(?=\s*</script>)', rf"\1\n    {_THEME}", _ONCE,
    ),
    Edit(
        "where no script runs, the page is light",
        r'(<html [^>]*)data-theme="auto"', r'\1data-theme="light"', _ONCE,
    ),
    Edit(
        "scripts must not hold up the text; deferred ones keep their order",
        r'<script(?= src="| data-[a-z-]+="[^"]*" src=")', "<script defer", _SOME,
    ),
    Edit(
        "these set fields of a deferred script's object: a module runs after it",
        r"<script>(?=DOCUMENTATION_OPTIONS\.)", '<script type="module">', range(2, 3),
    ),
    Edit(
        "scripts that are fetched first keep the style sheet waiting, and with it the first sight of a page",
        r'\s*<link rel="preload" as="script"[^>]*>', "", range(2, 3),
    ),
    Edit(
        "the button's name must contain the text on it",
        r'(<button class="btn search-button-field[^>]*?) aria-label="Search"', r"\1", _ONCE,
    ),
    Edit(
        "the same for the theme button, whose icons are titled",
        r'aria-label="Color mode"', 'aria-label="Color mode: Light, Dark, System Settings"', _ONCE,
    ),
    Edit(
        "the same for folded code, whose text says whether it shows or hides",
        r'<summary aria-label="Toggle hidden content">', "<summary>", range(1000),
    ),
    Edit(
        "a signature over several lines is no list of definitions",
        r'(?<=<span class="sig-paren">\(</span>)\s*<dl>|</dl>\s*(?=<span class="sig-paren">\)</span>)',
        "", range(1000),
    ),
    Edit(
        "and its parameters are no definitions",
        r'<dd>(<em class="sig-param">.*?)</dd>', r'<span class="dlc-parameter">\1</span>', range(1000),
    ),
    Edit(
        "what is outside a landmark is skipped by screen readers",
        r'<div (id="pst-primary-sidebar")', r'<div role="complementary" aria-label="Book" \1', _ONCE,
    ),
    Edit(
        "three viewports, one is enough",
        r'\s*<meta name="viewport" content="width=device-width, initial-scale=1" ?/>', "", _SOME,
    ),
]  # fmt: skip

_NOT_ON_SEARCH = Edit(
    "the search index, wanted on the search page alone",
    r'\s*<script defer src="[^"]*(?:searchtools|language_data|searchindex)\.js[^"]*"></script>',
    "", range(3, 4),
)  # fmt: skip

_SUMMARIES = Edit(
    "from a file, browsers refuse the pages that excerpts are made from, and the search would stop there",
    r"SHOW_SEARCH_SUMMARY: true", 'SHOW_SEARCH_SUMMARY: location.protocol !== "file:"', _ONCE,
)  # fmt: skip


def lighten(html: str, page: str) -> str:
    """A page of the stock theme without what the book does not need."""
    for edit in _EDITS:
        html = edit.apply(html, page)
    return html if page == "search.html" else _NOT_ON_SEARCH.apply(html, page)


def lighten_files(static: Path) -> None:
    """The same for the site's folder `_static`."""
    options = static / "documentation_options.js"
    options.write_text(_SUMMARIES.apply(options.read_text("utf8"), options.name), "utf8")
    for pattern in _DROPPED:
        for path in static.glob(pattern):
            path.unlink()
