"""Sphinx extension: what surrounds the text: addresses, style, descriptions, sitemap, the page not found."""

import json
import re
from html import escape
from pathlib import Path
from string import Template

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from dlcourse.page import source
from dlcourse.site import covers

_LOG = logging.getLogger(__name__)
_STATIC = Path(__file__).parent / "static"
_LONGEST_DESCRIPTION = 155  # search engines cut what is longer


def setup(app: Sphinx) -> None:
    # jupyter-book sets it for an extension that this book leaves out, and an unknown value is a warning
    app.add_config_value("comments_config", {}, "", [dict])
    app.connect("config-inited", _configure)
    app.add_css_file("course.css", priority=900)  # after the theme's own
    app.connect("html-page-context", _describe)
    app.connect("build-finished", _write_extras)


def description(doctree: nodes.document, metadata: dict) -> str:
    """What search engines show: a notebook's own description, else the first paragraph, cut at a word."""
    if "dlcourse" in metadata:
        return json.loads(metadata["dlcourse"])["description"]
    first = next((p for p in doctree.findall(nodes.paragraph) if isinstance(p.parent, nodes.section)), None)
    text = " ".join(first.astext().split()) if first else ""
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return text[: _LONGEST_DESCRIPTION - 1].rpartition(" ")[0].rstrip(",;:–-") + "…"


def sitemap(base: str, names: list[str]) -> str:
    """A sitemap of the pages, `names` without their `.html`, under the address `base`."""
    rows = "".join(f"  <url><loc>{escape(f'{base}/{name}.html')}</loc></url>\n" for name in sorted(names))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    )


def _configure(app: Sphinx, config: Config) -> None:
    """Repository, branch and homepage come from pyproject.toml, where every other link takes them from."""
    urls = source.urls()
    config.html_baseurl = urls["Homepage"] + "/"
    config.html_theme_options["repository_url"] = urls["Repository"]
    config.html_theme_options["repository_branch"] = re.sub(r".*/tree/", "", urls["Branch"])
    config.html_theme_options["logo"] = {"text": config.html_title.partition(":")[0]}
    config.html_static_path.append(str(_STATIC))
    config.html_context.setdefault("default_mode", "auto")  # the theme has no default of its own


def _describe(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    if doctree is None:
        return
    text = description(doctree, app.env.metadata[page])
    if not text:
        _LOG.warning("no text that search engines could show: begin the page with a paragraph", location=page)
    context["metatags"] += f'\n    <meta name="description" content="{escape(text, quote=True)}" />'
    context["metatags"] += covers.tags(page, context["title"], text, app.config.html_baseurl, doctree)


def _write_extras(app: Sphinx, problem: Exception | None) -> None:
    if problem or app.builder.name != "html":
        return
    out, base = Path(app.outdir), app.config.html_baseurl.rstrip("/")
    (out / "sitemap.xml").write_text(sitemap(base, list(app.env.found_docs)), "utf8")
    missing = Template((_STATIC / "404.html.in").read_text("utf8"))
    (out / "404.html").write_text(
        missing.substitute(title=escape(app.config.html_title), home=base + "/"), "utf8"
    )
    (out / "_static" / "404.html.in").unlink()
